import { requireNumber } from '../errors.ts';

/** The pair (m, V = ρ − m) at which Φ_out and A are asked: both ≥ 0 and not both 0. Returns ρ. */
export const requireOverlapPair = (where: string, overlap: number, variance: number): number => {
  requireNumber(where, 'overlap', overlap, { atLeast: 0 });
  requireNumber(where, 'variance', variance, { atLeast: 0 });
  const secondMoment = overlap + variance;
  requireNumber(where, 'overlap + variance', secondMoment, { above: 0 });
  return secondMoment;
};

/** V > 0, the variance of z inside an output denoiser. */
export const requireVariance = (where: string, variance: number): void =>
  requireNumber(where, 'variance', variance, { above: 0 });

/** ω, any finite number. */
export const requireOmega = (where: string, omega: number): void =>
  requireNumber(where, 'omega', omega);
