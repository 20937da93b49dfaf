import { DomainError } from '../errors.ts';

/** The signal-to-noise ratio r of the scalar channel B = r w* + √r ξ: 0 ≤ r ≤ +∞. */
export const requireSignalToNoise = (where: string, r: unknown): void => {
  if (typeof r !== 'number' || !(r >= 0)) {
    throw new DomainError(where, 'r', r, 'a number >= 0, possibly Infinity');
  }
};
