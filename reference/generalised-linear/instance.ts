import type { Channel } from '../channels/channel.ts';
import { DomainError } from '../errors.ts';
import { type Matrix, requireMatrix, requireVector } from '../numerics/matrix.ts';

/** Throws {@link DomainError} unless the matrix is one, with a possible label for each of its rows. */
export function requireInstance(
  where: string,
  channel: Channel,
  matrix: Matrix,
  labels: ArrayLike<number>,
): void {
  requireMatrix(where, 'matrix', matrix);
  requireVector(where, 'labels', labels, matrix.rows);
  for (let mu = 0; mu < labels.length; mu++)
    try {
      channel.denoise(labels[mu], 0, 1);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw new DomainError(where, `labels[${mu}]`, labels[mu], error.allowed);
    }
}
