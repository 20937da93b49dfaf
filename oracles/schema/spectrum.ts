import { real } from './numbers.ts';
import { object } from './object.ts';
import type { Bounds, Schema } from './schema.ts';

const list = (description: string, entry: string, bounds: Bounds): Schema => ({
  type: 'array',
  description,
  minItems: 1,
  maxItems: 100_000,
  items: real(entry, bounds),
});

const weights = list(
  'W, the fraction of the directions in each block; they add up to 1.',
  'A fraction.',
  { exclusiveMinimum: 0, maximum: 1 },
);
const eigenvalues = (description: string): Schema =>
  list(`${description}, one per block.`, 'Its value in a block.', { minimum: 0 });

/** What a Gaussian covariate model keeps of its covariances, as blocks of equal eigenvalues. */
export const covariateSpectrumSchema: Schema = object(
  'CovariateSpectrum',
  'Blocks of eigendirections u_i of Ω, the covariance of the student’s features; c = cov(v, ν).',
  {
    weights,
    student: eigenvalues('s, eigenvalues of Ω'),
    teacher: eigenvalues('t = p (u_i·c)²; ⟨t/s⟩ ≤ ρ, and 0 where s is 0'),
  },
);

/** What a mixture of two Gaussians keeps of its covariances and its mean, as blocks. */
export const mixtureSpectrumSchema: Schema = object(
  'MixtureSpectrum',
  'Blocks of common eigendirections u_i of the covariances Σ₊ and Σ₋ of the two classes.',
  {
    weights,
    plus: eigenvalues('s₊, eigenvalues of Σ₊'),
    minus: eigenvalues('s₋, eigenvalues of Σ₋'),
    mean: eigenvalues('t = d (u_i·μ)², so that ⟨t⟩ = ‖μ‖²'),
  },
);

/** What a mixture of K Gaussians of one covariance keeps of its centres, as blocks. */
export const multiclassSpectrumSchema: Schema = object(
  'MulticlassSpectrum',
  'Blocks of eigendirections u_i of the common covariance Σ of the clusters.',
  {
    weights,
    covariance: eigenvalues('s, eigenvalues of Σ'),
    means: {
      type: 'array',
      description:
        'T, one K × K Gram matrix of the centres per block: T_kl = d (u_i·μ_k)(u_i·μ_l).',
      minItems: 1,
      maxItems: 100_000,
      items: {
        type: 'array',
        description: 'The Gram matrix of a block, symmetric and positive semi-definite.',
        minItems: 2,
        maxItems: 16,
        items: {
          type: 'array',
          description: 'A row.',
          minItems: 2,
          maxItems: 16,
          items: real('T_kl.'),
        },
      },
    },
  },
);
