/**
 * Probit channel, y = sign(z + √Δ ξ): the sign channel with V replaced by V + Δ,
 *
 *   P_out(y|z) = Φ(y z/√Δ),   Z = Φ(y ω/√(V+Δ)).
 *
 * Δ = 0 is the sign channel. For Δ > 0 both Φ_out and A are finite at V = 0.
 * Source: barbier2019.
 */
import { requireNumber } from '../errors.ts';
import type { Channel } from './channel.ts';
import { boundaryConjugate, boundaryPotential } from './decision-boundary.ts';
import { requireOmega, requireOverlapPair, requireVariance } from './overlap-pair.ts';
import { denoiseSign, requireBinaryLabel } from './sign.ts';

const where = 'probit channel';

export const probitChannel = (noiseVariance: number): Channel => {
  requireNumber(where, 'noiseVariance', noiseVariance, { atLeast: 0 });
  const deviation = Math.sqrt(noiseVariance);
  return {
    spec: { kind: 'probit', noiseVariance },
    even: false,
    discreteOutput: true,
    revealedFraction: 0,
    denoise(y, omega, variance) {
      requireBinaryLabel(where, y);
      requireOmega(where, omega);
      requireVariance(where, variance);
      return denoiseSign(y, omega, variance + noiseVariance);
    },
    potential(overlap, variance) {
      requireOverlapPair(where, overlap, variance);
      return boundaryPotential(overlap, variance + noiseVariance);
    },
    conjugatePerAlpha(overlap, variance) {
      requireOverlapPair(where, overlap, variance);
      return boundaryConjugate(overlap, variance + noiseVariance);
    },
    slopeAtZero: () => null,
    sample: (z, stream) => (z + deviation * stream.normal() > 0 ? 1 : -1),
  };
};
