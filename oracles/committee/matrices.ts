import type { Symmetric } from '../../reference/committee/output-denoiser.ts';
import { DomainError } from '../../reference/errors.ts';

/** The entries 11, 12, 22 of a symmetric matrix given as its rows. */
export function symmetricOf(
  where: string,
  parameter: string,
  rows: readonly (readonly number[])[],
): Symmetric {
  if (rows[0][1] !== rows[1][0])
    throw new DomainError(where, parameter, JSON.stringify(rows), 'symmetric');
  return [rows[0][0], rows[0][1], rows[1][1]];
}

/** Back to rows. */
export const rowsOf = ([a, c, b]: Symmetric): number[][] => [
  [a, c],
  [c, b],
];
