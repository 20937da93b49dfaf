import fc from 'fast-check';
import { logUniform, oneOf } from './numbers.ts';
import { overlapFractions } from './overlap.ts';

/** ρ and m with 0 ≤ m ≤ ρ: in the bulk, at the ends and close to them. Shrinks to ρ = 1, m = 1/2. */
export const moments = (
  ends: { readonly zero?: boolean; readonly one?: boolean } = {},
): fc.Arbitrary<{ readonly secondMoment: number; readonly overlap: number }> =>
  fc
    .record({
      secondMoment: oneOf([3, fc.constant(1)], [2, logUniform(0.1, 10)]),
      fraction: overlapFractions(ends),
    })
    .map(({ secondMoment, fraction }) => ({
      secondMoment,
      overlap: Math.min(secondMoment, Number((fraction * secondMoment).toPrecision(15))),
    }));
