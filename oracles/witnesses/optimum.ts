import type { Witness } from '../oracle.ts';
import type { GlmOptimumParams, GlmOptimumResult } from '../types/glm.optimum.ts';
import { arrive, freeEntropyAt } from './arrival.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { errorsAt } from './fixed-point.ts';
import { Iteration } from './iteration.ts';

/** State evolution from no and from full knowledge, and the better of the two ends. */
export const bothEnds: Witness<GlmOptimumParams, GlmOptimumResult> = {
  id: 'both-ends',
  method:
    "state evolution iterated from both ends, by Bayes' rule on tables; the end of larger free entropy",
  ...attempting(({ prior, channel, alpha }) => {
    const map = new Iteration(prior, channel, 'fine');
    const coarse = new Iteration(prior, channel, 'coarse');
    const low = arrive(map, alpha, 'uninformed');
    const high = arrive(map, alpha, 'informed');
    if (low.V === 0) throw new OutOfReach('perfect recovery is a limit');
    const errorLow = errorsAt(map, coarse, alpha, low);
    const fLow = freeEntropyAt(map, alpha, low);
    const together = Math.abs(low.V - high.V) <= 4 * errorLow.overlap + 1e-9 * map.rho;
    // labels of a discrete prior: all is known, ln Z = ln P(w*). Other outputs reveal w and diverge.
    const perfect = high.V === 0;
    const fHigh = perfect
      ? map.labels
        ? -map.law.entropy
        : Infinity
      : freeEntropyAt(map, alpha, high);
    const upper = !together && fHigh > fLow;
    const fError =
      4 * Math.abs(fLow - freeEntropyAt(coarse, alpha, low)) +
      1e-12 * (1 + Math.abs(fLow) + low.r * map.rho + alpha);
    if (!together && Math.abs(fHigh - fLow) < 1e-8 + 10 * fError)
      throw new OutOfReach('close to the information-theoretic threshold');
    const best = upper ? high : low;
    const errorBest =
      upper && !perfect ? errorsAt(map, coarse, alpha, high) : upper ? null : errorLow;
    const f = upper ? fHigh : fLow;
    return {
      result: {
        overlap: best.overlap,
        meanSquareError: best.V,
        freeEntropy: f,
        algorithmicOverlap: low.overlap,
        algorithmicMeanSquareError: low.V,
        phase: upper ? ('hard' as const) : ('impossible' as const),
      },
      error: {
        overlap: errorBest?.overlap ?? 2 * Number.EPSILON * map.rho,
        meanSquareError: errorBest?.meanSquareError ?? 0,
        freeEntropy: perfect && upper ? 4 * Number.EPSILON : fError * (upper ? 100 : 1),
        algorithmicOverlap: errorLow.overlap,
        algorithmicMeanSquareError: errorLow.meanSquareError,
      },
    };
  }),
};
