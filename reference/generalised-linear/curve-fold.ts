import { ConvergenceError } from '../errors.ts';
import type { Estimate } from '../numerics/estimate.ts';
import { derivative, evaluate, interpolate, stationaryPoints } from './chebyshev-interpolant.ts';
import type { FixedPointCurve } from './fixed-point-curve.ts';
import type { Knot } from './monotone-runs.ts';

/** A fold of α(r): a spinodal. The overlap's error contains that of the fold's place. */
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

const known = new WeakMap<Knot, Fold>();

/** The fold at a turning knot, on the curve itself. */
export function foldAtKnot(curve: FixedPointCurve, knot: Knot, kind: Fold['kind']): Fold {
  let fold = known.get(knot);
  if (fold === undefined) {
    fold = locate(curve, knot.x, kind);
    known.set(knot, fold);
  }
  return fold;
}

/**
 * Zero of d ln α/dx from a fresh interpolant around it. The fold's α is insensitive to its place
 * to first order, so that α comes out with the full accuracy of the curve.
 */
function locate(curve: FixedPointCurve, guess: number, kind: Fold['kind']): Fold {
  let x = guess;
  let width = 0.25;
  for (let attempt = 0; attempt < 12; attempt++) {
    const low = Math.max(curve.start, x - width);
    const high = Math.min(x + width, curve.end);
    const [piece] = interpolate(curve.logAlpha, low, high, 1e-14, high - low);
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
    return foldAt(curve, place, kind, evaluate(bend, place), tail, width);
  }
  throw new ConvergenceError('fixed-point curve', `no ${kind} of α(r) near ln r = ${guess}`);
}

function foldAt(
  curve: FixedPointCurve,
  x: number,
  kind: Fold['kind'],
  curvature: number,
  tail: number,
  width: number,
): Fold {
  const point = curve.at(curve.signalToNoise(x));
  const noise = point.alpha.error / point.alpha.value + Number.EPSILON;
  const place = (8 * (noise + 4 * tail)) / (width * Math.abs(curvature));
  const moved = curve.overlapSlope(point) * curve.stretch(point.r) * place;
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
