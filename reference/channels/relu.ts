/**
 * ReLU channel without noise, y = max(0, z). The output has an atom at 0 and a density above it
 * (dominating measure δ₀ + Lebesgue):
 *
 *   Z(0) = Φ(−ω/√V),  Z(y>0) = N(y; ω, V):  the sign channel's y = −1, or the noiseless linear one.
 *
 * Exactly, because E_v[x N(x)] = 0 at x = √(m/V) v:
 *
 *   Φ_relu = ½ (Φ_sign + Φ_linear),    A_relu = ½ (A_sign + 1/V).
 *
 * Source: barbier2019; identity derived from the definition.
 */
import { requireNumber } from '../errors.ts';
import { plus, rounded, scaled } from '../numerics/estimate.ts';
import type { Channel } from './channel.ts';
import { boundaryConjugate, boundaryPotential } from './decision-boundary.ts';
import { denoiseLinear, gaussianOutputPotential } from './linear.ts';
import { requireOmega, requireOverlapPair, requireVariance } from './overlap-pair.ts';
import { denoiseSign } from './sign.ts';

const where = 'relu channel';

export const reluChannel = (): Channel => ({
  spec: { kind: 'relu' },
  even: false,
  discreteOutput: false,
  revealedFraction: 0.5,
  denoise(y, omega, variance) {
    requireNumber(where, 'y', y, { atLeast: 0 });
    requireOmega(where, omega);
    requireVariance(where, variance);
    return y > 0 ? denoiseLinear(y, omega, variance) : denoiseSign(-1, omega, variance);
  },
  potential(overlap, variance) {
    requireOverlapPair(where, overlap, variance);
    return scaled(
      0.5,
      plus(boundaryPotential(overlap, variance), gaussianOutputPotential(variance)),
      0,
    );
  },
  conjugatePerAlpha(overlap, variance) {
    requireOverlapPair(where, overlap, variance);
    return scaled(0.5, plus(boundaryConjugate(overlap, variance), rounded(1 / variance, 2)), 0);
  },
  slopeAtZero: () => null,
  sample: (z) => Math.max(0, z),
});
