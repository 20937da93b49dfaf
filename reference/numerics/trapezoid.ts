/**
 * The trapezoid rule for analytic integrands that vanish at both ends of the interval, or are even
 * about an end where they do not: there it converges geometrically,
 *
 *   |T_h − ∫f| ~ K exp(−2π d/h),   d = distance of the nearest singularity from the real line.
 *
 * Halving h squares the relative error, so the step from T_2h to T_h overestimates what is left by
 * far. The estimate uses the power 3/2 instead of the 2 of the theory (half of the digits gained by
 * the last halving are kept as a reserve), and the step itself where the steps do not shrink like that
 * (steps above 1/30 cannot tell: there h² shrinks as fast).
 *
 * Source: L. N. Trefethen, J. A. C. Weideman, The exponentially convergent trapezoidal rule,
 * SIAM Review 56 (2014) 385.
 */
import { ConvergenceError } from '../errors.ts';
import { type Estimate, epsilon } from './estimate.ts';

export interface TrapezoidOptions {
  /** Number of intervals to begin with (default 32). */
  readonly intervals?: number;
  /** Relative accuracy of f itself, in spacings (default 8): enters the error estimate. */
  readonly ulps?: number;
  /** Halve until the estimate is below this multiple of ∫|f| (default 2ε). */
  readonly tolerance?: number;
  /** Bound on the number of halvings (default 12). */
  readonly maxHalvings?: number;
}

/**
 * Bound on the relative error of T_h when T_2h differs from it by the fraction `gap`, and T_4h from
 * T_2h by `previous`. Without a `previous`, the caller vouches for the geometric rate.
 */
export const geometricBound = (gap: number, previous?: number): number => {
  const geometric = previous === undefined || gap <= previous ** 1.4;
  return geometric && gap < 1 ? gap * Math.sqrt(gap) : gap;
};

/** A first gap below this is no accident of an algebraic rate. */
const trusted = 1e-6;

/** ∫ f over [lower, upper]; the end points count half. */
export const integrateByTrapezoid = (
  f: (x: number) => number,
  lower: number,
  upper: number,
  { intervals = 32, ulps = 8, tolerance = 2 * epsilon, maxHalvings = 12 }: TrapezoidOptions = {},
): Estimate => {
  let n = intervals;
  let step = (upper - lower) / n;
  const first = f(lower);
  const last = f(upper);
  let sum = (first + last) / 2;
  let magnitude = (Math.abs(first) + Math.abs(last)) / 2;
  for (let j = 1; j < n; j++) {
    const y = f(lower + j * step);
    sum += y;
    magnitude += Math.abs(y);
  }
  let bound = Number.POSITIVE_INFINITY;
  let previous = trusted;
  for (let halving = 0; halving < maxHalvings; halving++) {
    const coarse = 2 * sum;
    step /= 2;
    n *= 2;
    for (let j = 1; j < n; j += 2) {
      const y = f(lower + j * step);
      sum += y;
      magnitude += Math.abs(y);
    }
    if (Number.isNaN(sum)) {
      throw new ConvergenceError('integrateByTrapezoid', 'the integrand is not a number somewhere');
    }
    if (magnitude === 0) return { value: 0, error: Number.MIN_VALUE };
    const gap = Math.abs(sum - coarse) / magnitude;
    bound = halving === 0 && gap < trusted ? geometricBound(gap) : geometricBound(gap, previous);
    if (bound <= tolerance) break;
    previous = gap;
  }
  return {
    value: step * sum,
    error: step * magnitude * (bound + ulps * epsilon) + Number.MIN_VALUE,
  };
};
