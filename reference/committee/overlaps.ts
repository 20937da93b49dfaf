/**
 * Overlaps of a committee of two units, symmetric under the exchange of the units. The matrix
 *
 *   q = [[q₁₁, q₁₂], [q₁₂, q₁₁]]   has the eigenvalues   q_± = q₁₁ ± q₁₂
 *
 * on (1, ±1)/√2. Each is kept together with what is missing to one, V_± = 1 − q_±: near perfect
 * generalisation V carries the digits that q has lost, near no overlap q those that V has lost.
 *
 * The unspecialised states are those with q_− = 0, i.e. q₁₁ = q₁₂.
 */
import { DomainError, requireNumber } from '../errors.ts';

/** An eigenvalue of the overlap matrix, and its distance from one. */
export interface Overlap {
  readonly q: number;
  readonly V: number;
}

export interface CommitteeOverlaps {
  readonly plus: Overlap;
  readonly minus: Overlap;
}

/** q = 1 − e^{−u}, V = e^{−u}: all of [0, 1) from u ≥ 0, no digit lost at either end. */
export const overlapAt = (u: number): Overlap => ({ q: -Math.expm1(-u), V: Math.exp(-u) });

/** From the entries q₁₁, q₁₂ of the matrix. V_± is formed from 1 − q₁₁, which is exact near one. */
export function overlapsOf(
  where: string,
  diagonal: number,
  offDiagonal: number,
): CommitteeOverlaps {
  requireNumber(where, 'diagonal', diagonal, { atLeast: 0, below: 1 });
  requireNumber(where, 'offDiagonal', offDiagonal);
  const missing = 1 - diagonal;
  const pair = (sign: number): Overlap => ({
    q: diagonal + sign * offDiagonal,
    V: missing - sign * offDiagonal,
  });
  const [plus, minus] = [pair(1), pair(-1)];
  for (const { q, V } of [plus, minus])
    if (!(q >= 0 && V > 0))
      throw new DomainError(
        where,
        'offDiagonal',
        offDiagonal,
        `such that 0 <= diagonal ± offDiagonal < 1 (diagonal = ${diagonal})`,
      );
  return { plus, minus };
}
