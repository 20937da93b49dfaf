/** ln(eᵃ + eᵇ), and the elementary functions whose textbook forms cancel near their zero. */
import log1pmx from '@stdlib/math/base/special/log1pmx/lib/index.js';

/** ln(eᵃ + eᵇ). */
export const logAddExp = (a: number, b: number): number => {
  if (a === b) return a + Math.LN2; // also both infinite
  return a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b));
};

/** ln(1 + x) − x ≤ 0, without cancellation at x → 0. */
export const log1pMinus = (x: number): number =>
  Math.abs(x) < 0.5 ? log1pmx(x) : Math.log1p(x) - x;

/** eˣ − 1 − x ≥ 0, without cancellation at x → 0. */
export const expm1Minus = (x: number): number => {
  if (Math.abs(x) > 0.5) return Math.expm1(x) - x;
  let term = (x * x) / 2;
  let sum = term;
  for (let k = 3; Math.abs(term) > 1e-17 * sum; k++) {
    term *= x / k;
    sum += term;
  }
  return sum;
};

/**
 * (1 + x) ln(1 + x) − x ≥ 0 for x ≥ −1: the integrand of a Kullback–Leibler divergence, written so
 * that every point contributes a positive amount. ~ x²/2 at x → 0.
 */
export const relativeEntropyTerm = (x: number): number => {
  if (Math.abs(x) < 0.5) return x * x + (1 + x) * log1pmx(x);
  const y = 1 + x;
  return y <= 0 ? 1 : y * Math.log1p(x) - x;
};

/** −p ln p, 0 at p = 0. */
export const entropyTerm = (p: number): number => (p > 0 ? -p * Math.log(p) : 0);
