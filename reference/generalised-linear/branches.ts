import type { Channel } from '../channels/channel.ts';
import type { Estimate } from '../numerics/estimate.ts';
import type { Prior } from '../priors/prior.ts';
import { type CurveRoot, rootsOf } from './curve-root.ts';
import { type CurvePoint, type FixedPointCurve, fixedPointCurve } from './fixed-point-curve.ts';
import { entropicPart, freeEntropy, freeEntropyAt } from './free-entropy.ts';

/** A fixed point of state evolution and its free entropy. */
export interface FixedPoint {
  /** m */
  readonly overlap: Estimate;
  /** r; Infinity at perfect recovery. */
  readonly conjugate: Estimate;
  /** V = ρ − m, computed as such. */
  readonly meanSquareError: Estimate;
  readonly freeEntropy: Estimate;
}

/** A stable fixed point; its free entropy is computed when asked for. */
export interface Branch extends FixedPoint {
  /** V = 0 as a statement of mathematics, not by underflow. */
  readonly perfect: boolean;
  /** f − α Φ_out(m); of no use where perfect recovery has an infinite Φ_out. */
  readonly entropic: Estimate;
}

/** The stable fixed points at α, by ascending overlap: zero, interior ones, perfect recovery. */
export interface Branches {
  readonly stable: readonly Branch[];
  /**
   * Points that rounding cannot tell from a fixed point at this α (α on a spinodal): whoever picks
   * among the branches adds the distance to them to his error.
   */
  readonly doubtful: readonly { readonly overlap: Estimate; readonly meanSquareError: Estimate }[];
}

const exact = (value: number): Estimate => ({ value, error: 0 });

/**
 * Stable fixed points of m ← M(α A(m)).
 *
 *  - m = 0, for an even channel and a prior without mean: stable iff α < α_WR;
 *  - the roots of α(r) = α where α(r) rises;
 *  - perfect recovery (m = ρ, V = 0, r = ∞), where A(ρ) = ∞. Near it mmse ~ s/r for a prior with a
 *    continuous part of mass s, and A ~ κ/V where the output reveals |z| with probability κ, so one
 *    step maps V to V s/(ακ): stable iff α > s/κ. A discrete prior (s = 0, mmse exponentially small)
 *    makes it stable at every α; a continuous prior with labels (κ = 0) at none.
 */
export function branches(prior: Prior, channel: Channel, alpha: number): Branches {
  const curve = fixedPointCurve(prior, channel);
  const { roots, grazed } = rootsOf(curve, alpha);
  const stable: Branch[] = [];
  const doubtful: { overlap: Estimate; meanSquareError: Estimate }[] = [...grazed];
  if (curve.weakRecovery !== null) {
    const { value, error } = curve.weakRecovery;
    if (alpha < value || (alpha === value && curve.runs()[0].rising))
      stable.push(zeroBranch(curve, alpha));
    if (Math.abs(alpha - value) <= error) doubtful.push(edgeOfWeakRecovery(curve, error));
  }
  for (const root of roots) stable.push(interiorBranch(curve, alpha, root));
  if (perfectIsStable(curve, alpha)) stable.push(perfectBranch(curve, alpha));
  return { stable, doubtful };
}

/** Whether state evolution flows to V = 0 from all small enough V. */
export function perfectIsStable(curve: FixedPointCurve, alpha: number): boolean {
  if (Number.isFinite(curve.conjugateAtEnd) || curve.limit === Infinity) return false;
  if (curve.limit === 0) return true;
  const excess = alpha * curve.channel.revealedFraction - curve.prior.continuousMass;
  return excess > 0 || (excess === 0 && !curve.fallsToLimit());
}

/** m = 0: Φ_w(0) = 0, so that f = α Φ_out(0). */
export function zeroBranch(curve: FixedPointCurve, alpha: number): Branch {
  const { prior, channel } = curve;
  return {
    perfect: false,
    overlap: exact(0),
    conjugate: exact(0),
    meanSquareError: prior.meanSquareError(0),
    entropic: exact(0),
    get freeEntropy() {
      const { value, error } = channel.potential(0, prior.secondMoment);
      return {
        value: alpha * value,
        error: alpha * error + Number.EPSILON * Math.abs(alpha * value),
      };
    },
  };
}

/** At α_WR ± error the transition is continuous: the overlaps that its error lets appear. */
function edgeOfWeakRecovery(curve: FixedPointCurve, error: number) {
  const { prior } = curve;
  const r = 1e-3 / prior.secondMoment;
  const slope = Math.abs(curve.at(r).alpha.value - curve.at(0).alpha.value) / r;
  const overlap = prior.overlap(Math.min(r, (2 * error) / slope));
  return { overlap, meanSquareError: exact(prior.secondMoment - overlap.value) };
}

/** The free entropy is stationary: the error of r enters it to second order. */
export function interiorBranch(curve: FixedPointCurve, alpha: number, root: CurveRoot): Branch {
  const { prior, channel } = curve;
  return {
    perfect: false,
    overlap: root.overlap,
    conjugate: { value: root.r, error: root.r * root.relativeError },
    meanSquareError: root.meanSquareError,
    get entropic() {
      return entropicPart(prior, root.r, root.moments);
    },
    get freeEntropy() {
      const { value, error } = freeEntropyAt(prior, channel, alpha, root.r, root.moments);
      const moved = root.overlapSlope * root.relativeError;
      return { value, error: error + 0.5 * moved * root.r * root.relativeAlphaError };
    },
  };
}

/**
 * m = ρ. Labels of discrete weights: f = −H(P_w), the weights are known and nothing else is. Where
 * the output is continuous Φ_out diverges: f ~ (s − ακ)/2 · ln V, hence ±∞, or finite at α = s/κ.
 */
export function perfectBranch(curve: FixedPointCurve, alpha: number): Branch {
  const { prior, channel } = curve;
  const rho = prior.secondMoment;
  const known = { value: -prior.entropy, error: 4 * Number.EPSILON * prior.entropy };
  return {
    perfect: true,
    overlap: exact(rho),
    conjugate: exact(Number.POSITIVE_INFINITY),
    meanSquareError: exact(0),
    entropic: known,
    get freeEntropy() {
      if (channel.revealedFraction === 0) return known;
      const excess = alpha * channel.revealedFraction - prior.continuousMass;
      if (excess !== 0) return exact(excess > 0 ? Infinity : -Infinity);
      // The logarithms cancel; what is left comes to its limit like √V.
      const r = 1e28 / rho;
      const { value, error } = freeEntropy(prior, channel, alpha, r);
      return { value, error: error + 10 / Math.sqrt(r * rho) };
    },
  };
}

/** The branch with its errors widened to cover everything in `others`. */
export function widened<T extends Pick<CurvePoint, 'overlap' | 'meanSquareError'>>(
  chosen: T,
  others: readonly Pick<CurvePoint, 'overlap' | 'meanSquareError'>[],
): Pick<CurvePoint, 'overlap' | 'meanSquareError'> {
  let { overlap, meanSquareError } = chosen;
  for (const other of others) {
    overlap = covering(overlap, other.overlap);
    meanSquareError = covering(meanSquareError, other.meanSquareError);
  }
  return { overlap, meanSquareError };
}

function covering(a: Estimate, b: Estimate): Estimate {
  return { value: a.value, error: Math.max(a.error, Math.abs(a.value - b.value) + b.error) };
}
