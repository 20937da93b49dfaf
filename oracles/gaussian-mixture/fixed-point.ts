import type { MixtureFixedPoint } from '../../reference/gaussian-mixture/two-classes.ts';
import { mixtureFixedPoint } from '../../reference/gaussian-mixture/two-classes.ts';
import { answerOf } from '../answer.ts';
import { mixtureQuestions } from '../arbitraries/mixture.ts';
import { defineOracle } from '../oracle.ts';
import { lossSchema } from '../schema/loss.ts';
import { answered, answeredVector, positive, real } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import { mixtureSpectrumSchema } from '../schema/spectrum.ts';
import type {
  GaussianMixtureFixedPointParams,
  GaussianMixtureFixedPointResult,
} from '../types/gaussian-mixture.fixed-point.ts';
import { iteratedClusters } from '../witnesses/gaussian-mixture.ts';

const positiveField = 'positive, and as accurate as the question';
const vanishes = 'below this no data set could show it: clusters far apart leave none';

/** A quantity of either class, with the larger of the two errors. */
const pair = ([plus, minus]: MixtureFixedPoint['norm']) => ({
  value: [plus.value, minus.value],
  error: Math.max(plus.error, minus.error),
});

export const gaussianMixtureFixedPoint = defineOracle<
  GaussianMixtureFixedPointParams,
  GaussianMixtureFixedPointResult
>({
  id: 'gaussian-mixture.fixed-point',
  title: 'What does a linear classifier learn from two Gaussian clusters in high dimension?',
  formula:
    'm̂ = α Σ p_y E f,  q̂_y = α p_y E f²,  V̂_y = α p_y E (1 − x′)/V_y,  u ~ N(m + y b, q_y);   m = m̂⟨t/D⟩,  q_y = ⟨s_y N/D²⟩,  V_y = ⟨s_y/D⟩,  D = λ + Σ V̂_y s_y,  N = m̂² t + Σ q̂_y s_y;   ε = Σ p_y Φ(−(m + y b)/√q_y)',
  params: object(
    'GaussianMixtureFixedPointParams',
    'Clusters X = (y μ + Σ_y^{1/2} g)/√d of label y = ±1, learned by min Σ ℓ(y (w·X + b)) + (λ/2)‖w‖².',
    {
      loss: lossSchema,
      alpha: positive('α = n/d, the number of samples per weight.'),
      lambda: positive('λ.'),
      bias: {
        enum: ['free', 'none'],
        description: 'free: b is fitted too, without penalty; none: b = 0.',
      },
      probability: real('p₊, the probability of y = +1.', {
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
      }),
      spectrum: mixtureSpectrumSchema,
    },
  ),
  result: object('GaussianMixtureFixedPointResult', 'The order parameters and the errors.', {
    overlap: answered('m = w·μ/√d.'),
    norm: answeredVector('[q₊, q₋], q_y = w·Σ_y w/d.'),
    susceptibility: answeredVector('[V₊, V₋].'),
    bias: answered('b.'),
    generalisationError: answered('Probability of a wrong label on a fresh sample.'),
    trainingLoss: answered('Mean loss of a training sample, without the penalty.'),
    trainingError: answered('Fraction of wrong labels among the training samples.'),
    weightNorm: answered('‖w‖²/d.'),
  }),
  fields: {
    overlap: {
      kind: 'number',
      meaning: 'overlap m with the mean',
      floor: 0,
      because: positiveField,
    },
    norm: { kind: 'array', meaning: 'variances q₊, q₋', floor: 0, because: positiveField },
    susceptibility: {
      kind: 'array',
      meaning: 'susceptibilities V₊, V₋',
      floor: 0,
      because: positiveField,
    },
    bias: {
      kind: 'number',
      meaning: 'intercept b',
      floor: 1e-13,
      because: 'b = 0 where the classes are alike, and it may have either sign',
    },
    generalisationError: {
      kind: 'number',
      meaning: 'error rate on fresh samples',
      floor: 1e-14,
      because: vanishes,
    },
    trainingLoss: {
      kind: 'number',
      meaning: 'mean training loss',
      floor: 1e-13,
      because: vanishes,
    },
    trainingError: {
      kind: 'number',
      meaning: 'error rate on the training samples',
      floor: 1e-13,
      because: vanishes,
    },
    weightNorm: { kind: 'number', meaning: '‖w‖²/d', floor: 0, because: positiveField },
  },
  answer: (question) => {
    const { norm, susceptibility, ...point } = mixtureFixedPoint(question);
    const { result, error } = answerOf({
      overlap: point.overlap,
      bias: point.bias,
      generalisationError: point.generalisationError,
      trainingLoss: point.trainingLoss,
      trainingError: point.trainingError,
      weightNorm: point.weightNorm,
    });
    const [q, V] = [pair(norm), pair(susceptibility)];
    return {
      result: { ...result, norm: q.value, susceptibility: V.value },
      error: { ...error, norm: q.error, susceptibility: V.error },
    };
  },
  sample: mixtureQuestions(),
  continuous: [
    'alpha',
    'lambda',
    'probability',
    'spectrum.plus',
    'spectrum.minus',
    'spectrum.mean',
  ],
  witnesses: [iteratedClusters],
  sources: ['mignacco2020', 'loureiro2021mixture'],
  cost: 'moderate',
});
