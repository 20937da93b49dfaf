import { TooLargeError } from '../errors.ts';
import { signOfDot } from '../numerics/exact-sign.ts';
import type { Matrix } from '../numerics/matrix.ts';

/** Most weight vectors that are enumerated: ±1 at d = 20, three values at d = 13. */
export const MOST_WEIGHTS = 2 ** 21;
/** Most evaluations of a label (weight vectors × rows): about a minute. */
const MOST_EVALUATIONS = 2 ** 30;
const MOST_TAILS = 1024;

/**
 * All k^d weight vectors with components from `values`, and their projections z = X w.
 *
 * A weight vector is a number in base k, first component first, cut into a head and a tail of digits:
 * w = (head, tail), z = z_head + z_tail. The partial sums of the (at most 1024) tails are tabulated, so
 * that a projection costs one addition and carries the rounding error of one dot product: nothing
 * accumulates from one weight vector to the next, as it would in a Gray-code walk.
 *
 * Where the distance of z to a threshold of the channel is within that error, the side is found exactly
 * (exact-sign.ts) and z is set to the threshold, or moved away from it by the error bound: comparing
 * the returned z with the threshold is then always right, ties included.
 */
export class WeightGrid {
  readonly values: Float64Array;
  readonly size: number;
  readonly tails: number;
  readonly heads: number;
  readonly dimension: number;
  private readonly matrix: Matrix;
  private readonly tailLength: number;
  private readonly tailSums: Float64Array;
  private readonly scratch: Float64Array;
  /** Per row: bound on the rounding error of z. */
  readonly errors: Float64Array;

  constructor(where: string, matrix: Matrix, values: Float64Array) {
    const { rows, columns } = matrix;
    const size = values.length ** columns;
    if (size > MOST_WEIGHTS)
      throw new TooLargeError(where, 'number of weight vectors', size, MOST_WEIGHTS);
    if (size * rows > MOST_EVALUATIONS)
      throw new TooLargeError(where, 'weight vectors × rows', size * rows, MOST_EVALUATIONS);
    this.matrix = matrix;
    this.values = values;
    this.dimension = columns;
    this.size = size;
    this.scratch = new Float64Array(columns);
    let tails = 1;
    let tailLength = 0;
    while (tailLength < columns && tails * values.length <= MOST_TAILS) {
      tails *= values.length;
      tailLength++;
    }
    this.tails = tails;
    this.tailLength = tailLength;
    this.heads = Math.round(size / tails);

    const largest = values.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
    this.errors = new Float64Array(rows);
    this.tailSums = new Float64Array(rows * tails);
    for (let mu = 0; mu < rows; mu++) {
      let norm = 0;
      for (let i = 0; i < columns; i++) norm += Math.abs(matrix.data[mu * columns + i]);
      // one product and at most d additions on each of the d terms, and half as much again
      this.errors[mu] = 1.5 * (columns + 2) * 2 ** -53 * norm * largest;
      for (let tail = 0; tail < tails; tail++)
        this.tailSums[mu * tails + tail] = this.partialSum(mu, columns - tailLength, columns, tail);
    }
  }

  /** Whether component i belongs to the head. */
  isHead(i: number): boolean {
    return i < this.dimension - this.tailLength;
  }

  /** Component i of weight vector number `index`. */
  component(index: number, i: number): number {
    const k = this.values.length;
    return this.values[Math.floor(index / k ** (this.dimension - 1 - i)) % k];
  }

  /** Writes z_μ for all tails of one head; see the class for `thresholds`. */
  projections(head: number, mu: number, thresholds: readonly number[], out: Float64Array): void {
    const { tails, tailSums } = this;
    const error = this.errors[mu];
    const sum = this.partialSum(mu, 0, this.dimension - this.tailLength, head);
    for (let tail = 0; tail < tails; tail++) out[tail] = sum + tailSums[mu * tails + tail];
    for (const threshold of thresholds)
      for (let tail = 0; tail < tails; tail++)
        if (Math.abs(out[tail] - threshold) <= error)
          out[tail] = threshold + this.side(head * tails + tail, mu, threshold) * 2 * error;
  }

  private side(index: number, mu: number, threshold: number): number {
    const k = this.values.length;
    for (let i = this.dimension - 1, rest = index; i >= 0; i--) {
      this.scratch[i] = this.values[rest % k];
      rest = Math.floor(rest / k);
    }
    return signOfDot(this.matrix.data, this.scratch, threshold, mu * this.dimension);
  }

  /** Σ X_μi w_i over the components from ≤ i < to, whose digits form `number`. */
  private partialSum(mu: number, from: number, to: number, number: number): number {
    const k = this.values.length;
    const row = mu * this.dimension;
    let sum = 0;
    for (let i = to - 1, rest = number; i >= from; i--) {
      sum += this.matrix.data[row + i] * this.values[rest % k];
      rest = Math.floor(rest / k);
    }
    return sum;
  }
}
