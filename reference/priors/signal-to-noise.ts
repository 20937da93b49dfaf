import { DomainError } from '../errors.ts';

/**
 * The signal-to-noise ratio r of the scalar channel B = r w* + √r ξ: 0 ≤ r ≤ +∞. A finite one has to
 * leave τ = r S finite, S the variance: an overflow would be taken for r = ∞.
 */
export const requireSignalToNoise = (where: string, r: unknown, variance = 1): void => {
  if (typeof r !== 'number' || !(r >= 0)) {
    throw new DomainError(where, 'r', r, 'a number >= 0, possibly Infinity');
  }
  if (r < Number.POSITIVE_INFINITY && !(r * variance < Number.POSITIVE_INFINITY)) {
    throw new DomainError(where, 'r', r, `below ${Number.MAX_VALUE / variance}, or Infinity`);
  }
};
