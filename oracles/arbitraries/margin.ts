import fc from 'fast-check';
import type { LossKind } from '../../reference/losses/index.ts';
import { losses } from './loss.ts';
import { logUniform, oneOf, uniform } from './numbers.ts';

export interface MarginQuestion {
  readonly loss: LossKind;
  readonly margin: number;
  readonly width: number;
}

const width = oneOf([2, fc.constant(1)], [3, logUniform(1e-2, 1e2)], [2, logUniform(1e-6, 1e8)]);
/** A place, in units of the width from one end of the strip of the hinge to the other. */
const place = oneOf<number>(
  [2, uniform(-2, 3, 100)],
  [1, logUniform(1e-9, 1e-2)],
  [1, logUniform(1e-9, 1e-2).map((x) => 1 - x)],
);

/**
 * A margin to be pulled: within a few units of 1, in either tail, and about both ends of the strip
 * 1 − V < u < 1 whose margins the hinge brings to 1. Not at the ends themselves, where its derivative
 * is a convention. Shrinks to u = 0, V = 1.
 */
export const margins = (): fc.Arbitrary<MarginQuestion> =>
  oneOf<MarginQuestion>(
    [3, fc.record({ loss: losses(), margin: uniform(-4, 4, 800), width })],
    [2, fc.record({ loss: losses(), margin: uniform(-40, 40, 800), width })],
    [
      2,
      fc
        .record({ loss: losses(), place, width })
        .map(({ loss, place: t, width: V }) => ({ loss, margin: 1 - V * t, width: V })),
    ],
  ).filter(({ margin, width: V }) => margin !== 1 && margin !== 1 - V);
