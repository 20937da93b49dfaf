import { productError } from './exact-sign.ts';
import type { Matrix } from './matrix.ts';

/**
 * Sums and products as if in twice the working precision, rounded at the end:
 *
 *   |fl(Σ x_k w_k) − Σ x_k w_k| ≤ ε |Σ x_k w_k| + (K ε)² Σ |x_k w_k|
 *
 * The error of every product and every sum is computed, exactly, and added up beside the result. What a
 * solver leaves over, a difference of large sums that cancel, is known to its last digits only so.
 *
 * Source: Ogita, Rump & Oishi, "Accurate sum and dot product", SIAM J. Sci. Comput. 26 (2005).
 */
export class Accumulator {
  private sum = 0;
  private rest = 0;

  add(x: number): void {
    const next = this.sum + x;
    const virtual = next - this.sum;
    this.rest += this.sum - (next - virtual) + (x - virtual);
    this.sum = next;
  }

  addProduct(x: number, y: number): void {
    const product = x * y;
    this.rest += productError(x, y, product);
    this.add(product);
  }

  get value(): number {
    return this.sum + this.rest;
  }
}

/** X w − b (b = 0 where it is not given). */
export function multiplyAccurately(
  { rows, columns, data }: Matrix,
  w: Float64Array,
  b?: Float64Array,
): Float64Array {
  const product = new Float64Array(rows);
  for (let i = 0, k = 0; i < rows; i++) {
    let sum = b === undefined ? 0 : -b[i];
    let rest = 0;
    for (let j = 0; j < columns; j++, k++) {
      const term = data[k] * w[j];
      const next = sum + term;
      const virtual = next - sum;
      rest += sum - (next - virtual) + (term - virtual) + productError(data[k], w[j], term);
      sum = next;
    }
    product[i] = sum + rest;
  }
  return product;
}

/** λ w − Xᵀ a. */
export function residualAccurately(
  lambda: number,
  w: Float64Array,
  { rows, columns, data }: Matrix,
  a: Float64Array,
): Float64Array {
  const sum = w.map((wi) => lambda * wi);
  const rest = w.map((wi, i) => productError(lambda, wi, sum[i]));
  for (let i = 0, k = 0; i < rows; i++) {
    const minus = -a[i];
    if (minus === 0) k += columns;
    else
      for (let j = 0; j < columns; j++, k++) {
        const term = data[k] * minus;
        const next = sum[j] + term;
        const virtual = next - sum[j];
        rest[j] +=
          sum[j] - (next - virtual) + (term - virtual) + productError(data[k], minus, term);
        sum[j] = next;
      }
  }
  return sum.map((s, j) => s + rest[j]);
}
