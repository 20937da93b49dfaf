/**
 * Sign channel, y = sign(z), y ∈ {−1, +1} (the perceptron):
 *
 *   Z(y, ω, V) = Φ(t),  t = y ω/√V
 *   g  = ∂_ω ln Z = (y/√V) h(t),        h = φ/Φ
 *   dg = ∂_ω g    = −h(t)(h(t) + t)/V   ∈ (−1/V, 0)
 *
 * As t → −∞, φ/Φ is 0/0 and h + t cancels to 1/|t|: both have a tail form.
 * Φ_out and A: see decision-boundary.ts. V → 0: A ~ c₀/√(mV), Φ_out ~ −c₀ √(V/m).
 * Source: barbier2019.
 */
import { DomainError } from '../errors.ts';
import { logNormalCdf, millsExcess, millsRatio } from '../numerics/normal.ts';
import type { Channel, OutputDenoiser } from './channel.ts';
import { boundaryConjugate, boundaryPotential } from './decision-boundary.ts';
import { requireOmega, requireOverlapPair, requireVariance } from './overlap-pair.ts';

const where = 'sign channel';

export const requireBinaryLabel = (place: string, y: number): void => {
  if (y !== 1 && y !== -1) throw new DomainError(place, 'y', y, '-1 or +1');
};

/** The denoiser of y = sign(z), z ~ N(ω, V), without checks. */
export const denoiseSign = (y: number, omega: number, variance: number): OutputDenoiser => {
  const root = Math.sqrt(variance);
  const t = (y * omega) / root;
  const h = millsRatio(t);
  return {
    logPartition: logNormalCdf(t),
    g: (y * h) / root,
    dg: (-h * millsExcess(t)) / variance,
  };
};

export const signChannel = (): Channel => ({
  spec: { kind: 'sign' },
  even: false,
  discreteOutput: true,
  revealedFraction: 0,
  denoise(y, omega, variance) {
    requireBinaryLabel(where, y);
    requireOmega(where, omega);
    requireVariance(where, variance);
    return denoiseSign(y, omega, variance);
  },
  potential(overlap, variance) {
    requireOverlapPair(where, overlap, variance);
    return boundaryPotential(overlap, variance);
  },
  conjugatePerAlpha(overlap, variance) {
    requireOverlapPair(where, overlap, variance);
    return boundaryConjugate(overlap, variance);
  },
  slopeAtZero: () => null,
  sample: (z) => (z >= 0 ? 1 : -1),
});
