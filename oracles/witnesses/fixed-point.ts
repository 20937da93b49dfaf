import type { Witness } from '../oracle.ts';
import type { GlmFixedPointParams, GlmFixedPointResult } from '../types/glm.fixed-point.ts';
import { type Arrival, arrive, freeEntropyAt } from './arrival.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { Iteration } from './iteration.ts';

/** State evolution run to its end on the tables. */
export const iteratedRecursion: Witness<GlmFixedPointParams, GlmFixedPointResult> = {
  id: 'iterated-recursion',
  method:
    "state evolution iterated to its end, by Bayes' rule on tables; f from the entropies of the same tables",
  ...attempting(({ prior, channel, alpha, start }) => {
    const map = new Iteration(prior, channel, 'fine');
    const coarse = new Iteration(prior, channel, 'coarse');
    const end = arrive(map, alpha, start);
    if (end.V === 0) throw new OutOfReach('perfect recovery is a limit');
    const error = errorsAt(map, coarse, alpha, end);
    const f = freeEntropyAt(map, alpha, end);
    return {
      result: {
        overlap: end.overlap,
        conjugate: end.r,
        meanSquareError: end.V,
        freeEntropy: f,
      },
      error: {
        ...error,
        // f is stationary: the error of the state enters squared
        freeEntropy:
          4 * Math.abs(f - freeEntropyAt(coarse, alpha, end)) +
          1e-13 * (1 + Math.abs(f) + end.r * map.rho + alpha),
      },
    };
  }),
};

/** Bounds on the state: what the other table makes of it in one step, over 1 − contraction. */
export function errorsAt(map: Iteration, coarse: Iteration, alpha: number, end: Arrival) {
  if (end.r === 0) return { overlap: 1e-13 * map.rho, meanSquareError: 1e-13, conjugate: 1e-13 };
  const amplification = 10 / (1 - Math.min(end.rate, 0.95));
  const r = coarse.signal(end.V, alpha);
  const seen = coarse.weight(r);
  const state =
    amplification *
    (Math.abs(seen.meanSquareError - end.V) +
      Math.abs(seen.overlap - end.overlap) +
      1e-13 * end.V +
      1e-14 * map.rho);
  const slope =
    Math.abs(map.output(1.001 * end.V).conjugate - map.output(end.V).conjugate) / (0.001 * end.V);
  return {
    overlap: state,
    meanSquareError: state,
    conjugate: amplification * Math.abs(r - end.r) + 2 * alpha * slope * state + 1e-13 * end.r,
  };
}
