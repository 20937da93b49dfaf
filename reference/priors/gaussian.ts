/**
 * Gaussian prior w ~ N(0, S), with τ = r S:
 *
 *   Φ_w = (τ − ln(1+τ))/2,   M = S τ/(1+τ),   mmse = S/(1+τ),   I = ln(1+τ)/2
 *   f_a = S B/(1 + A S),     f_v = S/(1 + A S),     ln Z_w = S B²/(2(1 + A S)) − ln(1 + A S)/2
 *
 * Of all priors of the same second moment it is the hardest to estimate: mmse ≤ ρ/(1+ρr).
 * Φ_w cancels at τ → 0 and M/S at neither end: both are written without a difference.
 * Source: barbier2019.
 */
import { DomainError, requireNumber } from '../errors.ts';
import { exactly, rounded } from '../numerics/estimate.ts';
import { log1pMinus } from '../numerics/log-sum-exp.ts';
import type { Prior } from './prior.ts';
import { requireSignalToNoise } from './signal-to-noise.ts';

export const gaussianPrior = (variance: number): Prior => {
  requireNumber('gaussian prior', 'variance', variance, { above: 0 });
  const where = 'gaussian prior';
  const ratio = (r: number): number => {
    requireSignalToNoise(where, r, variance);
    return r * variance;
  };
  return {
    spec: { kind: 'gaussian', variance },
    mean: 0,
    secondMoment: variance,
    continuousMass: 1,
    entropy: Number.POSITIVE_INFINITY,
    denoise(precision, field) {
      const g = 1 + precision * variance;
      if (!(g > 0)) {
        throw new DomainError(where, 'precision', precision, `a number > ${-1 / variance}`);
      }
      const width = variance / g;
      const mean = width * field;
      return {
        mean,
        variance: width,
        logPartition: (mean * field - Math.log1p(precision * variance)) / 2,
      };
    },
    potential(r) {
      const tau = ratio(r);
      return tau === Number.POSITIVE_INFINITY ? exactly(tau) : rounded(-log1pMinus(tau) / 2, 8);
    },
    overlap(r) {
      const tau = ratio(r);
      return tau === 0 ? exactly(0) : rounded(variance / (1 + 1 / tau));
    },
    meanSquareError: (r) => rounded(variance / (1 + ratio(r))),
    mutualInformation: (r) => rounded(Math.log1p(ratio(r)) / 2),
    sample: (stream) => Math.sqrt(variance) * stream.normal(),
  };
};
