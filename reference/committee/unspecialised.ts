/**
 * The unspecialised branch: both units have the same overlap with both units of the teacher, q_− = 0.
 * State evolution keeps this symmetry exactly. One unknown, u = ln(1 + r_+), on which α_+ rises from 0.
 *
 * With Rademacher weights r_+ grows without bound at a finite α (w₁ + w₂ becomes known, w₁ − w₂ does
 * not); the branch is followed up to r_+ = 300, where V_+ is about e^{−75}.
 */
import { DomainError } from '../errors.ts';
import { findRoot } from '../numerics/roots.ts';
import { type BranchPoint, branchPoint, coarse, fine, noise } from './branch.ts';
import { type CommitteePrior, type WeightAverages, weightAverages } from './weights.ts';

/** A point of a branch, certified with the finer rule. */
export interface Certified {
  readonly point: BranchPoint;
  /** Bounds of the errors of u_±. */
  readonly uPlusError: number;
  readonly uMinusError: number;
  /** |ΔΨ| and |ΔF| between the coarser and the finer rule. */
  readonly potentialGap: number;
  readonly entropyGap: number;
}

export const largestConjugate = 300;
const largestCoordinate = Math.log1p(largestConjugate);

/** ln α_+ and its slope in u. */
export const unspecialisedSlope = (prior: CommitteePrior, u: number): number => {
  const h = 1e-4 * Math.max(u, 1e-6);
  const ends = [u - h, u + h].map((x) => branchPoint(prior, x, 0, coarse).plus);
  return (ends[1] - ends[0]) / (2 * h);
};

export const unspecialisedPoint = (
  where: string,
  prior: CommitteePrior,
  alpha: number,
): Certified => {
  const level = Math.log(alpha);
  const gap = (u: number) => branchPoint(prior, u, 0, coarse).plus - level;
  // A_+ is smallest at no overlap, where it is 2/π
  let lower = Math.log1p((2 / Math.PI) * alpha) * (1 - 1e-9);
  let atLower = gap(lower);
  let upper = lower;
  let atUpper = atLower;
  while (atUpper < 0) {
    if (prior === 'rademacher' && upper >= largestCoordinate)
      throw new DomainError(
        where,
        'alpha',
        alpha,
        `below ${Math.exp(atUpper + level).toFixed(3)} on the unspecialised branch of Rademacher weights`,
      );
    lower = upper;
    atLower = atUpper;
    upper = Math.max(upper * 1.3, upper + 0.5);
    if (prior === 'rademacher') upper = Math.min(upper, largestCoordinate);
    if (alpha < 1) upper = lower * 2;
    atUpper = gap(upper);
  }
  const { root } =
    upper === lower
      ? { root: lower }
      : findRoot(gap, lower, upper, { tolerance: 0, ends: [atLower, atUpper] });
  return certify(branchPoint(prior, root, 0, fine), prior, (point) => ({
    plus: (2 * Math.abs(point.plus - level) + noise) / unspecialisedSlope(prior, root),
    minus: 0,
  }));
};

/** With the errors of the coordinates that `errors` finds for the point of the finer rule. */
export const certify = (
  point: BranchPoint,
  prior: CommitteePrior,
  errors: (point: BranchPoint) => { readonly plus: number; readonly minus: number },
): Certified => {
  const rough = branchPoint(prior, point.uPlus, point.uMinus, coarse);
  const { plus, minus } = errors(point);
  return {
    point,
    uPlusError: plus,
    uMinusError: minus,
    potentialGap: Math.abs(point.channel.potential - rough.channel.potential),
    entropyGap: Math.abs(point.weights.entropy - rough.weights.entropy),
  };
};

/** |δq_±| when u_± are off by their errors: from differences of the weights' averages. */
export const overlapErrors = (
  prior: CommitteePrior,
  { point, uPlusError, uMinusError }: Certified,
): { readonly plus: number; readonly minus: number } => {
  const at = (x: number, y: number): WeightAverages =>
    weightAverages(prior, Math.expm1(x), Math.expm1(y), fine / 2);
  const { uPlus, uMinus, weights } = point;
  const h = 1e-4;
  const [dx, dy] = [h * Math.max(uPlus, 1e-8), h * Math.max(uMinus, 1e-8)];
  const moved = at(uPlus + dx, uMinus);
  const tilted = uMinus === 0 ? weights : at(uPlus, uMinus + dy);
  const slope = (side: 'plus' | 'minus') =>
    // V has the digits where q is close to one
    (Math.abs(moved[side].V - weights[side].V) / dx) * uPlusError +
    (Math.abs(tilted[side].V - weights[side].V) / dy) * uMinusError;
  const rounding = (side: 'plus' | 'minus') => 64 * Number.EPSILON * weights[side].q;
  return {
    plus: 1.1 * slope('plus') + rounding('plus'),
    minus: uMinus === 0 ? 0 : 1.1 * slope('minus') + rounding('minus'),
  };
};
