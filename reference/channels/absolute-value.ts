/**
 * Absolute value, y = |z + √Δ ξ| (real phase retrieval; the noise is inside the modulus). With V + Δ
 * for the variance, here written V, and ρ = m + V:
 *
 *   Z  = N(y; ω, V) + N(y; −ω, V),                x = y ω/V
 *   g  = (y tanh x − ω)/V,   dg = ((y²/V) sech² x − 1)/V   (positive for some y: Var(z|y) may exceed V)
 *
 * The law of the product of two correlated Gaussians turns the averages into one-dimensional ones
 * over Bessel functions; normalised by ∫ t K₁ = ∫ K₀ = π/2 they lose their cancellation at m → 0:
 *
 *   A     = (1/V) [ (m/ρ)/(1 + √(V/ρ)) + √(V/ρ) (2/π) ∫₀^∞ t K₁(t) (1 − sech ct) dt ]
 *   Φ_out = −½ ln(2πeV) + √(V/ρ) [ ln 2 − (2/π) ∫₀^∞ K₀(t) (ln 2 − b(ct)) dt ],   c = √(m/ρ)
 *   b(u)  = cosh u ln(1 + e^{−2u}) + u e^{−u}
 *
 * The logarithm of K at t → 0 disappears under t = eˢ: the trapezoid rule in s is exact to rounding,
 * and its nodes and Bessel weights do not depend on the parameters.
 * Limits: A ~ 2m/ρ², Φ_out → −½ ln(2πeρ) + ln 2 at m → 0; A ~ 1/V at V → 0.
 * Sources: barbier2019 for the averages, DLMF 10.43.19 for the normalisation.
 */
import { requireNumber } from '../errors.ts';
import { besselK } from '../numerics/bessel.ts';
import { type Estimate, epsilon, exactly, rounded } from '../numerics/estimate.ts';
import { oneMinusSech, spinEntropy } from '../numerics/hyperbolic.ts';
import { sqrtTwoPi } from '../numerics/normal.ts';
import { geometricBound } from '../numerics/trapezoid.ts';
import type { Channel, OutputDenoiser } from './channel.ts';
import { gaussianOutputPotential } from './linear.ts';
import { requireOmega, requireOverlapPair, requireVariance } from './overlap-pair.ts';

const where = 'absolute-value channel';

/** Trapezoid nodes t = eˢ, s = −14, −14 + 1/8, …, and the weights (2/π) t² K₁(t)/8, (2/π) t K₀(t)/8. */
interface BesselGrid {
  readonly nodes: Float64Array;
  readonly first: Float64Array;
  readonly zeroth: Float64Array;
}
let besselGrid: BesselGrid | undefined;
const grid = (): BesselGrid => {
  if (besselGrid === undefined) {
    // e^{−42} of either integrand lies below t = e^{−14}, e^{−50} above t = e^{3.9}
    const nodes = Float64Array.from({ length: 144 }, (_, j) => Math.exp(-14 + j / 8));
    const factor = 2 / Math.PI / 8;
    besselGrid = {
      nodes,
      first: nodes.map((t) => factor * t * t * besselK(1, t)),
      zeroth: nodes.map((t) => factor * t * besselK(0, t)),
    };
  }
  return besselGrid;
};

/** Σ_j weights_j f(c t_j), with every second node as the check. */
const average = (weights: Float64Array, f: (u: number) => number, c: number): Estimate => {
  const { nodes } = grid();
  let even = 0;
  let odd = 0;
  for (let j = 0; j < nodes.length; j += 2) even += weights[j] * f(c * nodes[j]);
  for (let j = 1; j < nodes.length; j += 2) odd += weights[j] * f(c * nodes[j]);
  const value = even + odd;
  if (value === 0) return exactly(0);
  const gap = Math.abs(even - odd) / value;
  return { value, error: value * (geometricBound(gap) + 8 * epsilon) };
};

/** The denoiser of |z|, z ~ N(ω, V), without checks. */
const denoiseModulus = (y: number, omega: number, variance: number): OutputDenoiser => {
  const size = Math.abs(omega);
  const x = (y * size) / variance;
  const e = Math.exp(-2 * x);
  const distance = y - size;
  // y tanh x − |ω|: near x → ∞ the first form cancels, near x → 0 the second
  const gap = x < 0.5 ? y * Math.tanh(x) - size : distance - (2 * y * e) / (1 + e);
  const sech2 = (4 * e) / ((1 + e) * (1 + e));
  return {
    logPartition:
      -(Math.log(variance) / 2) -
      Math.log(sqrtTwoPi) -
      (distance * distance) / (2 * variance) +
      Math.log1p(e),
    g: (omega < 0 ? -gap : gap) / variance,
    dg: (((y * y) / variance) * sech2 - 1) / variance,
  };
};

export const absoluteValueChannel = (noiseVariance: number): Channel => {
  requireNumber(where, 'noiseVariance', noiseVariance, { atLeast: 0 });
  const deviation = Math.sqrt(noiseVariance);
  return {
    spec: { kind: 'absolute-value', noiseVariance },
    even: true,
    discreteOutput: false,
    revealedFraction: noiseVariance === 0 ? 1 : 0,
    denoise(y, omega, variance) {
      requireNumber(where, 'y', y, { atLeast: 0 });
      requireOmega(where, omega);
      requireVariance(where, variance);
      return denoiseModulus(y, omega, variance + noiseVariance);
    },
    potential(overlap, variance) {
      requireOverlapPair(where, overlap, variance);
      const width = variance + noiseVariance;
      const gaussian = gaussianOutputPotential(width);
      if (width === 0) return gaussian;
      const total = overlap + width;
      const c = Math.sqrt(overlap / total);
      const lost = average(grid().zeroth, (u) => Math.LN2 - spinEntropy(u), c);
      const factor = Math.sqrt(width / total);
      const value = gaussian.value + factor * (Math.LN2 - lost.value);
      return {
        value,
        error: gaussian.error + factor * (lost.error + 4 * epsilon) + epsilon * Math.abs(value),
      };
    },
    conjugatePerAlpha(overlap, variance) {
      requireOverlapPair(where, overlap, variance);
      const width = variance + noiseVariance;
      if (width === 0) return exactly(Number.POSITIVE_INFINITY);
      const total = overlap + width;
      const fraction = overlap / total;
      const root = Math.sqrt(width / total);
      const mixed = average(grid().first, oneMinusSech, Math.sqrt(fraction));
      const value = fraction / (1 + root) + root * mixed.value;
      return { value: value / width, error: (root * mixed.error + 6 * epsilon * value) / width };
    },
    slopeAtZero(secondMoment) {
      requireNumber(where, 'secondMoment', secondMoment, { above: 0 });
      const total = secondMoment + noiseVariance;
      return rounded(2 / total / total);
    },
    sample: (z, stream) => Math.abs(noiseVariance === 0 ? z : z + deviation * stream.normal()),
  };
};
