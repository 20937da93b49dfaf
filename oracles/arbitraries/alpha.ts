import fc from 'fast-check';
import { logUniform, oneOf } from './numbers.ts';

/**
 * α = n/d. Half of the draws are within a factor of four of one, where the thresholds of the
 * catalogue's models lie; the rest reach over the whole domain. Shrinks to 1.
 */
export const alphas = (low = 1e-3, high = 1e3): fc.Arbitrary<number> =>
  oneOf(
    [2, fc.constantFrom(...[1, 0.5, 2].filter((a) => a >= low && a <= high))],
    [4, logUniform(Math.max(low, 0.25), Math.min(high, 4))],
    [4, logUniform(low, high)],
  );
