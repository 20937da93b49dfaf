/**
 * Linear channel with Gaussian noise, y = z + √Δ ξ; everything closes:
 *
 *   Z = N(y; ω, V+Δ),   g = (y−ω)/(V+Δ),   dg = −1/(V+Δ)
 *   Φ_out = −½ ln(2πe(V+Δ)),   A = 1/(V+Δ)
 *
 * Φ_out is minus a differential entropy, in the unit of z: it has any sign, and diverges at V → 0 when
 * Δ = 0. Source: barbier2019.
 */
import { requireNumber } from '../errors.ts';
import { type Estimate, epsilon, exactly, rounded } from '../numerics/estimate.ts';
import type { Channel, OutputDenoiser } from './channel.ts';
import { requireOmega, requireOverlapPair, requireVariance } from './overlap-pair.ts';

const where = 'linear channel';

/** Φ_out of a density N(y; ω, V): −½ ln(2πeV). Its error is absolute: the value crosses zero. */
export const gaussianOutputPotential = (variance: number): Estimate => {
  if (variance === 0) return exactly(Number.POSITIVE_INFINITY);
  const value = -(Math.log(variance) + Math.log(2 * Math.PI) + 1) / 2;
  return { value, error: 2 * epsilon * (Math.abs(Math.log(variance)) / 2 + 1.5) };
};

/** ln N(y; ω, V) and its first two derivatives in ω. */
export const denoiseLinear = (y: number, omega: number, variance: number): OutputDenoiser => {
  const g = (y - omega) / variance;
  return {
    logPartition: -(Math.log(2 * Math.PI * variance) + g * (y - omega)) / 2,
    g,
    dg: -1 / variance,
  };
};

export const linearChannel = (noiseVariance: number): Channel => {
  requireNumber(where, 'noiseVariance', noiseVariance, { atLeast: 0 });
  const deviation = Math.sqrt(noiseVariance);
  return {
    spec: { kind: 'linear', noiseVariance },
    even: false,
    discreteOutput: false,
    revealedFraction: noiseVariance === 0 ? 1 : 0,
    denoise(y, omega, variance) {
      requireNumber(where, 'y', y);
      requireOmega(where, omega);
      requireVariance(where, variance);
      return denoiseLinear(y, omega, variance + noiseVariance);
    },
    potential(overlap, variance) {
      requireOverlapPair(where, overlap, variance);
      return gaussianOutputPotential(variance + noiseVariance);
    },
    conjugatePerAlpha(overlap, variance) {
      requireOverlapPair(where, overlap, variance);
      return rounded(1 / (variance + noiseVariance), 2);
    },
    slopeAtZero: () => null,
    sample: (z, stream) => (noiseVariance === 0 ? z : z + deviation * stream.normal()),
  };
};
