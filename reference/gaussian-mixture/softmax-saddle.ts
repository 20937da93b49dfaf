/**
 * K classes with the softmax loss: the saddle-point equations of `multiclass.ts` in the K − 1 contrasts
 * of `softmax-channel.ts` (rows of W sum to zero), with the unknowns
 *
 *   M/√(tr Q/n),   Q = L Lᵀ and V = L Lᵀ by (ln L_ii, L_ij/L_ii),   b if it is free
 *
 * so that Q and V stay positive definite and every unknown is of order one at every λ.
 */
import { ConvergenceError } from '../errors.ts';
import { type Estimate, epsilon } from '../numerics/estimate.ts';
import type { Matrix } from '../numerics/matrix.ts';
import {
  cholesky,
  combination,
  diagonal,
  entry,
  matrixOf,
  product,
  symmetricEigen,
  symmetrised,
  trace,
  transpose,
} from '../numerics/small-matrix.ts';
import type { CheckedMulticlassProblem } from './multiclass-problem.ts';
import { type Precision, type SoftmaxAverages, softmaxAverages } from './softmax-averages.ts';
import { contrasts } from './softmax-channel.ts';

export interface SoftmaxState {
  /** n × K. */
  readonly overlap: Matrix;
  readonly norm: Matrix;
  readonly susceptibility: Matrix;
  readonly bias: Float64Array;
}

export interface SoftmaxImage extends Omit<SoftmaxState, 'bias'> {
  /** Σ p_k E r_k in units of its root mean square: 0 for the right b. */
  readonly imbalance: Float64Array;
  readonly weightNorm: number;
  readonly trainingLoss: number;
}

export class SoftmaxSaddle {
  readonly problem: CheckedMulticlassProblem;
  readonly K: number;
  readonly n: number;
  readonly U: Matrix;
  readonly free: boolean;

  constructor(problem: CheckedMulticlassProblem) {
    this.problem = problem;
    this.K = problem.classes;
    this.n = this.K - 1;
    this.U = contrasts(this.K);
    this.free = problem.bias === 'free';
  }

  get triangle(): number {
    return (this.n * (this.n + 1)) / 2;
  }

  unknowns({ overlap, norm, susceptibility }: Omit<SoftmaxState, 'bias'>): number[] | null {
    const factors = [cholesky(norm), cholesky(susceptibility)];
    const scale = Math.sqrt(trace(norm) / this.n);
    const x = Array.from(overlap.data, (m) => m / scale);
    for (const l of factors) {
      if (l === null) return null;
      for (let i = 0; i < this.n; i++) {
        for (let j = 0; j < i; j++) x.push(entry(l, i, j) / entry(l, i, i));
        x.push(Math.log(entry(l, i, i)));
      }
    }
    return x;
  }

  state(x: Float64Array): SoftmaxState {
    const { n, K, triangle } = this;
    const square = (offset: number): Matrix => {
      const at = (i: number, j: number): number => x[offset + (i * (i + 1)) / 2 + j];
      const l = matrixOf(n, n, (i, j) =>
        j > i ? 0 : Math.exp(at(i, i)) * (j === i ? 1 : at(i, j)),
      );
      return symmetrised(product(l, transpose(l)));
    };
    const norm = square(n * K);
    const scale = Math.sqrt(trace(norm) / n);
    return {
      norm,
      susceptibility: square(n * K + triangle),
      overlap: matrixOf(n, K, (a, k) => scale * x[a * K + k]),
      bias: this.free ? x.slice(n * K + 2 * triangle) : new Float64Array(n),
    };
  }

  averages(
    { overlap, norm, susceptibility, bias }: SoftmaxState,
    precision: Precision,
  ): readonly SoftmaxAverages<Estimate>[] {
    return Array.from({ length: this.K }, (_, k) => {
      const mean = bias.map((b, a) => b + entry(overlap, a, k));
      return softmaxAverages(
        this.K,
        k,
        { mean, covariance: norm, width: susceptibility },
        precision,
      );
    });
  }

  /** The right-hand sides, from the averages of all classes. */
  image(lambda: number, of: readonly SoftmaxAverages<number>[]): SoftmaxImage {
    const { n, K } = this;
    const { alpha, probabilities: p, weights, covariance: s, means } = this.problem;
    const mixed = (pick: (a: SoftmaxAverages<number>) => readonly number[]): Matrix =>
      matrixOf(n, n, (a, b) => of.reduce((sum, e, k) => sum + p[k] * pick(e)[a * n + b], 0));
    const squared = mixed((e) => e.squaredForce);
    const scale = Math.sqrt(trace(squared));
    const { values, vectors } = symmetricEigen(mixed((e) => e.curvature));
    // In the eigenvectors of V̂ the denominators are numbers
    const turned = transpose(vectors);
    const conjugate = product(
      turned,
      matrixOf(n, K, (a, k) => alpha * p[k] * of[k].force[a]),
    );
    const noise = product(turned, combination([alpha, squared]), vectors);
    const zero = (columns: number): Matrix => matrixOf(n, columns, () => 0);
    let overlap = zero(K);
    let norm = zero(n);
    let susceptibility = zero(n);
    let weightNorm = 0;
    for (let j = 0; j < weights.length; j++) {
      const d = diagonal(values.map((v) => 1 / (lambda + alpha * Math.max(0, v) * s[j])));
      const seen = product(d, conjugate, means[j]);
      const square = product(
        d,
        combination([1, product(conjugate, means[j], transpose(conjugate))], [s[j], noise]),
        d,
      );
      overlap = combination([1, overlap], [weights[j], seen]);
      norm = combination([1, norm], [weights[j] * s[j], square]);
      susceptibility = combination([1, susceptibility], [weights[j] * s[j], d]);
      weightNorm += weights[j] * trace(square);
    }
    const back = (a: Matrix): Matrix => symmetrised(product(vectors, a, turned));
    return {
      overlap: product(vectors, overlap),
      norm: back(norm),
      susceptibility: back(susceptibility),
      imbalance: Float64Array.from(
        { length: n },
        (_, a) => of.reduce((sum, e, k) => sum + p[k] * e.force[a], 0) / scale,
      ),
      weightNorm,
      trainingLoss: of.reduce((sum, e, k) => sum + p[k] * e.loss, 0),
    };
  }

  /** x − (unknowns of the image), and the imbalance of the forces for b. */
  difference(x: Float64Array, image: SoftmaxImage): Float64Array | null {
    const right = this.unknowns(image);
    if (right === null) return null;
    const gap = right.map((value, i) => x[i] - value);
    return Float64Array.from(this.free ? [...gap, ...image.imbalance] : gap);
  }

  residual(lambda: number, x: Float64Array, precision: Precision): Float64Array | null {
    if (x.some((value) => Math.abs(value) > 300)) return null;
    try {
      return this.difference(
        x,
        this.image(lambda, valuesOf(this.averages(this.state(x), precision))),
      );
    } catch (error) {
      if (error instanceof ConvergenceError) return null;
      throw error;
    }
  }

  /** λ → ∞: scores of no width at the b that balances the classes, softmax(b) = p. */
  hebb(lambda: number): Float64Array {
    const { n, K, U, problem } = this;
    const bias = this.free
      ? product(
          transpose(U),
          matrixOf(K, 1, (k) => Math.log(problem.probabilities[k])),
        ).data
      : new Float64Array(n);
    let state: SoftmaxState = {
      overlap: matrixOf(n, K, () => 0),
      norm: matrixOf(n, n, (a, b) => (a === b ? 1e-8 : 0)),
      susceptibility: matrixOf(n, n, (a, b) => (a === b ? 1e-4 : 0)),
      bias,
    };
    for (let step = 0; step < 2; step++)
      state = { ...this.image(lambda, valuesOf(this.averages(state, 'coarse'))), bias };
    return Float64Array.from([...(this.unknowns(state) ?? []), ...(this.free ? bias : [])]);
  }
}

/** The same averages without their errors. */
export function valuesOf(
  of: readonly SoftmaxAverages<Estimate>[],
): readonly SoftmaxAverages<number>[] {
  const value = (e: Estimate): number => e.value;
  return of.map((a) => ({
    force: a.force.map(value),
    squaredForce: a.squaredForce.map(value),
    curvature: a.curvature.map(value),
    loss: a.loss.value,
  }));
}

export const roundingOf = (x: number): number => 16 * epsilon * Math.max(1, Math.abs(x));
