/**
 * Newton's method for F(x) = 0 in a few unknowns of order one (logarithms, angles), where F is smooth
 * and good to rounding but has no derivative at hand:
 *
 *   J_ij = (F_i(x + h e_j) − F_i(x))/h, kept up to date by Broyden's rank-one correction in between;
 *   steps are shortened until |F| falls.
 *
 * With h ~ 1e-7 the Jacobian has seven digits, so that the last steps gain seven digits each.
 * The solution comes with its Jacobian: the answer is as good as |J⁻¹| times what F is good for.
 */
import { ConvergenceError } from '../errors.ts';
import { epsilon } from './estimate.ts';
import type { Matrix } from './matrix.ts';
import { inverse, solve } from './small-matrix.ts';

/** F(x); null where x is outside the domain or F cannot be had. */
export type System = (x: Float64Array) => Float64Array | null;

export type NewtonOutcome =
  | {
      readonly status: 'converged';
      readonly point: Float64Array;
      /** F(point). */
      readonly residual: Float64Array;
      /** F′ near the point, by differences and rank-one corrections. */
      readonly jacobian: Matrix;
      readonly evaluations: number;
    }
  | {
      readonly status: 'stalled' | 'out-of-steps' | 'outside';
      readonly point: Float64Array;
      readonly evaluations: number;
    };

export interface NewtonOptions {
  /** Converged when the next step would change no unknown by more (default 1e-14). */
  readonly tolerance?: number;
  /** The noise of F: no smaller |F| can be asked for (default 4ε). */
  readonly noise?: number;
  readonly maxSteps?: number;
  /** No unknown moves by more in one step (default 2). */
  readonly maxStep?: number;
  /** Increment of the differences (default 1e-7). */
  readonly increment?: number;
  /** F′ at a neighbouring problem, to begin with. */
  readonly jacobian?: Matrix;
}

const size = (x: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * x[i];
  return Math.sqrt(sum);
};

const difference = (a: Float64Array, b: Float64Array): Float64Array => a.map((x, i) => x - b[i]);

const largest = (x: ArrayLike<number>): number => {
  let most = 0;
  for (let i = 0; i < x.length; i++) most = Math.max(most, Math.abs(x[i]));
  return most;
};

/** F′(x) by one-sided differences, or null where a neighbour of x is outside the domain. */
export const differenceJacobian = (
  system: System,
  x: Float64Array,
  value: Float64Array,
  increment = 1e-7,
): Matrix | null => {
  const n = x.length;
  const m = value.length;
  const data = new Float64Array(m * n);
  for (let j = 0; j < n; j++) {
    const moved = x.slice();
    moved[j] += increment * Math.max(1, Math.abs(x[j]));
    const image = system(moved);
    if (image === null || !image.every(Number.isFinite)) return null;
    for (let i = 0; i < m; i++) data[i * n + j] = (image[i] - value[i]) / (moved[j] - x[j]);
  }
  return { rows: m, columns: n, data };
};

export const solveSystem = (
  system: System,
  start: ArrayLike<number>,
  {
    tolerance = 1e-14,
    noise = 4 * epsilon,
    maxSteps = 60,
    maxStep = 2,
    increment = 1e-7,
    jacobian: known,
  }: NewtonOptions = {},
): NewtonOutcome => {
  let evaluations = 0;
  const counted: System = (x) => {
    evaluations++;
    const image = system(x);
    return image?.every(Number.isFinite) ? image : null;
  };
  let point: Float64Array = Float64Array.from(start);
  const first = counted(point);
  if (first === null) return { status: 'outside', point, evaluations };
  let value: Float64Array = first;
  let jacobian = known ?? differenceJacobian(counted, point, value, increment);
  let fresh = known === undefined;
  for (let step = 0; step < maxSteps; step++) {
    if (jacobian === null) return { status: 'outside', point, evaluations };
    const direction = newtonStep(jacobian, value);
    const length = direction === null ? Number.POSITIVE_INFINITY : largest(direction);
    if (length <= tolerance || (direction !== null && largest(value) <= noise)) {
      return { status: 'converged', point, residual: value, jacobian, evaluations };
    }
    const trial =
      direction && descend(counted, point, value, direction, Math.min(1, maxStep / length));
    if (trial === null) {
      // Nothing gained: an outdated Jacobian is renewed; with a fresh one this is the noise, or a stall
      if (fresh) {
        return length <= 1e3 * tolerance
          ? { status: 'converged', point, residual: value, jacobian, evaluations }
          : { status: 'stalled', point, evaluations };
      }
      jacobian = differenceJacobian(counted, point, value, increment);
      fresh = true;
      continue;
    }
    const gained = size(trial.value) / size(value);
    const movedBy = difference(trial.point, point);
    const changed = difference(trial.value, value);
    point = trial.point;
    value = trial.value;
    fresh = gained > 0.3;
    jacobian = fresh
      ? differenceJacobian(counted, point, value, increment)
      : broyden(jacobian, movedBy, changed);
  }
  return { status: 'out-of-steps', point, evaluations };
};

const newtonStep = (jacobian: Matrix, value: Float64Array): Float64Array | null => {
  try {
    const step = solve(jacobian, { rows: value.length, columns: 1, data: value }).data;
    return step.every(Number.isFinite) ? step : null;
  } catch (error) {
    if (error instanceof ConvergenceError) return null; // singular
    throw error;
  }
};

interface Trial {
  readonly point: Float64Array;
  readonly value: Float64Array;
}

/** A point along −direction where |F| is smaller, or null. */
const descend = (
  system: System,
  point: Float64Array,
  value: Float64Array,
  direction: Float64Array,
  first: number,
): Trial | null => {
  for (let factor = first; factor > first / 300; factor /= 2) {
    const moved = point.map((x, i) => x - factor * direction[i]);
    const image = system(moved);
    if (image !== null && size(image) < size(value)) return { point: moved, value: image };
  }
  return null;
};

/** J + (ΔF − J Δx) Δxᵀ/|Δx|². */
const broyden = (jacobian: Matrix, dx: Float64Array, dF: Float64Array): Matrix => {
  const n = dx.length;
  const data = jacobian.data.slice();
  const square = size(dx) ** 2;
  for (let i = 0; i < n; i++) {
    let gap = dF[i];
    for (let j = 0; j < n; j++) gap -= jacobian.data[i * n + j] * dx[j];
    for (let j = 0; j < n; j++) data[i * n + j] += (gap * dx[j]) / square;
  }
  return { rows: n, columns: n, data };
};

/** |J⁻¹| δ: how far the root can be when F is known to δ (its own value at the point included). */
export const rootErrors = (jacobian: Matrix, uncertainty: ArrayLike<number>): Float64Array => {
  const n = jacobian.rows;
  const back = inverse(jacobian).data;
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += Math.abs(back[i * n + j]) * uncertainty[j];
    return sum;
  });
};
