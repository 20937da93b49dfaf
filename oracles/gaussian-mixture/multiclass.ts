import { multiclassFixedPoint } from '../../reference/gaussian-mixture/multiclass.ts';
import type { Estimate } from '../../reference/numerics/estimate.ts';
import { answerOf } from '../answer.ts';
import { multiclassQuestions } from '../arbitraries/multiclass.ts';
import { defineOracle } from '../oracle.ts';
import { answered, answeredMatrix, answeredVector, positive, real } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import { multiclassSpectrumSchema } from '../schema/spectrum.ts';
import type {
  GaussianMixtureMulticlassParams,
  GaussianMixtureMulticlassResult,
} from '../types/gaussian-mixture.multiclass.ts';
import { oneMargin } from '../witnesses/gaussian-mixture-multiclass.ts';

const scale = 'some entries are zero by symmetry; a matrix is accurate relative to its largest';
const positiveField = 'a sum of positive terms';

const largest = (estimates: readonly Estimate[]): number =>
  Math.max(...estimates.map(({ error }) => error));
const values = (estimates: readonly Estimate[]): number[] => estimates.map(({ value }) => value);

export const gaussianMixtureMulticlass = defineOracle<
  GaussianMixtureMulticlassParams,
  GaussianMixtureMulticlassResult
>({
  id: 'gaussian-mixture.multiclass',
  title: 'What does a linear classifier with one-hot labels learn from K Gaussian clusters?',
  formula:
    'm̂_k = α p_k E r_k,  Q̂ = α Σ p_k E r_k r_kᵀ,  V̂ = α Σ p_k E (I + H V)⁻¹H,  x = ω + V r,  ω ~ N(M_k + b, Q);   V = ⟨s D⟩,  M = ⟨D m̂ T⟩,  Q = ⟨s D (m̂ T m̂ᵀ + s Q̂) D⟩,  D = (λ + V̂ s)⁻¹',
  params: object(
    'GaussianMixtureMulticlassParams',
    'Clusters X = (μ_k + Σ^{1/2} g)/√d, learned by min Σ ℓ(e_k, W X + b) + (λ/2)‖W‖².',
    {
      loss: {
        enum: ['square', 'softmax'],
        description: 'square: ½ |e_k − z|²; softmax: −ln softmax(z)_k.',
      },
      alpha: positive('α = n/d.'),
      lambda: positive('λ.'),
      bias: {
        enum: ['free', 'none'],
        description: 'free: b is fitted too, without penalty; none: b = 0.',
      },
      probabilities: {
        type: 'array',
        description: 'p_k, the probabilities of the K classes; they add up to 1.',
        minItems: 2,
        maxItems: 16,
        items: real('p_k.', { exclusiveMinimum: 0, maximum: 1 }),
      },
      spectrum: multiclassSpectrumSchema,
    },
  ),
  result: object('GaussianMixtureMulticlassResult', 'The order parameters and the errors.', {
    overlap: answeredMatrix('M, K × K: column k is W μ_k/√d.'),
    norm: answeredMatrix('Q = W Σ Wᵀ/d.'),
    susceptibility: answeredMatrix('V, K × K.'),
    bias: answeredVector('b; for softmax, which sees no common shift, Σ b_k = 0.'),
    generalisationError: answered('Probability of a wrong class on a fresh sample.'),
    trainingLoss: answered('Mean loss of a training sample, without the penalty.'),
    weightNorm: answered('‖W‖²/d.'),
  }),
  fields: {
    overlap: {
      kind: 'array',
      meaning: 'overlaps M with the centres',
      floor: 1e-14,
      because: scale,
    },
    norm: { kind: 'array', meaning: 'covariance Q of the scores', floor: 0, because: scale },
    susceptibility: { kind: 'array', meaning: 'susceptibility V', floor: 0, because: scale },
    bias: {
      kind: 'array',
      meaning: 'intercepts b',
      floor: 1e-13,
      because: 'b = 0 where the classes are alike and the loss does not ask for a mean',
    },
    generalisationError: {
      kind: 'number',
      meaning: 'error rate on fresh samples',
      floor: 1e-12,
      because: 'clusters far apart leave none that a data set could show',
    },
    trainingLoss: {
      kind: 'number',
      meaning: 'mean training loss',
      floor: 1e-13,
      because: 'nearly all samples fitted: below this no data set could show the difference',
    },
    weightNorm: { kind: 'number', meaning: '‖W‖²/d', floor: 0, because: positiveField },
  },
  answer: (question) => {
    const { overlap, norm, susceptibility, bias, ...rest } = multiclassFixedPoint(question);
    const { result, error } = answerOf({
      generalisationError: rest.generalisationError,
      trainingLoss: rest.trainingLoss,
      weightNorm: rest.weightNorm,
    });
    return {
      result: {
        ...result,
        overlap: overlap.map(values),
        norm: norm.map(values),
        susceptibility: susceptibility.map(values),
        bias: values(bias),
      },
      error: {
        ...error,
        overlap: largest(overlap.flat()),
        norm: largest(norm.flat()),
        susceptibility: largest(susceptibility.flat()),
        bias: largest(bias),
      },
    };
  },
  sample: multiclassQuestions(),
  continuous: ['alpha', 'lambda', 'spectrum.covariance'],
  witnesses: [oneMargin],
  sources: ['loureiro2021mixture'],
  cost: 'expensive',
});
