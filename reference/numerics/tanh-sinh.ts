/**
 * Tanh–sinh (double exponential) quadrature of ∫ₐᵇ f for integrands that are analytic inside (a, b)
 * and singular, but integrable, at its ends:
 *
 *   x = (a+b)/2 + (b−a)/2 tanh(π/2 sinh t)
 *
 * Near an end, x itself has no digits left: f also receives its distances to both ends.
 * Source: H. Takahasi, M. Mori, Publ. RIMS Kyoto 9 (1974) 721.
 */
import { ConvergenceError } from '../errors.ts';
import { type Estimate, epsilon } from './estimate.ts';
import { geometricBound } from './trapezoid.ts';

export interface TanhSinhOptions {
  /** Halve until the estimate is below this multiple of ∫|f| (default 2ε). */
  readonly tolerance?: number;
  /** Relative accuracy of f itself, in spacings (default 8). */
  readonly ulps?: number;
  readonly maxHalvings?: number;
}

/** At |t| = 6.1 the weight is below the smallest normal double, whatever the singularity. */
const reach = 6.1;

export const integrateTanhSinh = (
  f: (x: number, fromLower: number, fromUpper: number) => number,
  lower: number,
  upper: number,
  { tolerance = 2 * epsilon, ulps = 8, maxHalvings = 10 }: TanhSinhOptions = {},
): Estimate => {
  const length = upper - lower;
  const term = (t: number): number => {
    const u = Math.PI * Math.sinh(Math.abs(t));
    const e = Math.exp(-u);
    const near = (length * e) / (1 + e); // distance to the end that t points to
    const weight = (length * Math.PI * Math.cosh(t) * e) / ((1 + e) * (1 + e));
    if (near === 0 || weight === 0) return 0;
    const [fromLower, fromUpper] = t < 0 ? [near, length - near] : [length - near, near];
    const x = t < 0 ? lower + near : upper - near;
    return weight * f(x, fromLower, fromUpper);
  };
  let step = 0.5;
  let sum = term(0);
  let magnitude = Math.abs(sum);
  const add = (t: number): void => {
    const left = term(-t);
    const right = term(t);
    sum += left + right;
    magnitude += Math.abs(left) + Math.abs(right);
  };
  for (let t = step; t < reach; t += step) add(t);
  let bound = Number.POSITIVE_INFINITY;
  let previous = 0; // the first step is never taken for geometric
  for (let halving = 0; halving < maxHalvings; halving++) {
    const coarse = 2 * sum;
    step /= 2;
    for (let t = step; t < reach; t += 2 * step) add(t);
    if (!Number.isFinite(sum)) {
      throw new ConvergenceError('integrateTanhSinh', 'the integrand is not finite somewhere');
    }
    if (magnitude === 0) return { value: 0, error: Number.MIN_VALUE };
    const gap = Math.abs(sum - coarse) / magnitude;
    bound = geometricBound(gap, previous);
    if (bound <= tolerance) break;
    previous = gap;
  }
  return {
    value: step * sum,
    error: step * magnitude * (bound + ulps * epsilon) + Number.MIN_VALUE,
  };
};
