import type { Channel } from '../channels/channel.ts';
import { ConvergenceError, requireNumber } from '../errors.ts';
import type { Estimate } from '../numerics/estimate.ts';
import type { Prior } from '../priors/prior.ts';
import {
  derivative,
  evaluate,
  type Interpolant,
  interpolate,
  stationaryPoints,
} from './chebyshev-interpolant.ts';

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
 * built cell by cell where a question needs them. They only bracket: every number that leaves this
 * file is evaluated on the curve itself. mmse(r) travels beside M(r) and is passed to the channel
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

/** A root of α(r) = α on a rising part of the curve: a stable fixed point of state evolution. */
export interface CurveRoot {
  readonly r: number;
  /** Relative error of r: that of α(r), through the implicit function. */
  readonly relativeError: number;
  /** Relative error of α(r) there. */
  readonly relativeAlphaError: number;
  /** dM/d ln r */
  readonly overlapSlope: number;
  /** M and mmse at the very r that is given; `overlap` and `meanSquareError` add what its error does. */
  readonly moments: Pick<CurvePoint, 'overlap' | 'meanSquareError'>;
  readonly overlap: Estimate;
  readonly meanSquareError: Estimate;
}

/** A fold: the overlap's error contains that of the fold's place. */
export interface Fold {
  readonly kind: 'maximum' | 'minimum';
  readonly x: number;
  /** d² ln α / dx² */
  readonly curvature: number;
  readonly r: number;
  readonly alpha: Estimate;
  readonly overlap: Estimate;
  readonly meanSquareError: Estimate;
}

export interface Roots {
  /** Stable fixed points with 0 < r < ∞, ascending. */
  readonly roots: readonly CurveRoot[];
  /** Folds whose α cannot be told from the α of the question. */
  readonly grazed: readonly Fold[];
}

interface Knot {
  readonly x: number;
  readonly y: number;
  /** The interpolant to the right of the knot (of the last knot: to its left). */
  readonly piece: Interpolant;
}

/** A maximal monotone stretch of the curve. */
export interface Run {
  readonly rising: boolean;
  readonly knots: readonly Knot[];
  /** Whether the first and last knots are folds, rather than the ends of what was looked at. */
  readonly startsAtFold: boolean;
  readonly endsAtFold: boolean;
}

const EPSILON = Number.EPSILON;
/** Width of a cell in x. */
const CELL = 2;
/** Accuracy of the interpolants of ln α. */
const RESOLUTION = 1e-11;
/** Folds shallower than this in ln α are below the resolution of the interpolants. */
const PROMINENCE = 1e-10;
/** A discrete prior seen so well that mmse < ρ·SMALLEST: the curve is followed no further. */
const SMALLEST = 1e-100;
const LARGEST_X = 90;
/** Of ln α: larger ones are not told apart. */
const LARGEST_LEVEL = 700;

const difference = (a: number, b: number): number => (a === b ? 0 : a - b);

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
  private readonly folds = new Map<Knot, Fold>();
  private lastRuns: { low: number; high: number; runs: readonly Run[] } | null = null;
  private end: number | null = null;

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
  private stretch(r: number): number {
    return this.offset > 0 ? 1 + this.offset / r : 1;
  }

  private readonly logAlpha = (x: number): number => {
    const { alpha, r } = this.at(this.signalToNoise(x));
    // Where A underflows (an output that almost never changes) α is beyond any question.
    const y = Math.min(Math.log(alpha.value), LARGEST_LEVEL);
    if (!Number.isFinite(y))
      throw new ConvergenceError('fixed-point curve', `α(r) = ${alpha.value} at r = ${r}`);
    return y;
  };

  /** dM/d ln r = −d mmse/d ln r, to three digits, from whichever of the two keeps its own. */
  private overlapSlope({ r, overlap, meanSquareError }: CurvePoint): number {
    if (r === 0 || r === Infinity) return 0;
    const h = 1e-3;
    const moved =
      overlap.value < meanSquareError.value
        ? this.prior.overlap(r * (1 + h)).value - overlap.value
        : this.prior.meanSquareError(r * (1 + h)).value - meanSquareError.value;
    return Math.abs(moved) / h;
  }

  /** Where a discrete prior is known to all practical purposes; ∞ where this never happens. */
  private get endOfCurve(): number {
    if (this.end !== null) return this.end;
    const { prior } = this;
    if (Number.isFinite(this.conjugateAtEnd) || prior.continuousMass > 0) {
      this.end = Infinity;
      return this.end;
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
    this.end = low;
    return low;
  }

  private cell(k: number): readonly Knot[] {
    let knots = this.cells.get(k);
    if (knots === undefined) {
      const high = Math.min((k + 1) * CELL, this.endOfCurve);
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
    const end = this.endOfCurve;
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
    if (Number.isFinite(this.endOfCurve)) high = this.endOfCurve;
    else {
      const done = (x: number): boolean => {
        const point = this.at(this.signalToNoise(x));
        if (Number.isFinite(this.conjugateAtEnd))
          return point.conjugatePerAlpha.value >= 0.999 * this.conjugateAtEnd;
        if (point.meanSquareError.value > 1e-6 * rho) return false;
        if (channel.revealedFraction === 0) return true;
        return Math.abs(point.alpha.value / this.limit - 1) < 1e-6;
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
  private runsFor(alpha: number): readonly Run[] {
    const { prior, channel } = this;
    // A is non-decreasing, so that r = αA lies between its values at both ends.
    const low = this.offset > 0 ? 0 : this.coordinate(alpha * this.conjugateAtStart) - 1e-3;
    let high: number;
    if (Number.isFinite(this.conjugateAtEnd))
      high = this.coordinate(alpha * this.conjugateAtEnd) + 1e-3;
    else if (Number.isFinite(this.endOfCurve)) high = this.endOfCurve;
    else {
      high = this.coordinate(1 / prior.secondMoment) + CELL;
      const target = difference(alpha / this.limit, 1);
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

  /** Stable fixed points at α with 0 < r < ∞, ascending. */
  roots(alpha: number): Roots {
    requireNumber('fixed point', 'alpha', alpha, { above: 0 });
    const roots: CurveRoot[] = [];
    const grazed: Fold[] = [];
    for (const run of this.runsFor(alpha)) {
      if (!run.rising) continue;
      const found = this.rootOnRun(run, alpha, grazed);
      if (found !== null) roots.push(found);
    }
    return { roots, grazed };
  }

  /** The root of α(r) = alpha on a rising run, or null. Folds too close to tell are added to `grazed`. */
  rootOnRun(run: Run, alpha: number, grazed: Fold[] = []): CurveRoot | null {
    const level = Math.log(alpha);
    const { knots } = run;
    const start = knots[0];
    const end = knots[knots.length - 1];
    // What rises to a finite limit stays below it.
    if (!run.endsAtFold && this.limit > 0 && alpha >= this.limit) return null;
    // What rises from α_WR at r = 0 stays above it.
    if (!run.startsAtFold && this.weakRecovery !== null && alpha <= this.weakRecovery.value)
      return null;
    let lower = start.x;
    let upper = end.x;
    // Close to a fold the interpolant no longer decides; the fold itself does.
    const near = 1e-5;
    let fold: Fold | null = null;
    if (run.startsAtFold && Math.abs(level - start.y) < near) {
      fold = this.fold(start, 'minimum');
      if (isGrazed(fold, alpha)) grazed.push(fold);
      if (alpha < fold.alpha.value) return null;
      lower = fold.x;
    } else if (level < start.y - RESOLUTION) return null;
    if (run.endsAtFold && Math.abs(level - end.y) < near) {
      const top = this.fold(end, 'maximum');
      if (isGrazed(top, alpha)) grazed.push(top);
      if (alpha > top.alpha.value) return null;
      upper = top.x;
      if (fold === null || level - start.y > end.y - level) fold = top;
    } else if (level > end.y + RESOLUTION) return null;

    let i = 1;
    while (i < knots.length - 1 && knots[i].y < level) i++;
    const a = knots[i - 1];
    const b = knots[i];
    let x = interpolantRoot(a.piece, Math.max(a.x, lower), Math.min(b.x, upper), level);
    if (fold !== null) {
      const away = Math.sqrt(
        (2 * Math.abs(Math.log(alpha / fold.alpha.value))) / Math.abs(fold.curvature),
      );
      const guess = fold.kind === 'maximum' ? fold.x - away : fold.x + away;
      if (guess >= lower && guess <= upper) x = guess;
    }
    return this.polish(alpha, a.piece, x, lower, upper, fold);
  }

  /** Newton's method on the curve itself, safeguarded by the bracket [lower, upper]. */
  private polish(
    alpha: number,
    piece: Interpolant,
    guess: number,
    lower: number,
    upper: number,
    fold: Fold | null,
  ): CurveRoot | null {
    const slope = derivative(piece);
    const bend = derivative(slope);
    const clamp = (x: number) => Math.min(Math.max(x, piece.low), piece.high);
    // Near the fold the interpolant's slope is measured from the fold's, which is zero.
    const slopeAt = (x: number): number =>
      fold === null || Math.abs(x - fold.x) > 0.05
        ? evaluate(slope, clamp(x))
        : fold.curvature * (x - fold.x) || EPSILON;
    let [low, high] = [lower, upper];
    let r = this.signalToNoise(guess);
    let best: { point: CurvePoint; residual: number } | null = null;
    for (let i = 0; i < 80; i++) {
      const point = this.at(r);
      const residual = (point.alpha.value - alpha) / alpha;
      const improved = best === null || Math.abs(residual) < 0.5 * Math.abs(best.residual);
      if (best === null || Math.abs(residual) < Math.abs(best.residual)) best = { point, residual };
      if (Math.abs(residual) <= 2 * EPSILON) break;
      const noise = (2 * point.alpha.error) / alpha;
      if (!improved && Math.abs(best.residual) <= noise) break;
      const x = this.coordinate(r);
      if (residual > 0) high = Math.min(high, x);
      else low = Math.max(low, x);
      const step = -Math.log1p(residual) / slopeAt(x);
      // In r rather than x: the last digits of r are finer than those of its logarithm.
      let next = r * (1 + Math.expm1(step) * (this.offset > 0 ? this.stretch(r) : 1));
      const nextX = next > 0 ? this.coordinate(next) : Number.NaN;
      const margin = 1e-9;
      if (!(nextX >= low - margin && nextX <= high + margin) || (!improved && i > 3)) {
        if (high - low <= 4 * EPSILON * Math.max(1, Math.abs(high))) break;
        next = this.signalToNoise(0.5 * (low + high));
      }
      if (next === r) break;
      r = next;
    }
    if (best === null) return null;
    const { point, residual } = best;
    const noise = point.alpha.error / alpha + 2 * EPSILON;
    // The curve ends before it reaches α: no root here.
    if (Math.abs(residual) > 1e-9 + noise) return null;
    const x = this.coordinate(point.r);
    const e = noise + Math.abs(residual);
    const relativeError =
      this.stretch(point.r) *
        displacement(e, slopeAt(x), fold?.curvature ?? evaluate(bend, clamp(x))) +
      2 * EPSILON;
    const rho = this.prior.secondMoment;
    const overlapSlope = this.overlapSlope(point);
    const moved = overlapSlope * relativeError;
    const plus = ({ value, error }: Estimate): Estimate => ({
      value,
      error: Math.min(rho, error + moved),
    });
    return {
      r: point.r,
      relativeError,
      relativeAlphaError: e,
      overlapSlope,
      moments: point,
      overlap: plus(point.overlap),
      meanSquareError: plus(point.meanSquareError),
    };
  }

  /** The fold at a turning knot, on the curve itself. */
  fold(knot: Knot, kind: Fold['kind']): Fold {
    let fold = this.folds.get(knot);
    if (fold === undefined) {
      fold = this.locateFold(knot.x, kind);
      this.folds.set(knot, fold);
    }
    return fold;
  }

  /**
   * Zero of d ln α/dx from a fresh interpolant around it. The fold's α is insensitive to its place
   * to first order, so that α comes out with the full accuracy of the curve.
   */
  private locateFold(guess: number, kind: Fold['kind']): Fold {
    let x = guess;
    let width = 0.25;
    for (let attempt = 0; attempt < 12; attempt++) {
      const low = this.offset > 0 ? Math.max(0, x - width) : x - width;
      const high = Math.min(x + width, this.endOfCurve);
      const [piece] = interpolate(this.logAlpha, low, high, 1e-15, high - low);
      const c = piece.coefficients;
      const tail = Math.max(...c.subarray(-4).map(Math.abs));
      const bend = derivative(derivative(piece));
      const right = stationaryPoints(piece)
        .filter((s) => (kind === 'maximum' ? evaluate(bend, s) < 0 : evaluate(bend, s) > 0))
        .sort((p, q) => Math.abs(p - x) - Math.abs(q - x));
      if (tail > 1e-13 && width > 0.02 && attempt < 8) {
        if (right.length > 0) x = right[0];
        width *= 0.5;
        continue;
      }
      if (right.length === 0) {
        width *= 2;
        continue;
      }
      const place = right[0];
      if (Math.abs(place - x) > 0.5 * width && attempt < 8) {
        x = place;
        continue;
      }
      return this.foldAt(place, kind, evaluate(bend, place), tail, width);
    }
    throw new ConvergenceError('fixed-point curve', `no ${kind} of α(r) near ln r = ${guess}`);
  }

  private foldAt(
    x: number,
    kind: Fold['kind'],
    curvature: number,
    tail: number,
    width: number,
  ): Fold {
    const point = this.at(this.signalToNoise(x));
    const noise = point.alpha.error / point.alpha.value + EPSILON;
    const place = (8 * (noise + 4 * tail)) / (width * Math.abs(curvature));
    const moved = this.overlapSlope(point) * this.stretch(point.r) * place;
    return {
      kind,
      x,
      curvature,
      r: point.r,
      alpha: {
        value: point.alpha.value,
        error: point.alpha.error + point.alpha.value * 0.5 * Math.abs(curvature) * place * place,
      },
      overlap: { value: point.overlap.value, error: point.overlap.error + moved },
      meanSquareError: {
        value: point.meanSquareError.value,
        error: point.meanSquareError.error + moved,
      },
    };
  }
}

function isGrazed(fold: Fold, alpha: number): boolean {
  return Math.abs(fold.alpha.value - alpha) <= fold.alpha.error + EPSILON * alpha;
}

/**
 * How far the root of y(x) = 0 moves when y is off by e, given y′ and y″: the smaller root of
 * |y′|δ − |y″|δ²/2 = e; next to a fold it grows to √(2e/|y″|).
 */
function displacement(e: number, slope: number, bend: number): number {
  const s = Math.abs(slope);
  const b = Math.abs(bend);
  const discriminant = s * s - 2 * b * e;
  if (discriminant > 0) return (2 * e) / (s + Math.sqrt(discriminant));
  return s / b + Math.sqrt((2 * e) / b);
}

/** Root of the interpolant's level crossing on [low, high], where it rises. */
function interpolantRoot(piece: Interpolant, low: number, high: number, level: number): number {
  const slope = derivative(piece);
  let [a, b] = [low, high];
  const ya = evaluate(piece, a) - level;
  const yb = evaluate(piece, b) - level;
  if (ya >= 0) return a;
  if (yb <= 0) return b;
  let x = a + ((b - a) * -ya) / (yb - ya);
  for (let i = 0; i < 60; i++) {
    const y = evaluate(piece, x) - level;
    if (y > 0) b = x;
    else a = x;
    let next = x - y / evaluate(slope, x);
    if (!(next > a && next < b)) next = 0.5 * (a + b);
    if (Math.abs(next - x) <= 1e-14 * Math.max(1, Math.abs(x))) return next;
    x = next;
  }
  return x;
}

/** Cuts a chain of knots at its turning points, ignoring wiggles below the interpolants' resolution. */
export function monotoneRuns(knots: readonly Knot[]): Run[] {
  const turns: number[] = [];
  let direction = 0;
  let candidate = 0;
  let least = 0;
  let most = 0;
  for (let i = 1; i < knots.length; i++) {
    const { y } = knots[i];
    if (direction === 0) {
      if (y < knots[least].y) least = i;
      if (y > knots[most].y) most = i;
      if (knots[most].y - knots[least].y > PROMINENCE) {
        direction = most > least ? 1 : -1;
        candidate = direction > 0 ? most : least;
      }
    } else if (direction * (y - knots[candidate].y) >= 0) candidate = i;
    else if (direction * (knots[candidate].y - y) > PROMINENCE) {
      turns.push(candidate);
      direction = -direction;
      candidate = i;
    }
  }
  const bounds = [0, ...turns, knots.length - 1];
  const runs: Run[] = [];
  for (let i = 1; i < bounds.length; i++) {
    const part = knots.slice(bounds[i - 1], bounds[i] + 1);
    runs.push({
      rising: part[part.length - 1].y > part[0].y,
      knots: part,
      startsAtFold: i > 1,
      endsAtFold: i < bounds.length - 1,
    });
  }
  return runs;
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
