import { epsilon } from '../numerics/estimate.ts';
import { type Matrix, rowOf } from '../numerics/matrix.ts';

/**
 * An instance in the coordinates in which the teacher is the first axis: x_k = (u_k, v_k).
 *
 * Every symmetric H splits into (a, b, C), and A* + H can be positive semi-definite only if C, the block
 * orthogonal to the teacher, is. A combination Σ λ_k x_k^T H x_k sees nothing of a and b if and only if
 *
 *   Σ_k λ_k u_k x_k = 0     (d equations),
 *
 * of which `balance` holds an orthonormal basis, as its rows.
 */
export interface CertificateProblem {
  readonly samples: number;
  /** d − 1. */
  readonly size: number;
  /** v_k, one a row. */
  readonly across: Matrix;
  /** x_k in the new coordinates, one a row. */
  readonly inputs: Matrix;
  /** rank × n. */
  readonly balance: Matrix;
  /** An orthonormal basis of the λ that are balanced, as rows: what is orthogonal to `balance`. */
  readonly free: Matrix;
  /** The rank of the inputs themselves. */
  readonly rank: number;
  /** Lengths were divided by this, so that ‖x_k‖² is one on average; margins by its square. */
  readonly unit: number;
  /** The reflection that puts the teacher on the first axis; see {@link reflected}. */
  readonly axis: Float64Array;
}

export function certificateProblem(matrix: Matrix, teacher: Float64Array): CertificateProblem {
  const { rows: n, columns: d } = matrix;
  const axis = axisOf(teacher);
  let square = 0;
  for (const x of matrix.data) square += x * x;
  const unit = Math.sqrt(square / n) || 1;
  const inputs = new Float64Array(n * d);
  const across = new Float64Array(n * (d - 1));
  for (let k = 0; k < n; k++) {
    const row = reflected(
      rowOf(matrix, k).map((x) => x / unit),
      axis,
    );
    inputs.set(row, k * d);
    across.set(row.subarray(1), k * (d - 1));
  }
  const rotated = { rows: n, columns: d, data: inputs };
  const balance = orthonormalised(n, d, (k, i) => inputs[k * d] * inputs[k * d + i]);
  return {
    samples: n,
    size: d - 1,
    across: { rows: n, columns: d - 1, data: across },
    inputs: rotated,
    balance,
    free: complementOf(balance),
    rank: orthonormalised(n, d, (k, i) => inputs[k * d + i]).rows,
    unit,
    axis,
  };
}

/** w + sign(w₀) ‖w‖ e₀, of unit length: the reflection in it puts w on the first axis. */
function axisOf(w: Float64Array): Float64Array {
  let largest = 0;
  for (const x of w) largest = Math.max(largest, Math.abs(x));
  const axis = w.map((x) => x / largest);
  axis[0] += axis[0] < 0 ? -norm(axis) : norm(axis);
  const length = norm(axis);
  return axis.map((x) => x / length);
}

export const norm = (x: Float64Array): number => Math.sqrt(x.reduce((sum, y) => sum + y * y, 0));

/** x − 2 (x·axis) axis. */
export function reflected(x: Float64Array, axis: Float64Array): Float64Array {
  let along = 0;
  for (let i = 0; i < x.length; i++) along += x[i] * axis[i];
  return x.map((y, i) => y - 2 * along * axis[i]);
}

/**
 * An orthonormal basis, as rows, of the span of the d vectors with entries f(k, i), k < n: Gram and
 * Schmidt, twice. What is left of a vector below rounding is not counted as a dimension.
 */
function orthonormalised(n: number, d: number, f: (k: number, i: number) => number): Matrix {
  const basis: Float64Array[] = [];
  for (let i = 0; i < d; i++) {
    const column = Float64Array.from({ length: n }, (_, k) => f(k, i));
    const before = norm(column);
    for (let pass = 0; pass < 2; pass++)
      for (const b of basis) {
        let along = 0;
        for (let k = 0; k < n; k++) along += b[k] * column[k];
        for (let k = 0; k < n; k++) column[k] -= along * b[k];
      }
    const left = norm(column);
    if (left > 64 * epsilon * n * before) basis.push(column.map((x) => x / left));
  }
  const data = new Float64Array(basis.length * n);
  basis.forEach((b, i) => {
    data.set(b, i * n);
  });
  return { rows: basis.length, columns: n, data };
}

/** An orthonormal basis, as rows, of what is orthogonal to the orthonormal rows given. */
function complementOf({ rows, columns: n, data }: Matrix): Matrix {
  const given = Array.from({ length: rows }, (_, i) => data.subarray(i * n, (i + 1) * n));
  const basis: Float64Array[] = [];
  // The unit vectors with the largest part left over come first: no basis vector is made of rounding.
  const left = Float64Array.from({ length: n }, (_, k) =>
    given.reduce((rest, b) => rest - b[k] * b[k], 1),
  );
  while (basis.length < n - rows) {
    let best = 0;
    for (let k = 1; k < n; k++) if (left[k] > left[best]) best = k;
    const vector = Float64Array.from({ length: n }, (_, k) => (k === best ? 1 : 0));
    for (let pass = 0; pass < 2; pass++)
      for (const b of [...given, ...basis]) {
        let along = 0;
        for (let k = 0; k < n; k++) along += b[k] * vector[k];
        for (let k = 0; k < n; k++) vector[k] -= along * b[k];
      }
    const length = norm(vector);
    const unit = vector.map((x) => x / length);
    basis.push(unit);
    for (let k = 0; k < n; k++) left[k] -= unit[k] * unit[k];
    left[best] = Number.NEGATIVE_INFINITY;
  }
  const out = new Float64Array(basis.length * n);
  basis.forEach((b, i) => {
    out.set(b, i * n);
  });
  return { rows: basis.length, columns: n, data: out };
}
