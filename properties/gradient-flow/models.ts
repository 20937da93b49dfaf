import { philoxStream } from '../../reference/numerics/random.ts';

/*
 * What can be said of data sets and of losses from their definitions alone.
 */

export type Rows = readonly (readonly number[])[];

export const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((total, x, i) => total + x * b[i], 0);

export const times = (rows: Rows, w: readonly number[]): number[] => rows.map((x) => dot(x, w));

/** A permutation of n things. */
export function shuffled(n: number, seed: number): readonly number[] {
  const stream = philoxStream(seed);
  return Array.from({ length: n }, (_, k) => [stream.uniform(), k] as const)
    .sort(([a], [b]) => a - b)
    .map(([, k]) => k);
}

/** ±1, n times. */
export function signs(n: number, seed: number): readonly number[] {
  const stream = philoxStream(seed, 2);
  return Array.from({ length: n }, () => (stream.uniform() < 0.5 ? -1 : 1));
}

/** A reflection of ℝ^d, which is its own inverse and transpose. */
export function reflection(d: number, seed: number): (x: readonly number[]) => number[] {
  const stream = philoxStream(seed, 3);
  const axis = Array.from({ length: d }, () => stream.normal());
  const norm = dot(axis, axis);
  return (x) => {
    const along = (2 * dot(x, axis)) / norm;
    return x.map((y, i) => y - along * axis[i]);
  };
}

/** Σ_μ r_μ x_μ x_μᵀ with r = y² − xᵀAx, and Σ r². */
export function forces(matrix: Rows, labels: readonly number[], A: Rows) {
  const d = A.length;
  const M = Array.from({ length: d }, () => new Array<number>(d).fill(0));
  let loss = 0;
  matrix.forEach((x, mu) => {
    const r = labels[mu] ** 2 - dot(x, times(A, x));
    loss += r * r;
    for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) M[i][j] += r * x[i] * x[j];
  });
  return { M, loss };
}

export const matrixProduct = (a: Rows, b: Rows): number[][] =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));

export const trace = (a: Rows): number => a.reduce((sum, row, i) => sum + row[i], 0);

/** WᵀW/m. */
export const gramOfWeights = (W: Rows): number[][] =>
  W[0].map((_, i) => W[0].map((__, j) => W.reduce((sum, w) => sum + w[i] * w[j], 0) / W.length));

/** Determinant by elimination with pivots. */
export function determinant(a: Rows): number {
  const rows = a.map((row) => [...row]);
  let value = 1;
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows.reduce(
      (best, row, i) => (i >= k && Math.abs(row[k]) > Math.abs(rows[best][k]) ? i : best),
      k,
    );
    if (rows[pivot][k] === 0) return 0;
    if (pivot !== k) {
      [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
      value = -value;
    }
    value *= rows[k][k];
    for (let i = k + 1; i < rows.length; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j < rows.length; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  return value;
}

/** Gaussian inputs of variance 1/d and the labels |X w*| of a teacher on the sphere ‖w*‖² = d. */
export function drawnPhase(rows: number, d: number, seed: number, stream = 0) {
  const family = philoxStream(seed, stream);
  const entries = family.fork(1);
  const matrix = Array.from({ length: rows }, () =>
    Array.from({ length: d }, () => entries.normal() / Math.sqrt(d)),
  );
  const teacher = onSphere(d, seed, 2 * stream + 7);
  return { matrix, teacher, labels: times(matrix, teacher).map(Math.abs) };
}

export function onSphere(d: number, seed: number, label: number): number[] {
  const stream = philoxStream(seed, 1).fork(label);
  const w = Array.from({ length: d }, () => stream.normal());
  const factor = Math.sqrt(d / dot(w, w));
  return w.map((x) => factor * x);
}

/** The mean of some numbers, and its standard error. */
export function meanOf(values: readonly number[]) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const square = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(square / (values.length * (values.length - 1))) };
}
