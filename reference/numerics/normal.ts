/**
 * The normal distribution, in the forms that keep their digits in both tails.
 *
 *   φ(t) = exp(−t²/2)/√(2π),   Φ(t) = ½ erfc(−t/√2),
 *   h(t) = φ(t)/Φ(t)           (inverse Mills ratio: 0/0 as t → −∞, where h ~ −t)
 *   e(t) = h(t) + t            (its excess: cancels to 1/|t| as t → −∞)
 */
import erfc from '@stdlib/math/base/special/erfc/lib/index.js';
import erfcx from '@stdlib/math/base/special/erfcx/lib/index.js';

export const sqrtTwoPi = Math.sqrt(2 * Math.PI);
export const halfLogTwoPi = Math.log(2 * Math.PI) / 2;
const sqrtTwoOverPi = Math.sqrt(2 / Math.PI);

/** φ(t). The square is split so that its rounding is not amplified by t². */
export const normalDensity = (t: number): number => Math.exp(-halfSquareHigh(t)) * tailFactor(t);

/** t rounded to 26 bits: its square is exact. Past 64 the density is 0 and its tail factor must stay finite. */
const short = (t: number): number => {
  if (!(Math.abs(t) < 64)) return t;
  const scaled = t * 134217729;
  return scaled - (scaled - t);
};
const halfSquareHigh = (t: number): number => {
  const s = short(t);
  return (s * s) / 2;
};
const tailFactor = (t: number): number => {
  const s = short(t);
  const lost = s === t ? 0 : (s - t) * (s + t); // ∞ − ∞ is no number
  return Math.exp(lost / 2) / sqrtTwoPi;
};

/** Φ(t), relative accuracy in both tails. */
export const normalCdf = (t: number): number =>
  t < -1 ? normalDensity(t) / tailRatio(-t) : erfc(-t / Math.SQRT2) / 2;

/** φ(x)/Φ(−x) for x ≥ 0: the ratio that has no underflow. */
export const tailRatio = (x: number): number => sqrtTwoOverPi / erfcx(x / Math.SQRT2);

/** h(t) = φ(t)/Φ(t). */
export const millsRatio = (t: number): number =>
  t <= 0 ? tailRatio(-t) : normalDensity(t) / (erfc(-t / Math.SQRT2) / 2);

/** ln Φ(t). */
export const logNormalCdf = (t: number): number => {
  if (t > -1) return Math.log1p(-erfc(t / Math.SQRT2) / 2);
  return -(t * t) / 2 + Math.log(erfcx(-t / Math.SQRT2) / 2);
};

/**
 * h(t) + t > 0. For t ≤ −3.5 by Laplace's continued fraction
 *
 *   h(−x) − x = 1/(x + 2/(x + 3/(x + …)))
 *
 * all of whose terms are positive. The n-th convergent errs by about exp(−1.6 x√n) where n ≫ x² and
 * by n!/x²ⁿ where n ≪ x².
 */
export const millsExcess = (t: number): number => {
  if (t > -3.5) return millsRatio(t) + t;
  const x = -t;
  const terms = Math.ceil(640 / (x * x)) + 8;
  let tail = x;
  for (let k = terms; k >= 2; k--) tail = x + k / tail;
  return 1 / tail;
};
