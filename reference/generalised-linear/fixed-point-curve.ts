import type { Channel } from '../channels/channel.ts';
import { ConvergenceError } from '../errors.ts';
import type { Estimate } from '../numerics/estimate.ts';
import type { Prior } from '../priors/prior.ts';
import { evaluate, interpolate, stationaryPoints } from './chebyshev-interpolant.ts';
import { type Knot, monotoneRuns, type Run } from './monotone-runs.ts';

/**
 * All fixed points of state evolution at once.
 *
 *   r = α A(m),  m = M(r)      ⇔      α = α(r) = r / A(M(r))
 *
 * Parametrised by the signal-to-noise ratio r of the equivalent scalar channel, the fixed points at
 * every α lie on one single-valued smooth curve. State evolution increases at r iff α > α(r), so a
 * fixed point is stable where α(r) rises; a fold of α(r) is a spinodal. Nothing is iterated, hence
 * nothing slows down near a transition.
 *
 * The curve is held as a chain of Chebyshev interpolants of ln α in a logarithmic coordinate x,
 * built cell by cell where a question needs them. They only bracket: every number that leaves
 * this folder is evaluated on the curve itself. mmse(r) travels beside M(r) and is passed to the channel
 * with it, so that nothing is lost near perfect recovery.
 *
 * Source: [barbier2019], eqs. of state evolution; the parametrisation is elementary.
 */
export interface CurvePoint {
  readonly r: number;
  readonly overlap: Estimate;
  readonly meanSquareError: Estimate;
  /** A(M(r)) */
  readonly conjugatePerAlpha: Estimate;
  readonly alpha: Estimate;
}

const EPSILON = Number.EPSILON;
/** Width of a cell in x. */
const CELL = 2;
/** Accuracy of the interpolants of ln α. */
export const RESOLUTION = 1e-11;
/** A discrete prior seen so well that mmse < ρ·SMALLEST: the curve is followed no further. */
const SMALLEST = 1e-100;
const LARGEST_X = 90;
/** Of ln α: larger ones are not told apart. */
const LARGEST_LEVEL = 700;

export class FixedPointCurve {
  readonly prior: Prior;
  readonly channel: Channel;
  /** A at m = (E w)² and at m = ρ. */
  readonly conjugateAtStart: number;
  readonly conjugateAtEnd: number;
  /**
   * α_WR = 1/(ρ² A′(0)) for an even channel and a prior without mean: m = 0 is then a fixed point
   * at every α, stable below α_WR, and the curve starts at α(0⁺) = α_WR. Otherwise null.
   */
  readonly weakRecovery: Estimate | null;
  /** lim α(r) for r → ∞: ∞ (noise, or labels of continuous weights), s/κ, or 0 (discrete weights). */
  readonly limit: number;
  /** Offset of the coordinate: x = ln(1 + r/r₀), regular at r = 0, or x = ln(ρr) where it is 0. */
  private readonly offset: number;
  private readonly cells = new Map<number, readonly Knot[]>();
  private lastRuns: { low: number; high: number; runs: readonly Run[] } | null = null;
  private lastX: number | null = null;

  constructor(prior: Prior, channel: Channel) {
    this.prior = prior;
    this.channel = channel;
    const rho = prior.secondMoment;
    const centred = Math.abs(prior.mean) <= 4 * EPSILON * Math.sqrt(rho);
    const slope = channel.even && centred ? channel.slopeAtZero(rho) : null;
    if (slope === null) {
      this.weakRecovery = null;
      this.offset = 0;
      const start = prior.mean * prior.mean;
      this.conjugateAtStart = channel.conjugatePerAlpha(
        start,
        prior.meanSquareError(0).value,
      ).value;
    } else {
      const value = 1 / (rho * rho * slope.value);
      this.weakRecovery = {
        value,
        error: value < Infinity ? value * (slope.error / slope.value + 4 * EPSILON) : 0,
      };
      this.offset = 0.02 / rho;
      this.conjugateAtStart = 0;
    }
    this.conjugateAtEnd = channel.conjugatePerAlpha(rho, 0).value;
    if (Number.isFinite(this.conjugateAtEnd)) this.limit = Infinity;
    else if (prior.continuousMass === 0) this.limit = 0;
    else if (channel.revealedFraction === 0) this.limit = Infinity;
    else this.limit = prior.continuousMass / channel.revealedFraction;
  }

  /**
   * M(r) and mmse(r). The larger of the two is ρ minus the smaller: this loses nothing, and one
   * average over the prior does instead of two.
   */
  private moments(r: number): Pick<CurvePoint, 'overlap' | 'meanSquareError'> {
    const { prior } = this;
    const rho = prior.secondMoment;
    const complement = ({ value, error }: Estimate): Estimate => ({
      value: rho - value,
      error: error + EPSILON * rho,
    });
    if (r * rho < 1) {
      const overlap = prior.overlap(r);
      if (overlap.value <= 0.5 * rho) return { overlap, meanSquareError: complement(overlap) };
      return { overlap, meanSquareError: prior.meanSquareError(r) };
    }
    const meanSquareError = prior.meanSquareError(r);
    if (meanSquareError.value <= 0.5 * rho)
      return { overlap: complement(meanSquareError), meanSquareError };
    return { overlap: prior.overlap(r), meanSquareError };
  }

  /** The point of the curve at r ≥ 0 (at r = 0 its limit). */
  at(r: number): CurvePoint {
    const { channel } = this;
    const { overlap, meanSquareError } = this.moments(r);
    const m = overlap.value;
    const V = meanSquareError.value;
    const conjugatePerAlpha = channel.conjugatePerAlpha(m, V);
    const A = conjugatePerAlpha.value;
    if (r === 0 && this.weakRecovery !== null)
      return { r, overlap, meanSquareError, conjugatePerAlpha, alpha: this.weakRecovery };
    const value = r / A;
    if (Number.isNaN(value))
      throw new ConvergenceError('fixed-point curve', `A(M(r)) is ${A} at r = ${r}`);
    // ∂lnA/∂lnV ≥ −2 everywhere; A ∝ m at small m for even channels.
    const relative =
      (A > 0 && Number.isFinite(A) ? conjugatePerAlpha.error / A : 0) +
      (V > 0 ? (2 * meanSquareError.error) / V : 0) +
      (channel.even && m > 0 ? overlap.error / m : 0) +
      2 * EPSILON;
    return {
      r,
      overlap,
      meanSquareError,
      conjugatePerAlpha,
      alpha: { value, error: value * relative },
    };
  }

  coordinate(r: number): number {
    return this.offset > 0 ? Math.log1p(r / this.offset) : Math.log(r * this.prior.secondMoment);
  }

  signalToNoise(x: number): number {
    return this.offset > 0 ? this.offset * Math.expm1(x) : Math.exp(x) / this.prior.secondMoment;
  }

  /** d ln r / dx */
  stretch(r: number): number {
    return this.offset > 0 ? 1 + this.offset / r : 1;
  }

  readonly logAlpha = (x: number): number => {
    const { alpha, r } = this.at(this.signalToNoise(x));
    // Where A underflows (an output that almost never changes) α is beyond any question.
    const y = Math.min(Math.log(alpha.value), LARGEST_LEVEL);
    if (!Number.isFinite(y))
      throw new ConvergenceError('fixed-point curve', `α(r) = ${alpha.value} at r = ${r}`);
    return y;
  };

  /** dM/d ln r = −d mmse/d ln r, to three digits, from whichever of the two keeps its own. */
  overlapSlope({ r, overlap, meanSquareError }: CurvePoint): number {
    if (r === 0 || r === Infinity) return 0;
    const h = 1e-3;
    const moved =
      overlap.value < meanSquareError.value
        ? this.prior.overlap(r * (1 + h)).value - overlap.value
        : this.prior.meanSquareError(r * (1 + h)).value - meanSquareError.value;
    return Math.abs(moved) / h;
  }

  /** The smallest coordinate: r = 0 where the curve starts at α_WR. */
  get start(): number {
    return this.offset > 0 ? 0 : -Infinity;
  }

  /** Where a discrete prior is known to all practical purposes; ∞ where this never happens. */
  get end(): number {
    if (this.lastX !== null) return this.lastX;
    const { prior } = this;
    if (Number.isFinite(this.conjugateAtEnd) || prior.continuousMass > 0) {
      this.lastX = Infinity;
      return this.lastX;
    }
    const small = (x: number) =>
      prior.meanSquareError(this.signalToNoise(x)).value < SMALLEST * prior.secondMoment;
    let low = this.coordinate(1 / prior.secondMoment);
    let high = low + CELL;
    while (!small(high)) {
      low = high;
      high += CELL;
      if (high > 700)
        throw new ConvergenceError('fixed-point curve', 'mmse(r) of a discrete prior stays finite');
    }
    while (high - low > 0.05) {
      const middle = 0.5 * (low + high);
      if (small(middle)) high = middle;
      else low = middle;
    }
    this.lastX = low;
    return low;
  }

  private cell(k: number): readonly Knot[] {
    let knots = this.cells.get(k);
    if (knots === undefined) {
      const high = Math.min((k + 1) * CELL, this.end);
      const list: Knot[] = [];
      for (const piece of interpolate(this.logAlpha, k * CELL, high, RESOLUTION)) {
        for (const x of [piece.low, ...stationaryPoints(piece)])
          list.push({ x, y: evaluate(piece, x), piece });
      }
      const last = list[list.length - 1].piece;
      list.push({ x: high, y: evaluate(last, high), piece: last });
      knots = list;
      this.cells.set(k, knots);
    }
    return knots;
  }

  /** Monotone stretches of the curve over the cells that cover [low, high]. */
  private runsOver(low: number, high: number): readonly Run[] {
    const end = this.end;
    const first = this.offset > 0 ? 0 : Math.floor(low / CELL);
    const lastX = Math.min(high, end);
    const last = Math.max(first, Math.ceil(lastX / CELL) - 1);
    if (this.lastRuns !== null && this.lastRuns.low === first && this.lastRuns.high === last)
      return this.lastRuns.runs;
    const knots: Knot[] = [];
    for (let k = first; k <= last; k++) {
      const cell = this.cell(k);
      for (let i = k === first ? 0 : 1; i < cell.length; i++) {
        // The shared knot belongs to the piece on its right.
        if (i === 1 && k > first) knots[knots.length - 1] = cell[0];
        knots.push(cell[i]);
      }
    }
    const runs = monotoneRuns(knots);
    this.lastRuns = { low: first, high: last, runs };
    return runs;
  }

  /** The whole curve, up to its featureless ends. */
  runs(): readonly Run[] {
    const { prior, channel } = this;
    const rho = prior.secondMoment;
    let low = 0;
    if (this.offset === 0) {
      // A is non-decreasing: where it has come back to its first value, α(r) = r/A is a straight line.
      low = -CELL;
      while (low > -LARGEST_X) {
        const A = this.at(this.signalToNoise(low)).conjugatePerAlpha.value;
        if (A <= 1.001 * this.conjugateAtStart) break;
        low -= CELL;
      }
    }
    let high = this.coordinate(1 / rho) + CELL;
    if (Number.isFinite(this.end)) high = this.end;
    else {
      const done = (x: number): boolean => {
        const point = this.at(this.signalToNoise(x));
        if (Number.isFinite(this.conjugateAtEnd))
          return point.conjugatePerAlpha.value >= 0.999 * this.conjugateAtEnd;
        if (point.meanSquareError.value > 1e-6 * rho) return false;
        if (channel.revealedFraction === 0) return true;
        // Two corrections may cancel where they cross: look further as well.
        return [x, x + 2 * CELL, x + 4 * CELL].every((u) => {
          const { alpha } = this.at(this.signalToNoise(u));
          return Math.abs(alpha.value / this.limit - 1) < 1e-6;
        });
      };
      while (!done(high) && high < 700) high += CELL;
    }
    return this.runsOver(low, high);
  }

  /** Whether α(r) comes to its limit for r → ∞ from above, so that it has its infimum there. */
  fallsToLimit(): boolean {
    const runs = this.runs();
    return !runs[runs.length - 1].rising;
  }

  /** The stretch of the curve on which α(r) = alpha can have a root. */
  runsFor(alpha: number): readonly Run[] {
    const { prior, channel } = this;
    // A is non-decreasing, so that r = αA lies between its values at both ends.
    const low = this.offset > 0 ? 0 : this.coordinate(alpha * this.conjugateAtStart) - 1e-3;
    let high: number;
    if (Number.isFinite(this.conjugateAtEnd))
      high = this.coordinate(alpha * this.conjugateAtEnd) + 1e-3;
    else if (Number.isFinite(this.end)) high = this.end;
    else {
      high = this.coordinate(1 / prior.secondMoment) + CELL;
      const target = alpha / this.limit - 1;
      const past = (x: number): boolean => {
        const point = this.at(this.signalToNoise(x));
        if (point.meanSquareError.value > 1e-6 * prior.secondMoment) return false;
        if (channel.revealedFraction === 0) return point.alpha.value > 1.5 * alpha;
        return Math.abs(point.alpha.value / this.limit - 1) <= 0.3 * Math.abs(target);
      };
      while (high < LARGEST_X && !past(high)) high += CELL;
    }
    return this.runsOver(low, high);
  }
}

const curves = new WeakMap<Prior, WeakMap<Channel, FixedPointCurve>>();

/** The curve of a prior and a channel; kept as long as both objects live. */
export function fixedPointCurve(prior: Prior, channel: Channel): FixedPointCurve {
  let ofPrior = curves.get(prior);
  if (ofPrior === undefined) {
    ofPrior = new WeakMap();
    curves.set(prior, ofPrior);
  }
  let curve = ofPrior.get(channel);
  if (curve === undefined) {
    curve = new FixedPointCurve(prior, channel);
    ofPrior.set(channel, curve);
  }
  return curve;
}
