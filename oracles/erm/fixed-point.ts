import fc from 'fast-check';
import { ermFixedPoint as fixedPoint } from '../../reference/empirical-risk/fixed-point.ts';
import { answerOf } from '../answer.ts';
import { alphas } from '../arbitraries/alpha.ts';
import { lambdas, losses } from '../arbitraries/loss.ts';
import { teachers } from '../arbitraries/teacher.ts';
import { defineOracle } from '../oracle.ts';
import { lossSchema } from '../schema/loss.ts';
import { object } from '../schema/object.ts';
import {
  alphaSchema,
  generalisationErrorAnswer,
  lambdaSchema,
  normAnswer,
  objectiveAnswer,
  overlapAnswer,
  susceptibilityAnswer,
  trainingErrorAnswer,
  trainingLossAnswer,
} from '../schema/student.ts';
import { teacherPaths, teacherSchema } from '../schema/teacher.ts';
import type { ErmFixedPointParams, ErmFixedPointResult } from '../types/erm.fixed-point.ts';
import { iteratedStudent } from '../witnesses/erm-fixed-point.ts';
import { studentContracts } from './contracts.ts';

export const ermFixedPoint = defineOracle<ErmFixedPointParams, ErmFixedPointResult>({
  id: 'erm.fixed-point',
  title: 'What does a student learn from a teacher’s labels by minimising a penalised loss?',
  formula:
    'm̂ = α c_y E f(√(q − m²/R) ξ),  q̂ = 2α E P(u) f(u)²,  V̂ = 2α E P(u) (1 − x′)/V,  u ~ N(0, q);   V = 1/(λ + V̂),  m = ρ m̂ V,  q = (ρ m̂² + q̂) V²;   ε = arccos(m/√(ρq))/π',
  params: object(
    'ErmFixedPointParams',
    'ŵ = argmin Σ ℓ(y X·w) + (λ/2)‖w‖² on inputs X ~ N(0, 1/d) labelled by a teacher.',
    {
      loss: lossSchema,
      alpha: alphaSchema(),
      lambda: lambdaSchema,
      teacher: teacherSchema,
    },
  ),
  result: object('ErmFixedPointResult', 'The order parameters and what follows from them.', {
    overlap: overlapAnswer,
    norm: normAnswer,
    susceptibility: susceptibilityAnswer,
    generalisationError: generalisationErrorAnswer,
    trainingLoss: trainingLossAnswer,
    trainingError: trainingErrorAnswer,
    objective: objectiveAnswer,
  }),
  fields: {
    overlap: studentContracts.overlap,
    norm: studentContracts.norm,
    susceptibility: studentContracts.susceptibility,
    generalisationError: studentContracts.generalisationError,
    trainingLoss: studentContracts.trainingLoss,
    trainingError: studentContracts.trainingError,
    objective: studentContracts.objective,
  },
  answer: ({ loss, alpha, lambda, teacher }) => {
    const point = fixedPoint(loss, alpha, lambda, teacher);
    return answerOf({
      overlap: point.overlap,
      norm: point.norm,
      susceptibility: point.susceptibility,
      generalisationError: point.generalisationError,
      trainingLoss: point.trainingLoss,
      trainingError: point.trainingError,
      objective: point.objective,
    });
  },
  sample: fc.record({
    loss: losses(),
    alpha: alphas(1e-2, 1e2),
    lambda: lambdas(),
    teacher: teachers(),
  }),
  continuous: ['alpha', 'lambda', ...teacherPaths],
  witnesses: [iteratedStudent],
  sources: ['aubin2020', 'thrampoulidis2018'],
  cost: 'moderate',
});
