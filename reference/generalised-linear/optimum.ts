import type { Channel } from '../channels/channel.ts';
import { ConvergenceError, requireNumber } from '../errors.ts';
import type { Estimate } from '../numerics/estimate.ts';
import type { Prior } from '../priors/prior.ts';
import { type Branch, branches, widened } from './branches.ts';

export type Phase = 'easy' | 'hard' | 'impossible';

export interface Optimum {
  /** Of the global maximum of the free entropy: ρ − MMSE. */
  readonly overlap: Estimate;
  readonly meanSquareError: Estimate;
  readonly freeEntropy: Estimate;
  /** Of the fixed point that AMP reaches without information. */
  readonly algorithmicOverlap: Estimate;
  readonly algorithmicMeanSquareError: Estimate;
  readonly phase: Phase;
}

/**
 * Bayes-optimal performance and what AMP reaches of it.
 *
 *   f* = max over stable fixed points of f(m),   overlap m* = argmax
 *
 * Phases:
 *  - hard: AMP's fixed point is not the global maximum;
 *  - impossible: it is, and recovery is not perfect (nobody can do better than AMP does);
 *  - easy: it is, and recovery is perfect (m = ρ). With noise, where nothing is ever perfect, AMP is
 *    optimal in the phase called impossible.
 *
 * Source: [barbier2019], theorems 1 and 3, and the discussion of the three phases.
 */
export function optimum(prior: Prior, channel: Channel, alpha: number): Optimum {
  requireNumber('optimum', 'alpha', alpha, { above: 0 });
  const { stable, doubtful } = branches(prior, channel, alpha);
  if (stable.length === 0)
    throw new ConvergenceError('optimum', `no stable fixed point found at alpha = ${alpha}`);
  const algorithmic = stable[0];
  const entropies = stable.map((branch) => branch.freeEntropy);
  let best = 0;
  for (let i = 1; i < stable.length; i++) if (entropies[i].value > entropies[best].value) best = i;
  const chosen = stable[best];
  const freeEntropy = entropies[best];
  // On the information-theoretic threshold the errors of f decide: cover every possible winner.
  const rivals = stable.filter(
    (_, i) =>
      i !== best &&
      freeEntropy.value - entropies[i].value <= freeEntropy.error + entropies[i].error,
  );
  const { overlap, meanSquareError } = widened(chosen, rivals);
  const reached =
    doubtful.length === 0 ? algorithmic : widened(algorithmic, [...stable, ...doubtful]);
  return {
    overlap,
    meanSquareError,
    freeEntropy,
    algorithmicOverlap: reached.overlap,
    algorithmicMeanSquareError: reached.meanSquareError,
    phase: phaseOf(algorithmic, chosen),
  };
}

function phaseOf(algorithmic: Branch, best: Branch): Phase {
  if (algorithmic !== best) return 'hard';
  return best.perfect ? 'easy' : 'impossible';
}
