import type { Interpolant } from './chebyshev-interpolant.ts';

/** A point (x, ln α) of the chain of interpolants: an end of a piece or a stationary point. */
export interface Knot {
  readonly x: number;
  readonly y: number;
  /** The interpolant to the right of the knot (of the last knot: to its left). */
  readonly piece: Interpolant;
}

/** A maximal monotone stretch of the curve. */
export interface Run {
  readonly rising: boolean;
  readonly knots: readonly Knot[];
  /** Whether the first and last knots are folds, rather than the ends of what was looked at. */
  readonly startsAtFold: boolean;
  readonly endsAtFold: boolean;
}

/** Folds shallower than this in ln α are below the resolution of the interpolants. */
const PROMINENCE = 1e-10;

/** Cuts a chain of knots at its turning points, ignoring wiggles below the interpolants' resolution. */
export function monotoneRuns(knots: readonly Knot[]): Run[] {
  const turns: number[] = [];
  let direction = 0;
  let candidate = 0;
  let least = 0;
  let most = 0;
  for (let i = 1; i < knots.length; i++) {
    const { y } = knots[i];
    if (direction === 0) {
      if (y < knots[least].y) least = i;
      if (y > knots[most].y) most = i;
      if (knots[most].y - knots[least].y > PROMINENCE) {
        direction = most > least ? 1 : -1;
        candidate = direction > 0 ? most : least;
      }
    } else if (direction * (y - knots[candidate].y) >= 0) candidate = i;
    else if (direction * (knots[candidate].y - y) > PROMINENCE) {
      turns.push(candidate);
      direction = -direction;
      candidate = i;
    }
  }
  const bounds = [0, ...turns, knots.length - 1];
  const runs: Run[] = [];
  for (let i = 1; i < bounds.length; i++) {
    const part = knots.slice(bounds[i - 1], bounds[i] + 1);
    runs.push({
      rising: part[part.length - 1].y > part[0].y,
      knots: part,
      startsAtFold: i > 1,
      endsAtFold: i < bounds.length - 1,
    });
  }
  return runs;
}
