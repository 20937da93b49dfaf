import { ConvergenceError } from '../errors.ts';
import type { Matrix } from './matrix.ts';
import { tiles } from './tiles.ts';

/** Rows eliminated before the rest of the matrix is updated: a multiple of four. */
const DEPTH = 64;
/** Panels that stay in the second-level cache while they meet all the others. */
const BLOCK = 64;

/** A = L Lᵀ, L lower triangular (row-major; zero above the diagonal). */
export class Cholesky {
  readonly size: number;
  readonly lower: Float64Array;

  constructor(size: number, lower: Float64Array) {
    this.size = size;
    this.lower = lower;
  }

  /** A⁻¹ b. */
  solve(b: ArrayLike<number>): Float64Array {
    return this.backward(this.forward(b));
  }

  /** L⁻¹ b: so that bᵀ A⁻¹ b is the square of its norm. */
  forward(b: ArrayLike<number>): Float64Array {
    const { size, lower } = this;
    const x = Float64Array.from(b);
    for (let i = 0; i < size; i++) {
      const row = i * size;
      let [even, odd] = [x[i], 0];
      let j = 0;
      for (; j + 1 < i; j += 2) {
        even -= lower[row + j] * x[j];
        odd -= lower[row + j + 1] * x[j + 1];
      }
      if (j < i) even -= lower[row + j] * x[j];
      x[i] = (even + odd) / lower[row + i];
    }
    return x;
  }

  /** L⁻ᵀ b, by rows of L, so that memory is read in order. */
  backward(b: ArrayLike<number>): Float64Array {
    const { size, lower } = this;
    const x = Float64Array.from(b);
    for (let i = size - 1; i >= 0; i--) {
      const row = i * size;
      const xi = (x[i] /= lower[row + i]);
      for (let j = 0; j < i; j++) x[j] -= lower[row + j] * xi;
    }
    return x;
  }
}

/**
 * The Cholesky factor of a symmetric positive definite matrix, of which the lower triangle is read.
 *
 *   A₁₁ = L₁₁ L₁₁ᵀ,   L₂₁ = A₂₁ L₁₁⁻ᵀ,   A₂₂ ← A₂₂ − L₂₁ L₂₁ᵀ
 *
 * block after block: almost all the work is the last product, done in tiles (tiles.ts). A matrix that
 * is not positive definite to working precision is a {@link ConvergenceError}.
 *
 * Error: L Lᵀ = A + E with |E_ij| ≤ (n + 1) ε √(A_ii A_jj), whatever the condition number.
 * Source: Higham, Accuracy and Stability of Numerical Algorithms, theorem 10.3.
 */
export function cholesky(matrix: Matrix): Cholesky {
  const size = matrix.rows;
  const width = 4 * Math.ceil(size / 4);
  const packed = width * width;
  const { memory, update, solve } = tiles(packed + width * DEPTH);
  for (let i = 0; i < size; i++)
    memory.set(matrix.data.subarray(i * size, i * size + i + 1), i * width);
  for (let i = size; i < width; i++) {
    memory.fill(0, i * width, i * width + i);
    memory[i * width + i] = 1; // padding: a unit matrix of its own
  }
  for (let top = 0; top < width; top += DEPTH) {
    const depth = Math.min(DEPTH, width - top);
    const corner = top * (width + 1);
    factorBlock(memory, corner, depth, width, top, size);
    const below = top + depth;
    const panels = (width - below) / 4;
    const panelAt = (p: number) => packed + 4 * depth * p;
    pack(memory, below * width + top, packed, depth, panels, width);
    solve(corner, packed, depth, panels, width);
    unpack(memory, packed, below * width + top, depth, panels, width);
    for (let block = 0; block < panels; block += BLOCK) {
      const end = Math.min(block + BLOCK, panels);
      for (let q = 0; q < end; q++) {
        const p = Math.max(q, block);
        const c = (below + 4 * p) * width + below + 4 * q;
        update(panelAt(p), panelAt(q), c, depth, end - p, width, -1);
      }
    }
  }
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) lower.set(memory.subarray(i * width, i * width + i + 1), i * size);
  return new Cholesky(size, lower);
}

function factorBlock(
  a: Float64Array,
  corner: number,
  depth: number,
  width: number,
  top: number,
  size: number,
): void {
  for (let i = 0; i < depth; i++) {
    const row = corner + i * width;
    for (let j = 0; j <= i; j++) {
      const other = corner + j * width;
      let sum = a[row + j];
      for (let k = 0; k < j; k++) sum -= a[row + k] * a[other + k];
      if (j < i) a[row + j] = sum / a[other + j];
      else if (sum > 0 && sum < Number.POSITIVE_INFINITY) a[row + i] = Math.sqrt(sum);
      else
        throw new ConvergenceError(
          'cholesky',
          `not positive definite to working precision: pivot ${top + i + 1} of ${size} is ${sum}`,
        );
    }
  }
}

function pack(
  memory: Float64Array,
  from: number,
  to: number,
  depth: number,
  panels: number,
  width: number,
): void {
  for (let row = 0; row < 4 * panels; row++) {
    const at = to + 4 * depth * (row >> 2) + (row & 3);
    const start = from + row * width;
    for (let k = 0; k < depth; k++) memory[at + 4 * k] = memory[start + k];
  }
}

function unpack(
  memory: Float64Array,
  from: number,
  to: number,
  depth: number,
  panels: number,
  width: number,
): void {
  for (let row = 0; row < 4 * panels; row++) {
    const at = from + 4 * depth * (row >> 2) + (row & 3);
    const start = to + row * width;
    for (let k = 0; k < depth; k++) memory[start + k] = memory[at + 4 * k];
  }
}
