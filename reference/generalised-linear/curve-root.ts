import { requireNumber } from '../errors.ts';
import type { Estimate } from '../numerics/estimate.ts';
import { derivative, evaluate, type Interpolant } from './chebyshev-interpolant.ts';
import { type Fold, foldAtKnot } from './curve-fold.ts';
import { type CurvePoint, type FixedPointCurve, RESOLUTION } from './fixed-point-curve.ts';
import type { Run } from './monotone-runs.ts';

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

export interface Roots {
  /** Stable fixed points with 0 < r < ∞, ascending. */
  readonly roots: readonly CurveRoot[];
  /** Folds whose α cannot be told from the α of the question. */
  readonly grazed: readonly Fold[];
}

/** Stable fixed points at α with 0 < r < ∞, ascending. */
export function rootsOf(curve: FixedPointCurve, alpha: number): Roots {
  requireNumber('fixed point', 'alpha', alpha, { above: 0 });
  const roots: CurveRoot[] = [];
  const grazed: Fold[] = [];
  for (const run of curve.runsFor(alpha)) {
    if (!run.rising) continue;
    const found = rootOnRun(curve, run, alpha, grazed);
    if (found !== null) roots.push(found);
  }
  return { roots, grazed };
}

/** The root of α(r) = alpha on a rising run, or null. Folds too close to tell are added to `grazed`. */
export function rootOnRun(
  curve: FixedPointCurve,
  run: Run,
  alpha: number,
  grazed: Fold[] = [],
): CurveRoot | null {
  const level = Math.log(alpha);
  const { knots } = run;
  const start = knots[0];
  const end = knots[knots.length - 1];
  // What rises to a finite limit stays below it.
  if (!run.endsAtFold && curve.limit > 0 && alpha >= curve.limit) return null;
  // What rises from α_WR at r = 0 stays above it.
  if (!run.startsAtFold && curve.weakRecovery !== null && alpha <= curve.weakRecovery.value)
    return null;
  let lower = start.x;
  let upper = end.x;
  // Close to a fold the interpolant no longer decides; the fold itself does.
  const near = 1e-5;
  let fold: Fold | null = null;
  if (run.startsAtFold && Math.abs(level - start.y) < near) {
    fold = foldAtKnot(curve, start, 'minimum');
    if (isGrazed(fold, alpha)) grazed.push(fold);
    if (alpha < fold.alpha.value) return null;
    lower = fold.x;
  } else if (level < start.y - RESOLUTION) return null;
  if (run.endsAtFold && Math.abs(level - end.y) < near) {
    const top = foldAtKnot(curve, end, 'maximum');
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
  return polish(curve, alpha, a.piece, x, lower, upper, fold);
}

/** Newton's method on the curve itself, safeguarded by the bracket [lower, upper]. */
function polish(
  curve: FixedPointCurve,
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
      : fold.curvature * (x - fold.x) || Number.EPSILON;
  let [low, high] = [lower, upper];
  let r = curve.signalToNoise(guess);
  let best: { point: CurvePoint; residual: number } | null = null;
  for (let i = 0; i < 80; i++) {
    const point = curve.at(r);
    const residual = (point.alpha.value - alpha) / alpha;
    const improved = best === null || Math.abs(residual) < 0.5 * Math.abs(best.residual);
    if (best === null || Math.abs(residual) < Math.abs(best.residual)) best = { point, residual };
    if (Math.abs(residual) <= 2 * Number.EPSILON) break;
    const noise = (2 * point.alpha.error) / alpha;
    if (!improved && Math.abs(best.residual) <= noise) break;
    const x = curve.coordinate(r);
    if (residual > 0) high = Math.min(high, x);
    else low = Math.max(low, x);
    const step = -Math.log1p(residual) / slopeAt(x);
    // In r rather than x: the last digits of r are finer than those of its logarithm.
    let next = r * (1 + Math.expm1(step) * curve.stretch(r));
    const nextX = next > 0 ? curve.coordinate(next) : Number.NaN;
    const margin = 1e-9;
    if (!(nextX >= low - margin && nextX <= high + margin) || (!improved && i > 3)) {
      if (high - low <= 4 * Number.EPSILON * Math.max(1, Math.abs(high))) break;
      next = curve.signalToNoise(0.5 * (low + high));
    }
    if (next === r) break;
    r = next;
  }
  if (best === null) return null;
  const { point, residual } = best;
  const noise = point.alpha.error / alpha + 2 * Number.EPSILON;
  // The curve ends before it reaches α: no root here.
  if (Math.abs(residual) > 1e-9 + noise) return null;
  const x = curve.coordinate(point.r);
  const e = noise + Math.abs(residual);
  const relativeError =
    curve.stretch(point.r) *
      displacement(e, slopeAt(x), fold?.curvature ?? evaluate(bend, clamp(x))) +
    2 * Number.EPSILON;
  const rho = curve.prior.secondMoment;
  const overlapSlope = curve.overlapSlope(point);
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

function isGrazed(fold: Fold, alpha: number): boolean {
  return Math.abs(fold.alpha.value - alpha) <= fold.alpha.error + Number.EPSILON * alpha;
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
