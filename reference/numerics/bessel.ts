/**
 * The modified Bessel functions K₀ and K₁ of the second kind,
 *
 *   Kₙ(x) = e^{−x} ∫₀^∞ exp(−2x sinh²(φ/2)) cosh(nφ) dφ,    x > 0.
 *
 * The integrand is even, positive and decays doubly exponentially: the trapezoid rule is exact to
 * rounding with a step of 1/8, or of a fraction of its width 1/√x where that is less. Meant for
 * tables, not for inner loops.
 * Source: DLMF 10.32.9.
 */
import { requireNumber } from '../errors.ts';

export const besselK = (order: 0 | 1, x: number): number => {
  requireNumber('besselK', 'x', x, { above: 0 });
  const step = Math.min(1 / 8, 0.6 / Math.sqrt(x));
  let sum = 0.5; // φ = 0
  for (let j = 1; ; j++) {
    const half = Math.sinh((j * step) / 2);
    const decay = Math.exp(-2 * x * half * half);
    const term = order === 0 ? decay : decay * Math.cosh(j * step);
    sum += term;
    if (2 * x * half * half > 1 && term < 1e-19 * sum) return step * sum * Math.exp(-x);
  }
};
