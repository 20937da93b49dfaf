import { ConvergenceError } from '../errors.ts';
import { epsilon } from './estimate.ts';
import { type Flow, type FlowOptions, followFlow, type Trajectory } from './runge-kutta.ts';

export interface CertifiedTrajectory extends Trajectory {
  /** Bound on the error of every coordinate, at each of the times. */
  readonly errors: readonly number[];
}

const fine = 2e-13;
const coarse = 40 * fine;
/** The two runs differ by the error of the coarse one, 40 times the other's, and by the rounding of both. */
const safety = 3;

/**
 * Every number off by a spacing or two, up or down in a fixed pattern: on a saddle two runs of the same start
 * could both rest, where rounding has made its velocity zero, and their difference would tell nothing.
 */
const nudged = (start: ArrayLike<number>): Float64Array =>
  Float64Array.from(start, (x, i) =>
    Math.imul(i + 1, 0x9e3779b1) < 0 ? x * (1 + 2 * epsilon) : x * (1 - epsilon),
  );

/**
 * A trajectory and how good it is, from two runs at different tolerances and from starts a rounding apart: they take different steps, so that
 * both truncation and rounding of one are independent of the other's, and whatever the flow amplifies
 * on its way past saddles shows in their difference.
 *
 * A trajectory whose error exceeds `acceptable`, relative to its size, is a {@link ConvergenceError}: the
 * question is too sensitive for double precision.
 */
export function certifiedFlow(
  where: string,
  flow: Flow,
  start: ArrayLike<number>,
  times: ArrayLike<number>,
  { acceptable = 1e-8, ...options }: Omit<FlowOptions, 'tolerance'> & { acceptable?: number } = {},
): CertifiedTrajectory {
  const run = followFlow(flow, start, times, { ...options, tolerance: fine });
  const other = followFlow(flow, nudged(start), times, { ...options, tolerance: coarse });
  let largest = 0;
  let soFar = 0;
  const errors = run.states.map((state, index) => {
    if (times[index] === 0) return 0;
    let distance = 0;
    for (let i = 0; i < state.length; i++) {
      distance = Math.max(distance, Math.abs(state[i] - other.states[index][i]));
      largest = Math.max(largest, Math.abs(state[i]));
    }
    const size = options.scale ?? largest;
    // A difference that passes through zero is not believed: a part of the largest so far is kept.
    soFar = Math.max(distance, soFar / 4);
    const error = safety * soFar + 8 * (epsilon + fine) * size;
    if (!(error <= acceptable * size))
      throw new ConvergenceError(
        where,
        `the trajectory is too sensitive: at t = ${times[index]} it is known to ${error} only`,
      );
    return error;
  });
  return { ...run, errors };
}
