import { requireNumber } from '../errors.ts';
import { type Estimate, epsilon } from '../numerics/estimate.ts';
import { requireTimes } from '../numerics/runge-kutta.ts';

/**
 * Gradient flow for infinitely many samples at fixed d, n/d = α per unit of time: on the sphere the overlap
 * m = w*·w/d obeys dm/dt = 8 α m (1 − m²), whose solution is
 *
 *   m(t) = m₀ / √(m₀² + (1 − m₀²) e^{−16 α t}),
 *
 * in the form that neither overflows nor loses 1 − m. It escapes from m₀ ~ d^{−1/2} at t ≈ ln d/(16α).
 *
 * @throws {@link DomainError} unless α > 0, |m₀| ≤ 1 and the times increase from 0 on.
 */
export function populationFlow(
  alpha: number,
  initialOverlap: number,
  times: ArrayLike<number>,
): readonly Estimate[] {
  const where = 'phaseRetrieval.populationFlow';
  requireNumber(where, 'alpha', alpha, { above: 0 });
  requireNumber(where, 'initialOverlap', initialOverlap, { atLeast: -1, atMost: 1 });
  requireTimes(where, times);
  const m = initialOverlap;
  const rest = (1 - m) * (1 + m);
  return Array.from(times, (t): Estimate => {
    const exponent = 16 * alpha * t;
    if (m === 0) return { value: 0, error: 0 };
    // m₀ may be so small that its square is none
    const ratio = (Math.sqrt(rest) * Math.exp(-exponent / 2)) / Math.abs(m);
    const value = Math.sign(m) / Math.hypot(1, ratio);
    // The exponent is rounded to ε of itself; beyond the largest double the ratio is ∞ and m is 0.
    const lost = ratio === Number.POSITIVE_INFINITY ? 1 : (ratio * ratio) / (1 + ratio * ratio);
    return {
      value,
      error: (8 * epsilon + 2 * epsilon * exponent * lost) * Math.abs(value) + Number.MIN_VALUE,
    };
  });
}
