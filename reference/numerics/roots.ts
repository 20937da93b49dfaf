/**
 * Scalar roots and extrema, always inside a bracket that only shrinks.
 */
import { ConvergenceError, DomainError } from '../errors.ts';
import { epsilon } from './estimate.ts';

export interface Root {
  readonly root: number;
  /** f(root). */
  readonly value: number;
  /** The final bracket: f changes sign between `lower` and `upper`. */
  readonly lower: number;
  readonly upper: number;
  readonly evaluations: number;
}

export interface RootOptions {
  /** Absolute width of the final bracket, beside 4ε|x| (default: 2⁻¹²⁰ of the first one). */
  readonly tolerance?: number;
  readonly maxEvaluations?: number;
  /** f at the two ends, where the caller has them already. */
  readonly ends?: readonly [number, number];
}

/**
 * Root of a continuous f on [a, b], f(a) f(b) ≤ 0, by Chandrupatla's method: inverse quadratic
 * interpolation where the three last points make it trustworthy, bisection otherwise.
 *
 * Source: T. R. Chandrupatla, Adv. Eng. Software 28 (1997) 145.
 */
export const findRoot = (
  f: (x: number) => number,
  a: number,
  b: number,
  { tolerance = 2 ** -120 * Math.abs(b - a), maxEvaluations = 200, ends }: RootOptions = {},
): Root => {
  let x1 = a;
  let x2 = b;
  let f1 = ends?.[0] ?? f(a);
  let f2 = ends?.[1] ?? f(b);
  let evaluations = ends === undefined ? 2 : 0;
  if (Number.isNaN(f1) || Number.isNaN(f2) || Math.sign(f1) * Math.sign(f2) > 0) {
    throw new DomainError(
      'findRoot',
      'bracket',
      `[${a}, ${b}] with f = [${f1}, ${f2}]`,
      'a sign change',
    );
  }
  const done = (root: number, value: number): Root => ({
    root,
    value,
    lower: value === 0 ? root : Math.min(x1, x2),
    upper: value === 0 ? root : Math.max(x1, x2),
    evaluations,
  });
  if (f1 === 0) return done(x1, 0);
  if (f2 === 0) return done(x2, 0);
  let fraction = 0.5;
  while (evaluations < maxEvaluations) {
    const x = x1 + fraction * (x2 - x1);
    const fx = f(x);
    evaluations++;
    if (Number.isNaN(fx)) throw new ConvergenceError('findRoot', `f(${x}) is not a number`);
    let x3: number;
    let f3: number;
    if (Math.sign(fx) === Math.sign(f1)) {
      x3 = x1;
      f3 = f1;
    } else {
      x3 = x2;
      f3 = f2;
      x2 = x1;
      f2 = f1;
    }
    x1 = x;
    f1 = fx;
    const [best, bestValue] = Math.abs(f1) < Math.abs(f2) ? [x1, f1] : [x2, f2];
    const limit = (2 * epsilon * Math.abs(best) + tolerance / 2) / Math.abs(x2 - x1);
    if (bestValue === 0 || limit > 0.5) return done(best, bestValue);
    const xi = (x1 - x2) / (x3 - x2);
    const phi = (f1 - f2) / (f3 - f2);
    const smooth = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
    fraction = smooth
      ? (f1 / (f2 - f1)) * (f3 / (f2 - f3)) +
        ((x3 - x1) / (x2 - x1)) * (f1 / (f3 - f1)) * (f2 / (f3 - f2))
      : 0.5;
    if (!(fraction > limit)) fraction = limit;
    else if (fraction > 1 - limit) fraction = 1 - limit;
  }
  throw new ConvergenceError('findRoot', `no root to tolerance in ${maxEvaluations} evaluations`);
};

/**
 * Root of f on [a, b] by Newton's method, f(x) → [value, derivative], with a bisection whenever a
 * step leaves the bracket or gains too little.
 */
export const findRootByNewton = (
  f: (x: number) => readonly [number, number],
  a: number,
  b: number,
  { tolerance = 2 ** -120 * Math.abs(b - a), maxEvaluations = 200 }: RootOptions = {},
): Root => {
  let lower = Math.min(a, b);
  let upper = Math.max(a, b);
  const atLower = f(lower)[0];
  const atUpper = f(upper)[0];
  if (!(Math.sign(atLower) * Math.sign(atUpper) <= 0)) {
    throw new DomainError(
      'findRootByNewton',
      'bracket',
      `[${lower}, ${upper}] with f = [${atLower}, ${atUpper}]`,
      'a sign change',
    );
  }
  let evaluations = 2;
  if (atLower === 0) return { root: lower, value: 0, lower, upper: lower, evaluations };
  if (atUpper === 0) return { root: upper, value: 0, lower: upper, upper, evaluations };
  const rising = atUpper > 0;
  let x = lower + (upper - lower) / 2;
  let lastStep = upper - lower;
  while (evaluations < maxEvaluations) {
    const [value, slope] = f(x);
    evaluations++;
    if (Number.isNaN(value))
      throw new ConvergenceError('findRootByNewton', `f(${x}) is not a number`);
    if (value === 0) return { root: x, value, lower: x, upper: x, evaluations };
    if (value > 0 === rising) upper = x;
    else lower = x;
    let next = x - value / slope;
    if (!(next > lower && next < upper) || Math.abs(2 * (next - x)) > Math.abs(lastStep)) {
      next = lower + (upper - lower) / 2;
    }
    lastStep = next - x;
    if (Math.abs(lastStep) <= tolerance + 2 * epsilon * Math.abs(x))
      return { root: next, value, lower, upper, evaluations };
    x = next;
  }
  throw new ConvergenceError(
    'findRootByNewton',
    `no root to tolerance in ${maxEvaluations} evaluations`,
  );
};

export interface Extremum {
  readonly at: number;
  readonly value: number;
  readonly evaluations: number;
}

const golden = (3 - Math.sqrt(5)) / 2;

/**
 * A local minimum of f on [a, b] by Brent's method (parabolic steps inside golden section).
 * The value is good to rounding, the place only to about √ε: polish a derivative if it matters.
 *
 * Source: R. P. Brent, Algorithms for Minimization Without Derivatives (1973), chapter 5.
 */
export const findMinimum = (
  f: (x: number) => number,
  a: number,
  b: number,
  { tolerance = 1e-9, maxEvaluations = 200 }: { tolerance?: number; maxEvaluations?: number } = {},
): Extremum => {
  let lower = Math.min(a, b);
  let upper = Math.max(a, b);
  let best = lower + golden * (upper - lower);
  let second = best;
  let third = best;
  let fBest = f(best);
  let fSecond = fBest;
  let fThird = fBest;
  let step = 0;
  let before = 0;
  let evaluations = 1;
  while (evaluations < maxEvaluations) {
    const middle = (lower + upper) / 2;
    const tol = tolerance * (Math.abs(best) + 1e-3);
    if (Math.abs(best - middle) + (upper - lower) / 2 <= 2 * tol) {
      return { at: best, value: fBest, evaluations };
    }
    let parabolic = false;
    if (Math.abs(before) > tol) {
      const r = (best - second) * (fBest - fThird);
      let q = (best - third) * (fBest - fSecond);
      let p = (best - third) * q - (best - second) * r;
      q = 2 * (q - r);
      if (q > 0) p = -p;
      else q = -q;
      const previous = before;
      before = step;
      if (
        Math.abs(p) < Math.abs((q * previous) / 2) &&
        p > q * (lower - best) &&
        p < q * (upper - best)
      ) {
        step = p / q;
        const u = best + step;
        if (u - lower < 2 * tol || upper - u < 2 * tol) step = best < middle ? tol : -tol;
        parabolic = true;
      }
    }
    if (!parabolic) {
      before = best < middle ? upper - best : lower - best;
      step = golden * before;
    }
    const u = best + (Math.abs(step) >= tol ? step : step > 0 ? tol : -tol);
    const fu = f(u);
    evaluations++;
    if (Number.isNaN(fu)) throw new ConvergenceError('findMinimum', `f(${u}) is not a number`);
    if (fu <= fBest) {
      if (u < best) upper = best;
      else lower = best;
      third = second;
      fThird = fSecond;
      second = best;
      fSecond = fBest;
      best = u;
      fBest = fu;
    } else {
      if (u < best) lower = u;
      else upper = u;
      if (fu <= fSecond || second === best) {
        third = second;
        fThird = fSecond;
        second = u;
        fSecond = fu;
      } else if (fu <= fThird || third === best || third === second) {
        third = u;
        fThird = fu;
      }
    }
  }
  throw new ConvergenceError(
    'findMinimum',
    `no minimum to tolerance in ${maxEvaluations} evaluations`,
  );
};
