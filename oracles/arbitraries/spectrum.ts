import fc from 'fast-check';
import type { CovariateSpectrum, MixtureSpectrum } from '../types/shared.ts';
import { logUniform, oneOf, uniform } from './numbers.ts';

const eigenvalue = oneOf([2, fc.constant(1)], [3, logUniform(0.1, 10)], [1, logUniform(1e-3, 1e2)]);
/** How much of the teacher, or of the mean, lies in a block, relative to the others. */
const share = oneOf([2, fc.constant(1)], [1, fc.constant(0)], [2, uniform(0.05, 1, 19)]);
const parts = fc.integer({ min: 1, max: 10 });

/** Integer parts of a whole, as fractions. */
const fractions = (whole: readonly number[]): number[] => {
  const total = whole.reduce((a, b) => a + b, 0);
  return whole.map((part) => part / total);
};

const average = (weights: readonly number[], values: readonly number[]): number =>
  weights.reduce((sum, w, j) => sum + w * values[j], 0);

/**
 * One to four blocks of student eigenvalues; the teacher's field, of variance ρ, is explained to a
 * fraction r² = ⟨t/s⟩/ρ. Shrinks to plain inputs, s = 1, t = ρ.
 */
export const covariateSpectra = (secondMoment: number): fc.Arbitrary<CovariateSpectrum> =>
  fc
    .record({
      blocks: fc.array(fc.record({ part: parts, student: eigenvalue, share }), {
        minLength: 1,
        maxLength: 4,
      }),
      explained: oneOf(
        [2, fc.constant(1)],
        [3, uniform(0.05, 0.95, 18)],
        [1, logUniform(1e-3, 0.05)],
      ),
    })
    .filter(({ blocks }) => blocks.some((block) => block.share > 0))
    .map(({ blocks, explained }) => {
      const weights = fractions(blocks.map(({ part }) => part));
      const whole = average(
        weights,
        blocks.map((block) => block.share),
      );
      return {
        weights,
        student: blocks.map(({ student }) => student),
        teacher: blocks.map(
          (block) => (secondMoment * explained * block.share * block.student) / whole,
        ),
      };
    });

/**
 * One to three blocks of two clusters, of which ‖μ‖² = ⟨t⟩ is of order one; in half of the draws both
 * have the same covariance. Shrinks to spherical clusters at unit distance from the origin.
 */
export const mixtureSpectra = (): fc.Arbitrary<MixtureSpectrum> =>
  fc
    .record({
      blocks: fc.array(fc.record({ part: parts, plus: eigenvalue, minus: eigenvalue, share }), {
        minLength: 1,
        maxLength: 3,
      }),
      alike: fc.boolean().map((unlike) => !unlike),
      distance: oneOf([2, fc.constant(1)], [2, logUniform(0.1, 10)]),
    })
    .filter(({ blocks }) => blocks.some((block) => block.share > 0))
    .map(({ blocks, alike, distance }) => {
      const weights = fractions(blocks.map(({ part }) => part));
      const whole = average(
        weights,
        blocks.map((block) => block.share),
      );
      return {
        weights,
        plus: blocks.map(({ plus }) => plus),
        minus: blocks.map(({ plus, minus }) => (alike ? plus : minus)),
        mean: blocks.map((block) => (distance * block.share) / whole),
      };
    });
