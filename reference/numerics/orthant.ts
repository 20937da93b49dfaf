/**
 * The probability that all coordinates of a Gaussian vector are positive,
 *
 *   P(Y > 0),  Y ~ N(mean, covariance),
 *
 * by conditioning on one coordinate at a time, the one least likely to be positive first:
 *
 *   P_n = ∫_{−h}^∞ dx φ(x) P_{n−1}(rest | x),   h = mean₁/√variance₁,   P_1 = Φ(h).
 *
 * Up to three coordinates these are nested quadratures, good to about 1e-13 of the probability itself
 * however small it is. Beyond, the same product of conditional probabilities is averaged over the unit
 * cube by randomly shifted Kronecker lattices, and the error is seven standard errors over the shifts (a relative 1e-4 or so).
 *
 * Source: [genz1992] for the transformation; the shifts come from a fixed counter-based stream.
 */
import erfcinv from '@stdlib/math/base/special/erfcinv/lib/index.js';
import { DomainError } from '../errors.ts';
import { type Estimate, epsilon, rounded } from './estimate.ts';
import type { Matrix } from './matrix.ts';
import { normalCdf, normalDensity } from './normal.ts';
import { integrate } from './quadrature.ts';
import { philoxStream } from './random.ts';
import { cholesky, entry, matrixOf } from './small-matrix.ts';

const where = 'orthantProbability';

export const orthantProbability = (mean: ArrayLike<number>, covariance: Matrix): Estimate => {
  const n = mean.length;
  if (n < 1 || covariance.rows !== n || covariance.columns !== n)
    throw new DomainError(where, 'covariance', `${covariance.rows} rows`, `${n} × ${n}`);
  if (cholesky(covariance) === null)
    throw new DomainError(where, 'covariance', Array.from(covariance.data), 'positive definite');
  return n <= 3
    ? nested(standardised(mean, covariance), n < 3 ? 1e-15 : 1e-14)
    : byLattice(mean, covariance);
};

/** Means in units of the standard deviations, increasing, with the correlations. */
interface Standard {
  readonly h: readonly number[];
  readonly correlation: Matrix;
}

const standardised = (mean: ArrayLike<number>, covariance: Matrix): Standard => {
  const n = mean.length;
  const deviation = Array.from({ length: n }, (_, i) => Math.sqrt(entry(covariance, i, i)));
  const h = deviation.map((s, i) => mean[i] / s);
  const order = h.map((_, i) => i).sort((i, j) => h[i] - h[j]);
  return {
    h: order.map((i) => h[i]),
    correlation: matrixOf(n, n, (i, j) => {
      const [a, b] = [order[i], order[j]];
      return a === b ? 1 : entry(covariance, a, b) / (deviation[a] * deviation[b]);
    }),
  };
};

const nested = ({ h, correlation }: Standard, tolerance: number): Estimate => {
  const n = h.length;
  // In the tail the density moves by h² spacings with one of h; past 38 there is no tail left
  const amplified = h[0] < 0 ? Math.min(1600, h[0] * h[0]) : 0;
  if (n === 1) return rounded(normalCdf(h[0]), 8 + amplified);
  const r = Array.from({ length: n }, (_, i) => entry(correlation, i, 0));
  // What is left of coordinate i once the first is known: (1 − r²), factored
  const left = r.map((x) => (1 - x) * (1 + x));
  const rest = matrixOf(n - 1, n - 1, (i, j) =>
    i === j ? left[i + 1] : entry(correlation, i + 1, j + 1) - r[i + 1] * r[j + 1],
  );
  // The inner errors, where they are largest, against the integrand where it is largest
  let tallest = 0;
  let noise = 0;
  const integrand = (x: number): number => {
    const means = Array.from({ length: n - 1 }, (_, i) => h[i + 1] + r[i + 1] * x);
    const { value, error } = nested(standardised(means, rest), tolerance);
    const density = normalDensity(x);
    tallest = Math.max(tallest, density * value);
    noise = Math.max(noise, density * error);
    return density * value;
  };
  const { value, error } = integrate(integrand, breaks(h, r, left), {
    tolerance,
    ulps: 16 + amplified,
  });
  const inner = tallest > 0 ? (noise / tallest) * value : 0;
  return { value, error: error + inner + (n === 2 ? displacement(h[0], h[1], r[1]) : 0) };
};

/**
 * What a rounding of h₂ does to the probability of two coordinates, ∂P/∂h₂ = φ(h₂) Φ((h₁ − r h₂)/√(1 − r²)): next
 * to opposite, they leave little else. Of three coordinates the conditional two are known that well each.
 */
const displacement = (h1: number, h2: number, r: number): number =>
  2 *
  epsilon *
  Math.abs(h2) *
  normalDensity(h2) *
  normalCdf((h1 - r * h2) / Math.sqrt((1 - r) * (1 + r)));

/** From −h₁ upwards: the scales of the tail, and of the steps of the conditionals Φ((hᵢ + rx)/√(1 − r²)). */
const breaks = (
  h: readonly number[],
  r: readonly number[],
  left: readonly number[],
): readonly number[] => {
  const low = Math.max(-h[0], -12);
  const high = Math.max(low + 10, 12);
  const marks = [1, 3, 8, 40].map((t) => low + t / Math.max(1, low));
  // A step must be resolved until its tail is lost in rounding: the nodes next to it see no more of it
  for (let i = 1; i < h.length; i++)
    for (const t of [-9, -3, 0, 3, 9]) marks.push((t * Math.sqrt(left[i]) - h[i]) / r[i]);
  // For r = 0 there is no step, and its marks are at infinity or no numbers
  const inside = marks.filter((x) => x > low && x < high).sort((a, b) => a - b);
  return [low, ...inside, high];
};

const shifts = 8;
const points = 1 << 11;
const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71];

const byLattice = (mean: ArrayLike<number>, covariance: Matrix): Estimate => {
  const n = mean.length;
  if (n - 1 > primes.length)
    throw new DomainError(where, 'dimension', n, `at most ${primes.length + 1}`);
  const { h, correlation } = standardised(mean, covariance);
  const l = cholesky(correlation) as Matrix;
  const stream = philoxStream(n);
  const generators = primes.slice(0, n - 1).map((p) => Math.sqrt(p) % 1);
  const x = new Float64Array(n);
  const estimates = Array.from({ length: shifts }, () => {
    const shift = generators.map(() => stream.uniform());
    let sum = 0;
    for (let k = 1; k <= points; k++) {
      let weight = 1;
      for (let i = 0; i < n; i++) {
        let t = h[i];
        for (let j = 0; j < i; j++) t += entry(l, i, j) * x[j];
        t /= entry(l, i, i);
        const probability = normalCdf(t);
        weight *= probability;
        if (i === n - 1 || weight === 0) break;
        // The tent makes the integrand periodic
        const u = Math.abs(2 * ((k * generators[i] + shift[i]) % 1) - 1);
        x[i] = Math.min(38, Math.SQRT2 * erfcinv(2 * u * probability));
      }
      sum += weight;
    }
    return sum / points;
  });
  const value = estimates.reduce((a, b) => a + b, 0) / shifts;
  const variance = estimates.reduce((a, b) => a + (b - value) ** 2, 0) / (shifts - 1);
  // Rounding: of as many sums as there are points
  return { value, error: 7 * Math.sqrt(variance / shifts) + (points + 64) * epsilon * value };
};
