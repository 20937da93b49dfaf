import type { Series } from '../../plot/index.ts';
import { type Point, spreadOf } from '../points.ts';
import type { Outcome, Repeated } from '../sweep.ts';

interface Sized extends Repeated {
  readonly dimension: number;
  readonly alpha: number;
}
type SizedPoint<R extends Outcome> = Point<Sized, R> & {
  readonly params: { readonly dimension: number; readonly alpha: number };
};

/** A curve over α = n/d for each d, with a band: of a rate its interval, of a mean its standard error. */
export const curvesOverAlpha = <R extends Outcome>(
  points: readonly SizedPoint<R>[],
  dimensions: readonly number[],
  observable: keyof R,
): Series[] =>
  dimensions.map((dimension) => ({
    name: `d = ${dimension}`,
    draw: 'both',
    points: points
      .filter(({ params }) => params.dimension === dimension)
      .map(({ params, count, observables }) => ({
        x: params.alpha,
        ...spreadOf(observables[observable], count),
      }))
      .sort((a, b) => a.x - b.x),
  }));
