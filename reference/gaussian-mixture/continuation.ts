/**
 * The minimiser of a convex problem is unique and moves smoothly with λ. Its saddle-point equations are
 * followed down from a λ so large that all samples pull nearly alike (the Hebb rule, where the right-hand
 * sides hardly depend on the left), in steps of ln λ as long as Newton's method allows. Iterating the
 * equations instead oscillates and explodes.
 */
import { ConvergenceError } from '../errors.ts';
import { epsilon } from '../numerics/estimate.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { solveSystem } from '../numerics/newton-system.ts';

export interface Path {
  /** x − image(x) at λ, or null where it cannot be had; `fine` for the last digits. */
  residual(lambda: number, x: Float64Array, precision: 'coarse' | 'fine'): Float64Array | null;
  /** A state near the solution at a large λ. */
  start(lambda: number): Float64Array;
}

export interface Solution {
  readonly point: Float64Array;
  /** Of the residual, at the point. */
  readonly jacobian: Matrix;
}

interface Stop {
  readonly lambda: number;
  readonly point: Float64Array;
}

/** The solution at λ, beginning at `strong` if that is larger. */
export function followDown(where: string, path: Path, lambda: number, strong: number): Solution {
  const first = Math.max(lambda, strong);
  let current: Stop = { lambda: first, point: path.start(first) };
  let previous: Stop | undefined;
  let jacobian: Matrix | undefined;
  let stride = Math.log(10);
  while (stride > 1e-3) {
    const distance = Math.log(current.lambda / lambda);
    const ahead = stride >= distance ? lambda : current.lambda * Math.exp(-stride);
    const target = previous === undefined ? first : ahead;
    const outcome = solveSystem(
      (x) => path.residual(target, x, 'coarse'),
      extrapolate(previous, current, target),
      { tolerance: 1e-6, noise: 1e-7, ...(jacobian && { jacobian }) },
    );
    if (outcome.status !== 'converged') {
      jacobian = undefined;
      stride /= 3;
      continue;
    }
    previous = current;
    current = { lambda: target, point: outcome.point };
    jacobian = outcome.jacobian;
    stride *= 1.5;
    if (target !== lambda) continue;
    const last = solveSystem((x) => path.residual(lambda, x, 'fine'), outcome.point, {
      tolerance: 1e-14,
      noise: 2 * epsilon,
      jacobian,
    });
    if (last.status === 'converged') return last;
    break;
  }
  throw new ConvergenceError(
    where,
    `lost the solution near λ = ${current.lambda} on the way to λ = ${lambda}`,
  );
}

/** Straight on in ln λ. */
function extrapolate(previous: Stop | undefined, current: Stop, lambda: number): Float64Array {
  if (previous === undefined || previous.lambda === current.lambda) return current.point;
  const ahead = Math.log(lambda / current.lambda) / Math.log(current.lambda / previous.lambda);
  return current.point.map((x, i) => x + ahead * (x - previous.point[i]));
}
