/**
 * Dense linear algebra for matrices of a few rows (order parameters of K classes, K ≲ 20), where the
 * accuracy of the answer matters and the count of operations does not.
 */
import { ConvergenceError, DomainError } from '../errors.ts';
import { epsilon } from './estimate.ts';
import type { Matrix } from './matrix.ts';

/** The matrix with entries f(i, j). */
export const matrixOf = (
  rows: number,
  columns: number,
  f: (i: number, j: number) => number,
): Matrix => {
  const data = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) data[i * columns + j] = f(i, j);
  return { rows, columns, data };
};

export const entry = (a: Matrix, i: number, j: number): number => a.data[i * a.columns + j];

export const identity = (n: number, factor = 1): Matrix =>
  matrixOf(n, n, (i, j) => (i === j ? factor : 0));

export const diagonal = (d: ArrayLike<number>): Matrix =>
  matrixOf(d.length, d.length, (i, j) => (i === j ? d[i] : 0));

export const transpose = (a: Matrix): Matrix =>
  matrixOf(a.columns, a.rows, (i, j) => entry(a, j, i));

/** A·B·C… */
export const product = (first: Matrix, ...others: readonly Matrix[]): Matrix =>
  others.reduce((a, b) => {
    if (a.columns !== b.rows)
      throw new DomainError('product', 'rows of a factor', b.rows, String(a.columns));
    return matrixOf(a.rows, b.columns, (i, j) => {
      let sum = 0;
      for (let k = 0; k < a.columns; k++) sum += entry(a, i, k) * entry(b, k, j);
      return sum;
    });
  }, first);

/** Σ factorᵢ · Aᵢ over pairs of factor and matrix. */
export const combination = (...terms: readonly (readonly [number, Matrix])[]): Matrix => {
  const { rows, columns } = terms[0][1];
  const data = new Float64Array(rows * columns);
  for (const [factor, { data: x }] of terms)
    for (let k = 0; k < data.length; k++) data[k] += factor * x[k];
  return { rows, columns, data };
};

export const trace = (a: Matrix): number => {
  let sum = 0;
  for (let i = 0; i < a.rows; i++) sum += entry(a, i, i);
  return sum;
};

/** (A + Aᵀ)/2, for a product that is symmetric up to rounding. */
export const symmetrised = (a: Matrix): Matrix =>
  matrixOf(a.rows, a.rows, (i, j) => (entry(a, i, j) + entry(a, j, i)) / 2);

/** Lower L with A = L Lᵀ, or null when A is not positive definite in these digits. */
export const cholesky = (a: Matrix): Matrix | null => {
  const n = a.rows;
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = entry(a, i, j);
      for (let k = 0; k < j; k++) sum -= l[i * n + k] * l[j * n + k];
      if (i === j) {
        if (!(sum > 0)) return null;
        l[i * n + i] = Math.sqrt(sum);
      } else l[i * n + j] = sum / l[j * n + j];
    }
  }
  return { rows: n, columns: n, data: l };
};

/** A⁻¹ B by elimination with row scaling and partial pivoting. */
export const solve = (a: Matrix, b: Matrix): Matrix => {
  const n = a.rows;
  const m = b.columns;
  const left = a.data.slice();
  const right = b.data.slice();
  // Rows are scaled to compare pivots of unlike units
  const scale = Array.from({ length: n }, (_, i) => {
    let largest = 0;
    for (let j = 0; j < n; j++) largest = Math.max(largest, Math.abs(left[i * n + j]));
    return largest;
  });
  const swap = (x: Float64Array, width: number, i: number, j: number): void => {
    for (let k = 0; k < width; k++)
      [x[i * width + k], x[j * width + k]] = [x[j * width + k], x[i * width + k]];
  };
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++)
      if (Math.abs(left[i * n + k]) * scale[pivot] > Math.abs(left[pivot * n + k]) * scale[i])
        pivot = i;
    if (!(Math.abs(left[pivot * n + k]) > 0))
      throw new ConvergenceError('solve', `the matrix is singular (pivot ${k + 1} of ${n})`);
    swap(left, n, pivot, k);
    swap(right, m, pivot, k);
    [scale[pivot], scale[k]] = [scale[k], scale[pivot]];
    for (let i = k + 1; i < n; i++) {
      const factor = left[i * n + k] / left[k * n + k];
      for (let j = k + 1; j < n; j++) left[i * n + j] -= factor * left[k * n + j];
      for (let j = 0; j < m; j++) right[i * m + j] -= factor * right[k * m + j];
    }
  }
  for (let j = 0; j < m; j++)
    for (let i = n - 1; i >= 0; i--) {
      let sum = right[i * m + j];
      for (let k = i + 1; k < n; k++) sum -= left[i * n + k] * right[k * m + j];
      right[i * m + j] = sum / left[i * n + i];
    }
  return { rows: n, columns: m, data: right };
};

export const inverse = (a: Matrix): Matrix => solve(a, identity(a.rows));

/**
 * Eigenvalues and orthonormal eigenvectors (columns) of a symmetric matrix by Jacobi's rotations,
 * which annihilate one off-diagonal entry at a time and converge quadratically.
 */
export const symmetricEigen = (
  a: Matrix,
): { readonly values: Float64Array; readonly vectors: Matrix } => {
  const n = a.rows;
  const x = a.data.slice();
  const v = identity(n).data;
  for (let sweep = 0; ; sweep++) {
    let off = 0;
    let all = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        all += Math.abs(x[i * n + j]);
        if (i !== j) off += Math.abs(x[i * n + j]);
      }
    if (!Number.isFinite(all) || sweep > 60)
      throw new ConvergenceError('symmetricEigen', 'rotations do not diagonalise the matrix');
    if (off <= (epsilon / 16) * all) break;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const apq = x[p * n + q];
        if (apq === 0) continue;
        const theta = (x[q * n + q] - x[p * n + p]) / (2 * apq);
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < n; k++) {
          const xp = x[k * n + p];
          const xq = x[k * n + q];
          x[k * n + p] = c * xp - s * xq;
          x[k * n + q] = s * xp + c * xq;
        }
        for (let k = 0; k < n; k++) {
          const xp = x[p * n + k];
          const xq = x[q * n + k];
          x[p * n + k] = c * xp - s * xq;
          x[q * n + k] = s * xp + c * xq;
          const vp = v[k * n + p];
          const vq = v[k * n + q];
          v[k * n + p] = c * vp - s * vq;
          v[k * n + q] = s * vp + c * vq;
        }
        x[p * n + q] = 0;
        x[q * n + p] = 0;
      }
  }
  return {
    values: Float64Array.from({ length: n }, (_, i) => x[i * n + i]),
    vectors: { rows: n, columns: n, data: v },
  };
};

/** f(A) of a symmetric matrix, f acting on its eigenvalues. */
export const symmetricFunction = (a: Matrix, f: (eigenvalue: number) => number): Matrix => {
  const { values, vectors } = symmetricEigen(a);
  return product(vectors, diagonal(values.map(f)), transpose(vectors));
};

/** The symmetric root of a positive semi-definite matrix; eigenvalues below 0 by rounding count as 0. */
export const symmetricSqrt = (a: Matrix): Matrix =>
  symmetricFunction(a, (x) => Math.sqrt(Math.max(0, x)));
