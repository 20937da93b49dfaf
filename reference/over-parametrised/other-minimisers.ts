import type { Cholesky } from '../numerics/cholesky.ts';
import { epsilon } from '../numerics/estimate.ts';
import { gramOfRows } from '../numerics/gram.ts';
import { type Matrix, matrixFromRows, multiplyTransposed, rowOf } from '../numerics/matrix.ts';
import { type CertificateProblem, norm, reflected } from './certificate-problem.ts';
import { positive } from './interior-point.ts';

/**
 * Makes the proof that A* is not alone from the dual point of the central path: a symmetric H = (a, b, Z) with
 *
 *   x_kᵀ H x_k = a u_k² + 2 u_k b·v_k + v_kᵀ Z v_k = 0 for all k,   Z ≻ 0.
 *
 * Given Z, first (a, b) by least squares; what is left over, c_k, is taken out exactly by
 *
 *   H ← H − Σ_k c_k x_k x_kᵀ,   Σ_l (x_k·x_l)² c_l = x_kᵀ H x_k,
 *
 * and Z, so changed, has to be positive definite by more than the rounding of all this. What depends on
 * the inputs only is prepared once.
 */
export function otherMinimisers(problem: CertificateProblem): (Z: Matrix) => Matrix | null {
  const { size } = problem;
  const d = size + 1;
  const inputs = withoutRepetitions(problem.inputs);
  const n = inputs.rows;
  // More samples than entries of H: only H = 0 is left.
  if (2 * n > d * (d + 1)) return () => null;
  const kernel = gramOfRows(inputs);
  for (let i = 0; i < kernel.data.length; i++) kernel.data[i] *= kernel.data[i];
  const spread = positive(kernel);
  const design = { rows: n, columns: d, data: new Float64Array(n * d) };
  for (let k = 0; k < n; k++)
    for (let i = 0; i < d; i++)
      design.data[k * d + i] = inputs.data[k * d] * inputs.data[k * d + i];
  const normal = new Float64Array(d * d);
  for (let k = 0; k < n; k++) {
    const row = rowOf(design, k);
    for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) normal[i * d + j] += row[i] * row[j];
  }
  const balanced = positive({ rows: d, columns: d, data: normal });
  if (spread === null || balanced === null) return () => null;
  const sharpest = traceOfInverse(spread);

  return (Z) => {
    let trace = 0;
    for (let i = 0; i < size; i++) trace += Z.data[i * size + i];
    const H = { rows: d, columns: d, data: new Float64Array(d * d) };
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) H.data[(i + 1) * d + j + 1] = Z.data[i * size + j] / trace;
    const misfits = () =>
      Float64Array.from({ length: n }, (_, k) => quadratic(H, rowOf(inputs, k)));
    const along = balanced.solve(multiplyTransposed(design, misfits()));
    H.data[0] = -along[0];
    for (let i = 1; i < d; i++) H.data[i] = H.data[i * d] = -along[i] / 2;
    const c = spread.solve(misfits());
    for (let k = 0; k < n; k++) {
      const x = rowOf(inputs, k);
      for (let i = 0; i < d; i++) {
        const scaled = c[k] * x[i];
        for (let j = 0; j < d; j++) H.data[i * d + j] -= scaled * x[j];
      }
    }
    // The nearest H that vanishes exactly is no farther than |misfit|/√(smallest eigenvalue of the kernel).
    const rounding = 64 * d * epsilon * norm(H.data);
    let left = 0;
    for (const misfit of misfits()) left += (Math.abs(misfit) + rounding) ** 2;
    const slack = Math.sqrt(left * sharpest) + rounding;
    const block = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) block[i * size + j] = H.data[(i + 1) * d + j + 1];
      block[i * size + i] -= slack;
    }
    return positive({ rows: size, columns: size, data: block }) === null ? null : H;
  };
}

/** tr A⁻¹, not below the largest eigenvalue of A⁻¹. */
function traceOfInverse(factor: Cholesky): number {
  const unit = new Float64Array(factor.size);
  let trace = 0;
  for (let i = 0; i < factor.size; i++) {
    unit.fill(0);
    unit[i] = 1;
    for (const x of factor.forward(unit)) trace += x * x;
  }
  return trace;
}

function quadratic({ rows: d, data }: Matrix, x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < d; i++) {
    let row = 0;
    for (let j = 0; j < d; j++) row += data[i * d + j] * x[j];
    sum += row * x[i];
  }
  return sum;
}

/** From the coordinates of the problem back to those of the inputs. */
export function inPlace(H: Matrix, { axis }: CertificateProblem): Matrix {
  const d = H.rows;
  const data = new Float64Array(d * d);
  for (let i = 0; i < d; i++) data.set(reflected(rowOf(H, i), axis), i * d);
  for (let j = 0; j < d; j++) {
    const column = Float64Array.from({ length: d }, (_, i) => data[i * d + j]);
    reflected(column, axis).forEach((x, i) => {
      data[i * d + j] = x;
    });
  }
  return { rows: d, columns: d, data };
}

/** A sample that was there before, or its negative, asks nothing new of H, and makes the kernel singular. */
function withoutRepetitions(matrix: Matrix): Matrix {
  const rows: Float64Array[] = [];
  const alike = new Map<number, Float64Array[]>(); // by |x_0|: not every sample with every other
  for (let k = 0; k < matrix.rows; k++) {
    const row = rowOf(matrix, k);
    const repeats = (other: Float64Array): boolean =>
      row.every((x, i) => x === other[i]) || row.every((x, i) => x === -other[i]);
    const key = Math.abs(row[0]);
    const before = alike.get(key) ?? [];
    if (before.some(repeats)) continue;
    rows.push(row);
    alike.set(key, [...before, row]);
  }
  return matrixFromRows('uniqueness', 'inputs', rows);
}

/** H = z zᵀ for a direction z that no input sees, scaled to unit trace orthogonal to the teacher. */
export function unseenDirection(matrix: Matrix, { axis }: CertificateProblem): Matrix {
  const { rows: n, columns: d } = matrix;
  const basis: Float64Array[] = [];
  const reduced = (vector: Float64Array): Float64Array => {
    for (let pass = 0; pass < 2; pass++)
      for (const b of basis) {
        let along = 0;
        for (let i = 0; i < d; i++) along += b[i] * vector[i];
        for (let i = 0; i < d; i++) vector[i] -= along * b[i];
      }
    return vector;
  };
  for (let k = 0; k < n; k++) {
    const row = rowOf(matrix, k).slice();
    const before = norm(row);
    const left = norm(reduced(row));
    if (left > 64 * epsilon * n * before) basis.push(row.map((x) => x / left));
  }
  let z: Float64Array = new Float64Array(d);
  for (let i = 0; i < d; i++) {
    const candidate = reduced(Float64Array.from({ length: d }, (_, j) => (i === j ? 1 : 0)));
    if (norm(candidate) > norm(z)) z = candidate;
  }
  const across = norm(reflected(z, axis).subarray(1)) || 1;
  const data = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let j = 0; j < d; j++) data[i * d + j] = (z[i] / across) * (z[j] / across);
  return { rows: d, columns: d, data };
}
