/**
 * The special points of two units, each a root on a curve of fixed points:
 *
 *  - specialisation: α_+(r_+, 0) = α_−(r_+, 0), where the unspecialised branch becomes unstable and the
 *    specialised one leaves it;
 *  - perfect generalisation becomes the likelier state (Rademacher): F + α Ψ = −2 ln 2 on the
 *    unspecialised branch, the free entropy of the teacher himself;
 *  - the end of the specialised branch (Rademacher): the maximum of α(r_−) along it.
 */
import { ConvergenceError } from '../errors.ts';
import {
  derivative,
  evaluate,
  type Interpolant,
  interpolate,
  stationaryPoints,
} from '../generalised-linear/chebyshev-interpolant.ts';
import type { Estimate } from '../numerics/estimate.ts';
import { findRoot } from '../numerics/roots.ts';
import { type BranchPoint, branchPoint, coarse, fine, freeEntropyAt, noise } from './branch.ts';
import { unspecialisedSlope } from './unspecialised.ts';
import type { CommitteePrior } from './weights.ts';

export interface Transition {
  readonly alpha: Estimate;
  readonly point: BranchPoint;
}

const once = <K, T>(f: (key: K) => T): ((key: K) => T) => {
  const known = new Map<K, T>();
  return (key) => {
    const found = known.get(key) ?? f(key);
    known.set(key, found);
    return found;
  };
};

/** Where the units begin to specialise. */
export const specialisation = once((prior: CommitteePrior): Transition => {
  const gap = (step: number) => (u: number) => {
    const { plus, minus } = branchPoint(prior, u, 0, step);
    return plus - minus;
  };
  // α_+ rises from 0; α_− is of order one and larger there
  const { root } = findRoot(gap(coarse), 0.1, 4, { tolerance: 0 });
  const h = 1e-3;
  const slope = (gap(coarse)(root + h) - gap(coarse)(root - h)) / (2 * h);
  const point = branchPoint(prior, root, 0, fine);
  const place = (Math.abs(point.plus - point.minus) + 2 * noise) / Math.abs(slope);
  const alpha = Math.exp(point.plus);
  const relative = noise + Math.abs(unspecialisedSlope(prior, root)) * place;
  return { alpha: { value: alpha, error: relative * alpha }, point };
});

/** Where a Rademacher teacher himself becomes the likelier state: f = −2 ln 2. */
export const perfectGeneralisation = once((prior: CommitteePrior): Transition => {
  const excess = (step: number) => (u: number) => {
    const point = branchPoint(prior, u, 0, step);
    return freeEntropyAt(point, Math.exp(point.plus)) + 2 * Math.LN2;
  };
  const { root } = findRoot(excess(coarse), 0.1, 4, { tolerance: 0 });
  const point = branchPoint(prior, root, 0, fine);
  // At the true α of this r_+ the free entropy misses by `rest`, and df/dα = Ψ
  const alpha = Math.exp(point.plus);
  const rest = freeEntropyAt(point, alpha) + 2 * Math.LN2;
  const error = 2 * Math.abs(rest / point.channel.potential) + noise * alpha;
  return { alpha: { value: alpha, error }, point };
});

/** The point of the specialised branch at u_−, near u_+ = `guess`. */
export const specialisedAt = (
  prior: CommitteePrior,
  uMinus: number,
  guess: number,
  step: number,
): BranchPoint => {
  let best: BranchPoint | null = null;
  const gap = (u: number): number => {
    const point = branchPoint(prior, u, uMinus, step);
    const value = point.plus - point.minus;
    if (best === null || Math.abs(value) < Math.abs(best.plus - best.minus)) best = point;
    return value;
  };
  // Secants; ln α_+ − ln α_− is close to a straight line in u_+
  let [x0, x1] = [guess, guess * 1.001 + 1e-4];
  let [f0, f1] = [gap(x0), gap(x1)];
  for (let k = 0; k < 30; k++) {
    if (Math.abs(f1) <= 1e-14 || x1 === x0 || f1 === f0) break;
    const x2 = Math.max(x1 / 2, Math.min(2 * x1, x1 - (f1 * (x1 - x0)) / (f1 - f0)));
    const before = Math.abs(f1);
    [x0, f0, x1] = [x1, f1, x2];
    f1 = gap(x2);
    if (before < 1e-11 && Math.abs(f1) >= before / 4) break;
  }
  const found = best as BranchPoint | null;
  if (found === null || !(Math.abs(found.plus - found.minus) < 1e-9))
    throw new ConvergenceError('specialised branch', `no fixed point at u_− = ${uMinus}`);
  return found;
};

/** The specialised branch of Rademacher weights up to its fold, as interpolants in u_−. */
export interface Branch {
  readonly alpha: Interpolant;
  readonly uPlus: Interpolant;
  /** u_− at the fold. */
  readonly end: number;
  readonly fold: Transition;
}

export const rademacherBranch = once((prior: CommitteePrior): Branch => {
  const start = specialisation(prior).point.uPlus;
  const tip = 1.1;
  const seen = new Map<number, BranchPoint>();
  const trace = (x: number): BranchPoint => {
    const known = seen.get(x);
    if (known !== undefined) return known;
    const nearest = [...seen.entries()].sort(
      ([a], [b]) => Math.abs(a - x) - Math.abs(b - x),
    )[0]?.[1];
    const point = specialisedAt(prior, x, nearest?.uPlus ?? start, coarse);
    seen.set(x, point);
    return point;
  };
  // Not analytic at u_− = 0 (e^{−1/q_−} is of the kind that is missed): enough to start from
  const [alpha] = interpolate((x) => trace(x).plus, 0, tip, 1e-4, tip);
  const [uPlus] = interpolate((x) => trace(x).uPlus, 0, tip, 1e-4, tip);
  const [guess] = stationaryPoints(alpha);
  const near = interpolate((x) => trace(x).plus, guess - 0.15, guess + 0.15, 1e-12, 0.3)[0];
  const turns = stationaryPoints(near);
  if (turns.length !== 1)
    throw new ConvergenceError('specialised branch', `${turns.length} folds instead of one`);
  const end = turns[0];
  const point = specialisedAt(prior, end, evaluate(uPlus, end), fine);
  const value = Math.exp(point.plus);
  // α is stationary: an error of its place enters squared
  const bend = Math.abs(evaluate(derivative(derivative(near)), end));
  const tail = Math.max(...near.coefficients.subarray(-3).map(Math.abs));
  const place = (64 * (tail + noise)) / bend;
  const relative = 2 * Math.abs(point.plus - point.minus) + 2 * noise + (bend * place * place) / 2;
  return { alpha, uPlus, end, fold: { alpha: { value, error: relative * value }, point } };
});
