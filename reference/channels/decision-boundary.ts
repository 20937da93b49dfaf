/**
 * One decision boundary at z = 0 seen with a Gaussian blur: the average that sign, probit and ReLU share.
 *
 *   Z(±1) = Φ(±x),  x = ω/√V,  ω = √m v:
 *   Φ_out = E_v[Φ ln Φ + Φ̄ ln Φ̄](x),      A = (1/V) E_v[N²/(ΦΦ̄)](x)        (Φ̄ = Φ(−x))
 *
 * Both averaged functions are N(x) times one that only grows like |x|,
 *
 *   η(x) = N/(ΦΦ̄),    κ(x) = −(Φ ln Φ + Φ̄ ln Φ̄)/N,
 *
 * and the product of the two Gaussians N(v) N(√(m/V) v) is again one, of t = v √(ρ/V). What is left
 * has no small parameter: uniformly from m = 0 to V → 0,
 *
 *   A = E_t[η(c t)] / √(2πρV),     Φ_out = −√(V/(2πρ)) E_t[κ(c t)],      c = √(m/ρ) ∈ [0, 1].
 *
 * η and κ are even and analytic up to the zeros of Φ at ∓1.916 ± 2.816i, so that the trapezoid rule
 * with step 0.3 in t is exact to rounding; its nodes are fixed, and every second one gives the check.
 * Limits: A → 2/(πρ) and Φ_out → −ln 2 at m → 0; A → c₀/√(mV) and Φ_out → −c₀ √(V/m) at V → 0, with
 * c₀ = E η(t)/√(2π) = ∫dx N²/(ΦΦ̄)/√(2π).
 * Source: barbier2019, the averages; the reduction to [0, 1] follows from N(v)N(sv) = N(0)N(v√(1+s²)).
 */
import { type Estimate, epsilon } from '../numerics/estimate.ts';
import { halfLogTwoPi, normalDensity, sqrtTwoPi, tailRatio } from '../numerics/normal.ts';
import { geometricBound } from '../numerics/trapezoid.ts';

/** Φ(−x) from N/Φ(−x): as an addend to 1 it needs no more care with its tail. */
const tailFrom = (x: number, h: number): number => Math.exp((-x * x) / 2) / (sqrtTwoPi * h);

/** η(x) = N/(ΦΦ̄) at x ≥ 0. */
export const boundaryInformation = (x: number): number => {
  const h = tailRatio(x);
  return h / (1 - tailFrom(x, h));
};

/** κ(x) = −(Φ ln Φ + Φ̄ ln Φ̄)/N at x ≥ 0. */
export const boundaryEntropy = (x: number): number => {
  const h = tailRatio(x);
  const tail = tailFrom(x, h);
  const logTail = -(x * x) / 2 - halfLogTwoPi - Math.log(h);
  // Φ ln Φ = −(1 − tail)(tail + tail²/2 + …): its ratio to the tail tends to −1
  const upper = tail > 0 ? ((1 - tail) * Math.log1p(-tail)) / tail : -1;
  return -(logTail + upper) / h;
};

const step = 0.3;
const count = 32; // N(9.6) = 4e-21
const nodes = Float64Array.from({ length: count + 1 }, (_, j) => j * step);
const weights = nodes.map((t, j) => (j === 0 ? step : 2 * step) * normalDensity(t));

/** E_t f(c t) for an even f, by the trapezoid rule of steps 0.3 and 0.6. */
const average = (f: (x: number) => number, c: number): Estimate => {
  let even = 0;
  let odd = 0;
  for (let j = 0; j <= count; j += 2) even += weights[j] * f(c * nodes[j]);
  for (let j = 1; j <= count; j += 2) odd += weights[j] * f(c * nodes[j]);
  const value = even + odd;
  const gap = Math.abs(even - odd) / value;
  return { value, error: value * (geometricBound(gap) + 8 * epsilon) };
};

/** E_t η(c t), c = √(m/ρ). */
const information = (c: number): Estimate => average(boundaryInformation, c);

/** A for a boundary at 0: m is the variance of ω, V the total variance (noise included) around it. */
export const boundaryConjugate = (overlap: number, variance: number): Estimate => {
  if (variance === 0) return { value: Number.POSITIVE_INFINITY, error: 0 };
  const total = overlap + variance;
  const { value, error } = information(Math.sqrt(overlap / total));
  const factor = 1 / (sqrtTwoPi * Math.sqrt(total) * Math.sqrt(variance));
  return { value: factor * value, error: factor * (error + 4 * epsilon * value) };
};

/** Φ_out for a boundary at 0; same arguments. */
export const boundaryPotential = (overlap: number, variance: number): Estimate => {
  if (variance === 0) return { value: 0, error: 0 };
  const total = overlap + variance;
  const { value, error } = average(boundaryEntropy, Math.sqrt(overlap / total));
  const factor = Math.sqrt(variance / total) / sqrtTwoPi;
  return { value: -factor * value, error: factor * (error + 4 * epsilon * value) };
};

/** c₀ = lim A √(mV) as V → 0: the constant of every noiseless decision boundary. */
export const boundaryConstant = (): Estimate => {
  const { value, error } = information(1);
  return { value: value / sqrtTwoPi, error: error / sqrtTwoPi + epsilon * value };
};
