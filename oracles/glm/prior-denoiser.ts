import fc from 'fast-check';
import { logUniform, oneOf, uniform } from '../arbitraries/numbers.ts';
import { priors } from '../arbitraries/prior.ts';
import { priorOf } from '../models.ts';
import { defineOracle } from '../oracle.ts';
import { answered, real } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import { priorSchema } from '../schema/prior.ts';
import type {
  GlmPriorDenoiserParams,
  GlmPriorDenoiserResult,
} from '../types/glm.prior-denoiser.ts';
import { tableOfWeights } from '../witnesses/prior-denoiser.ts';

const signed = (magnitude: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc.tuple(magnitude, fc.boolean()).map(([x, negative]) => (negative ? -x : x));

/**
 * Rounding of the closed forms. The exponents B w − A w²/2 of atoms are rounded, and with them their
 * weights, and so is the log-odds of a spike at zero; the mean of atoms of either sign is as good as E|w| allows, that of a single bump or
 * of a tanh keeps its relative accuracy. ln Z_w of a mixture is the logarithm of a sum of order one.
 */
function roundingOf(
  prior: GlmPriorDenoiserParams['prior'],
  precision: number,
  field: number,
  { mean, variance, logPartition }: GlmPriorDenoiserResult,
): GlmPriorDenoiserResult {
  const square = mean * mean + variance;
  const atoms = prior.kind === 'discrete' ? prior.values.map(Math.abs) : [];
  const largest = Math.max(0, ...atoms);
  const exponent =
    prior.kind === 'discrete'
      ? Math.abs(field) * largest + (Math.abs(precision) * largest * largest) / 2
      : prior.kind === 'gauss-bernoulli' && prior.density < 1
        ? Math.abs(Math.log(prior.density / (1 - prior.density))) +
          Math.abs(Math.log1p(precision * prior.variance))
        : 0;
  // E|w| ≤ E w² / min |w|, and ≤ √(E w²).
  const smallest = Math.min(...atoms.filter((w) => w > 0));
  const absolute =
    prior.kind === 'discrete' ? Math.min(Math.sqrt(square), square / smallest) : Math.abs(mean);
  const ulps = 8 * Number.EPSILON * (1 + exponent);
  return {
    mean: ulps * absolute,
    variance: ulps * variance,
    logPartition:
      8 *
      Number.EPSILON *
      (Math.abs(logPartition) +
        Math.abs(field) * Math.sqrt(square) +
        (Math.abs(precision) * square) / 2 +
        (prior.kind === 'discrete' || prior.kind === 'gauss-bernoulli' ? 1 : 0)),
  };
}

export const glmPriorDenoiser = defineOracle<GlmPriorDenoiserParams, GlmPriorDenoiserResult>({
  id: 'glm.prior-denoiser',
  title: 'What is known of one weight seen through Gaussian noise, in natural parameters?',
  formula: 'Z_w(A, B) = E_w exp(B w − A w²/2),   f_a = ∂_B ln Z_w,   f_v = ∂²_B ln Z_w',
  params: object('GlmPriorDenoiserParams', 'A prior tilted by exp(B w − A w²/2).', {
    prior: priorSchema,
    precision: real(
      'A, the precision of the observation (1/Σ in the older notation). It may be negative as long as the tilted prior can be normalised.',
    ),
    field: real('B, the precision times the observation (R/Σ in the older notation).'),
  }),
  result: object('GlmPriorDenoiserResult', 'Moments of the tilted prior.', {
    mean: answered('f_a, its mean.'),
    variance: answered('f_v, its variance.'),
    logPartition: answered('ln Z_w(A, B).'),
  }),
  fields: {
    mean: {
      kind: 'number',
      meaning: 'posterior mean f_a(A, B)',
      floor: 1e-14,
      because: 'the mean of several atoms goes through zero as a sum of terms of order one',
    },
    variance: {
      kind: 'number',
      meaning: 'posterior variance f_v(A, B)',
      floor: 1e-290,
      because: 'sech² B underflows: subnormal numbers have no relative accuracy',
    },
    logPartition: {
      kind: 'number',
      meaning: 'ln Z_w(A, B)',
      floor: 1e-13,
      because: 'ln Z_w goes through zero where the two terms of the exponent balance',
    },
  },
  answer: ({ prior, precision, field }) => {
    const { mean, variance, logPartition } = priorOf(prior).denoise(precision, field);
    return {
      result: { mean, variance, logPartition },
      error: roundingOf(prior, precision, field, { mean, variance, logPartition }),
    };
  },
  sample: fc.record({
    prior: priors(),
    precision: oneOf(
      [2, fc.constant(1)],
      [1, fc.constant(0)],
      [3, logUniform(1e-2, 1e2)],
      [2, logUniform(1e-6, 1e6)],
    ),
    field: oneOf([1, fc.constant(0)], [3, uniform(-8, 8, 160)], [2, signed(logUniform(1e-6, 1e5))]),
  }),
  continuous: ['precision', 'field', 'prior.variance', 'prior.density'],
  witnesses: [tableOfWeights],
  sources: ['rangan2011', 'krzakala2012', 'zdeborova2016'],
  cost: 'cheap',
});
