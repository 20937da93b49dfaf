import type { Channel } from '../channels/channel.ts';
import { ConvergenceError, DomainError, requireNumber } from '../errors.ts';
import type { Prior } from '../priors/prior.ts';
import { branches, type FixedPoint, widened } from './branches.ts';

export type Start = 'uninformed' | 'informed';

/**
 * Where state evolution r ← α A(m), m ← M(r) comes to rest.
 *
 *  - uninformed: from m = (E w)², or from m → 0⁺ where that is a fixed point itself: the smallest
 *    stable fixed point, reached by AMP. Below weak recovery of an even channel it is m = 0.
 *  - informed: from m → ρ⁻: the largest stable fixed point.
 *
 * Both M and A are non-decreasing, so state evolution is a monotone map and these two are its only
 * limits from the two ends; they are found as roots of α(r) = α, not by iterating. On a spinodal,
 * where rounding decides whether a fixed point exists, the error covers both outcomes.
 *
 * Perfect recovery: overlap ρ, meanSquareError 0, conjugate Infinity.
 * Source: [barbier2019], theorem 1 and the state evolution of G-AMP.
 */
export function fixedPoint(
  prior: Prior,
  channel: Channel,
  alpha: number,
  start: Start,
): FixedPoint {
  requireNumber('fixed point', 'alpha', alpha, { above: 0 });
  if (start !== 'uninformed' && start !== 'informed')
    throw new DomainError('fixed point', 'start', start, '"uninformed" or "informed"');
  const { stable, doubtful } = branches(prior, channel, alpha);
  const chosen = start === 'uninformed' ? stable[0] : stable[stable.length - 1];
  if (chosen === undefined)
    throw new ConvergenceError('fixed point', `no stable fixed point found at alpha = ${alpha}`);
  const { conjugate, freeEntropy } = chosen;
  if (doubtful.length === 0) {
    const { overlap, meanSquareError } = chosen;
    return { overlap, conjugate, meanSquareError, freeEntropy };
  }
  const others = [...stable, ...doubtful];
  return { ...widened(chosen, others), conjugate, freeEntropy };
}
