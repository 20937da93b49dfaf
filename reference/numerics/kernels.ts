import { simdKernel } from './kernels.simd.ts';
import type { Matrix } from './matrix.ts';

/** What a row answers to its two sums: the weights with which it enters the column sums. */
export type Respond = (
  row: number,
  projection: number,
  variance: number,
) => { readonly g: number; readonly dg: number };

/** As {@link Respond}, in the scalar-variance sweep. */
export type RespondLinear = (row: number, projection: number) => number;

/**
 * The two matrix–vector products forward and the two backward of an iteration of G-AMP, in one pass
 * over the matrix: while a row is in the cache it is projected, answers, and is accumulated.
 *
 *   p_μ = Σ_i F_μi a_i      q_μ = Σ_i F_μi² v_i      (g_μ, dg_μ) = respond(μ, p_μ, q_μ)
 *   b_i = Σ_μ F_μi g_μ      c_i = Σ_μ F_μi² dg_μ
 *
 * F² is formed on the way and never stored. The matrix is read from memory once where four library
 * products read it, or its square, four times: for a matrix larger than the cache that is what counts.
 *
 * The order of summation is part of the contract, so that each kernel gives the same bytes:
 *   p, q: the even columns left to right, the odd columns left to right, then even + odd;
 *         the terms are F a and (F F) v
 *   b, c: the rows top to bottom, from 0; the terms are F g and (F F) dg
 * with each product and each sum rounded to double (no fused multiply-add).
 */
export interface Kernel {
  readonly name: 'plain' | 'simd';
  /** Overwrites `b` and `c`. The sums of a later row may be formed before an earlier one is asked. */
  sweep(
    matrix: Matrix,
    a: Float64Array,
    v: Float64Array,
    respond: Respond,
    b: Float64Array,
    c: Float64Array,
  ): void;
  /** The same without the squares: p and b only. */
  sweepLinear(matrix: Matrix, a: Float64Array, respond: RespondLinear, b: Float64Array): void;
}

/** In plain JavaScript. */
export const plainKernel: Kernel = {
  name: 'plain',

  sweep({ rows, columns, data }, a, v, respond, b, c) {
    b.fill(0);
    c.fill(0);
    for (let row = 0; row < rows; row++) {
      const start = row * columns;
      let pEven = 0;
      let pOdd = 0;
      let qEven = 0;
      let qOdd = 0;
      let i = 0;
      for (; i + 1 < columns; i += 2) {
        const even = data[start + i];
        const odd = data[start + i + 1];
        pEven += even * a[i];
        pOdd += odd * a[i + 1];
        qEven += even * even * v[i];
        qOdd += odd * odd * v[i + 1];
      }
      if (i < columns) {
        const last = data[start + i];
        pEven += last * a[i];
        qEven += last * last * v[i];
      }
      const { g, dg } = respond(row, pEven + pOdd, qEven + qOdd);
      for (let j = 0; j < columns; j++) {
        const f = data[start + j];
        b[j] += f * g;
        c[j] += f * f * dg;
      }
    }
  },

  sweepLinear({ rows, columns, data }, a, respond, b) {
    b.fill(0);
    for (let row = 0; row < rows; row++) {
      const start = row * columns;
      let pEven = 0;
      let pOdd = 0;
      let i = 0;
      for (; i + 1 < columns; i += 2) {
        pEven += data[start + i] * a[i];
        pOdd += data[start + i + 1] * a[i + 1];
      }
      if (i < columns) pEven += data[start + i] * a[i];
      const g = respond(row, pEven + pOdd);
      for (let j = 0; j < columns; j++) b[j] += data[start + j] * g;
    }
  },
};

/**
 * The fastest kernel of this machine for matrices of `columns` columns: WebAssembly SIMD where it may
 * be compiled (a browser's security policy can forbid it), else plain JavaScript. Same bytes.
 */
export function kernelFor(columns: number): Kernel {
  return simdKernel(columns) ?? plainKernel;
}
