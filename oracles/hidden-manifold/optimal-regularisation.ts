import fc from 'fast-check';
import { cleanTeacher } from '../../reference/empirical-risk/teacher.ts';
import { hiddenManifoldOptimalRegularisation as optimalRegularisation } from '../../reference/hidden-manifold/optimal-regularisation.ts';
import { answerOf } from '../answer.ts';
import { alphas } from '../arbitraries/alpha.ts';
import { losses } from '../arbitraries/loss.ts';
import { latentMoments, manifolds } from '../arbitraries/manifold.ts';
import { studentContracts } from '../erm/contracts.ts';
import { defineOracle } from '../oracle.ts';
import { lossSchema } from '../schema/loss.ts';
import { latentMomentSchema, manifoldProperties } from '../schema/manifold.ts';
import { answered } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import { alphaSchema, generalisationErrorAnswer } from '../schema/student.ts';
import type {
  HiddenManifoldOptimalRegularisationParams,
  HiddenManifoldOptimalRegularisationResult,
} from '../types/hidden-manifold.optimal-regularisation.ts';
import { comparedPenaltiesOnManifold } from '../witnesses/hidden-manifold-optimal-regularisation.ts';

export const hiddenManifoldOptimalRegularisation = defineOracle<
  HiddenManifoldOptimalRegularisationParams,
  HiddenManifoldOptimalRegularisationResult
>({
  id: 'hidden-manifold.optimal-regularisation',
  title: 'Which penalty generalises best on the features of a hidden manifold?',
  formula: 'λ = argmin_λ ε(λ),  ε = arccos(M/√(ρQ))/π at the fixed point',
  params: object(
    'HiddenManifoldOptimalRegularisationParams',
    'Features X = f(F C), y = sign(θ·C/√d), and a student whose penalty is still open.',
    {
      activation: manifoldProperties.activation,
      loss: lossSchema,
      alpha: alphaSchema('n/p, the number of samples per feature'),
      gamma: manifoldProperties.gamma,
      projection: manifoldProperties.projection,
      secondMoment: latentMomentSchema,
    },
    ['secondMoment'],
  ),
  result: object('HiddenManifoldOptimalRegularisationResult', 'The best penalty.', {
    lambda: answered('λ of the penalty (λ/2)‖w‖² at which the error rate is smallest.'),
    generalisationError: generalisationErrorAnswer,
  }),
  fields: {
    lambda: {
      kind: 'number',
      meaning: 'optimal penalty λ',
      floor: 1e-8,
      because: 'the optimum is flat: comparing error rates, not slopes, finds it to √ε',
    },
    generalisationError: studentContracts.generalisationError,
  },
  answer: ({ loss, alpha, secondMoment, ...model }) => {
    const teacher = { ...cleanTeacher, ...(secondMoment !== undefined && { secondMoment }) };
    return answerOf(optimalRegularisation(model, loss, alpha, teacher));
  },
  sample: fc
    .record({
      model: manifolds(['erf', 'sign', 'relu', 'tanh']),
      loss: losses(['square', 'square', 'logistic']),
      alpha: alphas(0.2, 10),
      moment: latentMoments(),
    })
    .map(({ model, moment, ...question }) => ({ ...model, ...question, ...moment })),
  continuous: ['alpha', 'gamma', 'secondMoment'],
  witnesses: [comparedPenaltiesOnManifold],
  sources: ['gerace2020'],
  cost: 'expensive',
});
