import fc from 'fast-check';
import { committeeFixedPoint } from '../../reference/committee/fixed-point.ts';
import type { Estimate } from '../../reference/numerics/estimate.ts';
import { defineErratum } from './erratum.ts';

interface Sizes {
  readonly samples: number;
  readonly dimension: number;
}

/** f of two Gaussian units. */
const freeEntropyAt = (alpha: number): Estimate =>
  committeeFixedPoint('gaussian', alpha, 'unspecialised').freeEntropy;

export const lettersOfTheTheorem = defineErratum<Sizes, Estimate>({
  id: 'letters-of-the-theorem',
  where: 'Theorem 2.1 (Replica formula), quoted for the committee machine',
  literal: 'lim f_n ≡ lim (1/n) E ln Z_n and α ≡ m/n, in a talk whose n is the number of samples',
  right:
    'per dimension: lim (1/d) E ln Z, α = n/d; the n of the theorem is the dimension and its m the number of samples, α = m/n there',
  why: 'The theorem is pasted from a paper with other letters. Read with those of the talk, the free entropy per sample does not vanish without samples. Its hypotheses differ, too: weights of bounded support and a twice differentiable activation, of which Gaussian weights and signs have neither; the formula is used beyond them.',
  law: 'n outputs, tied half of the time, hold at most (3/2) ln 2 of entropy each: f ≥ −(3/2) ln 2 n/d.',
  sources: ['zdeborova2021', 'aubin2018'],
  model: fc.record({
    samples: fc.integer({ min: 1, max: 100 }),
    dimension: fc.integer({ min: 200, max: 1000 }),
  }),
  forms: {
    literal: ({ samples, dimension }) => {
      const { value, error } = freeEntropyAt(samples / dimension);
      return { value: (value * dimension) / samples, error: (error * dimension) / samples };
    },
    right: ({ samples, dimension }) => freeEntropyAt(samples / dimension),
  },
  measure: (freeEntropy, { samples, dimension }) => ({
    left: -1.5 * Math.LN2 * (samples / dimension),
    right: freeEntropy.value,
    relation: 'at-most',
    allowance: freeEntropy.error + Number.EPSILON,
    because: 'error of the free entropy',
  }),
});
