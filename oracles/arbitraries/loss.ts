import fc from 'fast-check';
import type { LossKind } from '../../reference/losses/index.ts';
import { logUniform, oneOf } from './numbers.ts';

/** A loss. Shrinks to the first of the list. */
export const losses = (
  kinds: readonly LossKind[] = ['square', 'logistic', 'hinge'],
): fc.Arbitrary<LossKind> => fc.constantFrom(...kinds);

/**
 * λ: simple values, ordinary ones, and the corners where the penalty vanishes (interpolation, maximal
 * margin) or rules (the Hebb rule). Shrinks to 1.
 */
export const lambdas = (low = 1e-8, high = 1e6): fc.Arbitrary<number> =>
  oneOf(
    [2, fc.constantFrom(...[1, 0.1, 0.01].filter((x) => x >= low && x <= high))],
    [4, logUniform(Math.max(low, 1e-3), Math.min(high, 10))],
    [3, logUniform(low, high)],
  );
