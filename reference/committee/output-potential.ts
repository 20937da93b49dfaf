/**
 * Ψ_out of two sign units and its conjugates r = α E_ω Σ_y Z_y g_y g_yᵀ, at a given overlap matrix.
 * See sign-averages.ts. The trapezoid step is refined until two of them agree.
 */
import { ConvergenceError } from '../errors.ts';
import { type Estimate, epsilon } from '../numerics/estimate.ts';
import { coarse, fine } from './branch.ts';
import { overlapsOf } from './overlaps.ts';
import { type SignAverages, signAverages } from './sign-averages.ts';

export interface CommitteeOutputPotential {
  /** Ψ_out */
  readonly potential: Estimate;
  /** r₁₁/α, r₁₂/α */
  readonly conjugatePerAlphaDiagonal: Estimate;
  readonly conjugatePerAlphaOffDiagonal: Estimate;
}

const where = 'committeeOutputPotential';
const steps = [coarse, fine, 0.21, 0.15];

export function committeeOutputPotential(
  diagonal: number,
  offDiagonal: number,
): CommitteeOutputPotential {
  const overlaps = overlapsOf(where, diagonal, offDiagonal);
  const pair = (x: SignAverages): readonly [number, number] => [
    (x.plus + x.minusPerOverlap * overlaps.minus.q) / 2,
    x.cross,
  ];
  let rough = signAverages(overlaps, steps[0]);
  for (const step of steps.slice(1)) {
    const good = signAverages(overlaps, step);
    const [own, cross] = pair(good);
    const [roughOwn, roughCross] = pair(rough);
    const size = Math.abs(good.potential);
    const gaps = [
      Math.abs(good.potential - rough.potential) / size,
      Math.abs(own - roughOwn) / own,
      // Its terms are of the size of the corner, E |g₁ g₂|, of order one
      Math.abs(cross - roughCross) / Math.max(1, Math.abs(cross)),
    ];
    if (Math.max(...gaps) < 1e-8) {
      // A rule with 3/4 of the step has 4/3 of the digits
      const [a, b, c] = gaps.map((gap) => gap ** 1.25 + 128 * epsilon);
      return {
        potential: { value: good.potential, error: a * size },
        conjugatePerAlphaDiagonal: { value: own, error: b * own },
        conjugatePerAlphaOffDiagonal: { value: cross, error: c * Math.max(1, Math.abs(cross)) },
      };
    }
    rough = good;
  }
  throw new ConvergenceError(
    where,
    `overlaps diagonal = ${diagonal}, offDiagonal = ${offDiagonal} are not resolved`,
  );
}
