import fc from 'fast-check';
import { cleanTeacher } from '../../reference/empirical-risk/teacher.ts';
import { hiddenManifoldFixedPoint as fixedPoint } from '../../reference/hidden-manifold/fixed-point.ts';
import { answerOf } from '../answer.ts';
import { alphas } from '../arbitraries/alpha.ts';
import { lambdas, losses } from '../arbitraries/loss.ts';
import { latentMoments, manifolds } from '../arbitraries/manifold.ts';
import { studentContracts } from '../erm/contracts.ts';
import { defineOracle } from '../oracle.ts';
import { lossSchema } from '../schema/loss.ts';
import { latentMomentSchema, manifoldProperties } from '../schema/manifold.ts';
import { answered } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import {
  alphaSchema,
  generalisationErrorAnswer,
  lambdaSchema,
  normAnswer,
  objectiveAnswer,
  overlapAnswer,
  susceptibilityAnswer,
  trainingLossAnswer,
} from '../schema/student.ts';
import type {
  HiddenManifoldFixedPointParams,
  HiddenManifoldFixedPointResult,
} from '../types/hidden-manifold.fixed-point.ts';
import { iteratedManifold } from '../witnesses/hidden-manifold.ts';

export const hiddenManifoldFixedPoint = defineOracle<
  HiddenManifoldFixedPointParams,
  HiddenManifoldFixedPointResult
>({
  id: 'hidden-manifold.fixed-point',
  title:
    'What is learned from the features of a hidden manifold whose latent variables are labelled?',
  formula:
    'z = (λ + V̂_w)/V̂_s;   V_s = (1 − z g)/V̂_s,  m_s = ρ (m̂_s/V̂_s)(1 − z g),  q_s = ((ρ m̂_s² + q̂_s)/V̂_s²)(1 − 2zg + z²g′) − (q̂_w/((λ + V̂_w) V̂_s))(−zg + z²g′);   M = κ₁ m_s,  Q = κ₁² q_s + κ★² q_w,  V = κ₁² V_s + κ★² V_w;   ε = arccos(M/√(ρQ))/π',
  params: object(
    'HiddenManifoldFixedPointParams',
    'ŵ = argmin Σ ℓ(y w·X/√p) + (λ/2)‖w‖² on features X = f(F C), y = sign(θ·C/√d).',
    {
      activation: manifoldProperties.activation,
      loss: lossSchema,
      alpha: alphaSchema('n/p, the number of samples per feature'),
      gamma: manifoldProperties.gamma,
      lambda: lambdaSchema,
      projection: manifoldProperties.projection,
      secondMoment: latentMomentSchema,
    },
    ['secondMoment'],
  ),
  result: object(
    'HiddenManifoldFixedPointResult',
    'The order parameters and what follows from them.',
    {
      overlap: overlapAnswer,
      norm: normAnswer,
      susceptibility: susceptibilityAnswer,
      latentOverlap: answered('m_s = θ·Fᵀw/√(p d), so that M = κ₁ m_s.'),
      latentNorm: answered('q_s = ‖Fᵀw‖²/p.'),
      weightNorm: answered('q_w = ‖w‖²/p.'),
      generalisationError: generalisationErrorAnswer,
      trainingLoss: trainingLossAnswer,
      objective: objectiveAnswer,
    },
  ),
  fields: {
    overlap: studentContracts.overlap,
    norm: studentContracts.norm,
    susceptibility: studentContracts.susceptibility,
    latentOverlap: { ...studentContracts.overlap, meaning: 'latent overlap m_s' },
    latentNorm: { ...studentContracts.norm, meaning: 'latent norm q_s' },
    weightNorm: studentContracts.weightNorm,
    generalisationError: studentContracts.generalisationError,
    trainingLoss: studentContracts.trainingLoss,
    objective: studentContracts.objective,
  },
  answer: ({ activation, loss, alpha, gamma, lambda, projection, secondMoment }) => {
    const teacher = { ...cleanTeacher, ...(secondMoment !== undefined && { secondMoment }) };
    const model = { activation, gamma, projection };
    const point = fixedPoint(model, loss, alpha, lambda, teacher);
    return answerOf({
      overlap: point.overlap,
      norm: point.norm,
      susceptibility: point.susceptibility,
      latentOverlap: point.latentOverlap,
      latentNorm: point.latentNorm,
      weightNorm: point.weightNorm,
      generalisationError: point.generalisationError,
      trainingLoss: point.trainingLoss,
      objective: point.objective,
    });
  },
  sample: fc
    .record({
      model: manifolds(),
      loss: losses(),
      alpha: alphas(1e-2, 1e2),
      lambda: lambdas(),
      moment: latentMoments(),
    })
    .map(({ model, moment, ...question }) => ({ ...model, ...question, ...moment })),
  continuous: ['alpha', 'gamma', 'lambda', 'secondMoment'],
  witnesses: [iteratedManifold],
  sources: ['gerace2020', 'goldt2020', 'goldt2021'],
  cost: 'moderate',
});
