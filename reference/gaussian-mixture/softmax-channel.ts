/**
 * The softmax loss −ln softmax(z)_k of K scores, in the K − 1 contrasts it depends on: z = U x with
 * orthonormal columns of U, orthogonal to (1, …, 1). With p = softmax(U x),
 *
 *   r = Uᵀ(e_k − p) = Σ_{j≠k} p_j (u_k − u_j)                     force, u_k the rows of U
 *   H = Uᵀ(diag p − p pᵀ)U = Σ_{i<j} p_i p_j (u_i − u_j)(u_i − u_j)ᵀ,   det H = K Π p_j
 *
 * sums without cancellation. The proximal point solves x = ω + V r(x): it minimises the convex
 * ½ (x − ω)ᵀV⁻¹(x − ω) + ℓ(x).
 */
import { ConvergenceError } from '../errors.ts';
import { epsilon } from '../numerics/estimate.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { combination, inverse, matrixOf, product, solve } from '../numerics/small-matrix.ts';

/** Helmert's contrasts, K × (K − 1). */
export const contrasts = (K: number): Matrix =>
  matrixOf(K, K - 1, (k, a) => {
    const norm = Math.sqrt((a + 1) * (a + 2));
    if (k <= a) return 1 / norm;
    return k === a + 1 ? -(a + 1) / norm : 0;
  });

/** Scratch of one evaluation of the loss of class k at a point x. */
export class SoftmaxLoss {
  readonly K: number;
  readonly n: number;
  readonly U: Matrix;
  /** p_j. */
  readonly p: Float64Array;
  /** r. */
  readonly force: Float64Array;
  /** H, n × n. */
  readonly hessian: Float64Array;
  value = 0;
  private readonly z: Float64Array;

  constructor(K: number) {
    this.K = K;
    this.n = K - 1;
    this.U = contrasts(K);
    this.p = new Float64Array(K);
    this.z = new Float64Array(K);
    this.force = new Float64Array(K - 1);
    this.hessian = new Float64Array((K - 1) * (K - 1));
  }

  evaluate(k: number, x: ArrayLike<number>): void {
    const { K, n, p, z, force, hessian } = this;
    const u = this.U.data;
    let top = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < K; j++) {
      let sum = 0;
      for (let a = 0; a < n; a++) sum += u[j * n + a] * x[a];
      z[j] = sum;
      if (sum > top) top = sum;
    }
    let total = 0;
    for (let j = 0; j < K; j++) total += p[j] = Math.exp(z[j] - top);
    let others = 0;
    for (let j = 0; j < K; j++) if (j !== k) others += p[j];
    // −ln p_k, without 1 − p_k where that is small
    this.value = z[k] === top ? Math.log1p(others) : Math.log(total) + top - z[k];
    for (let j = 0; j < K; j++) p[j] /= total;
    force.fill(0);
    hessian.fill(0);
    for (let j = 0; j < K; j++) {
      if (j !== k) for (let a = 0; a < n; a++) force[a] += p[j] * (u[k * n + a] - u[j * n + a]);
      for (let i = 0; i < j; i++) {
        const weight = p[i] * p[j];
        for (let a = 0; a < n; a++) {
          const da = weight * (u[i * n + a] - u[j * n + a]);
          for (let b = 0; b <= a; b++) hessian[a * n + b] += da * (u[i * n + b] - u[j * n + b]);
        }
      }
    }
    for (let a = 0; a < n; a++) for (let b = 0; b < a; b++) hessian[b * n + a] = hessian[a * n + b];
  }

  /** det H. */
  get determinant(): number {
    let all = this.K;
    for (let j = 0; j < this.K; j++) all *= this.p[j];
    return all;
  }

  /** (I + H V)⁻¹ H = (H⁻¹ + V)⁻¹, symmetric, at the point last evaluated. */
  curvature(V: Matrix): Matrix {
    const H = { rows: this.n, columns: this.n, data: this.hessian };
    const left = combination(
      [1, product(H, V)],
      [1, matrixOf(this.n, this.n, (i, j) => +(i === j))],
    );
    return solve(left, H);
  }
}

/** The proximal operator of one V. */
export class SoftmaxProximal {
  readonly loss: SoftmaxLoss;
  readonly V: Matrix;
  private readonly precision: Matrix;
  private readonly gradient: Float64Array;
  private readonly direction: Float64Array;
  private readonly trial: Float64Array;
  private readonly factor: Float64Array;

  constructor(loss: SoftmaxLoss, V: Matrix) {
    this.loss = loss;
    this.V = V;
    this.precision = inverse(V);
    this.gradient = new Float64Array(loss.n);
    this.direction = new Float64Array(loss.n);
    this.trial = new Float64Array(loss.n);
    this.factor = new Float64Array(loss.n * loss.n);
  }

  /** The proximal point of ω for class k, written over `x`, which holds a first guess; the loss is left evaluated there. */
  point(k: number, omega: ArrayLike<number>, x: Float64Array): void {
    const { loss, direction, trial } = this;
    const { n } = loss;
    let current = this.objective(k, omega, x);
    let last = Number.POSITIVE_INFINITY;
    for (let step = 0; step < 200; step++) {
      this.newtonDirection();
      let decrement = 0;
      let length = 0;
      let extent = 1e-3;
      for (let a = 0; a < n; a++) {
        decrement += direction[a] * this.gradient[a];
        length = Math.max(length, Math.abs(direction[a]));
        extent = Math.max(extent, Math.abs(x[a]));
      }
      // Quadratic convergence: once the step is at rounding, or no longer shrinks there, x is the point
      const close = length < 1e-6 * extent;
      if (length <= 2 * epsilon * extent || (close && length >= last / 2)) return;
      last = length;
      for (let factor = 1; ; factor /= 2) {
        for (let a = 0; a < n; a++) trial[a] = x[a] - factor * direction[a];
        const next = this.objective(k, omega, trial);
        if (close || next <= current - 1e-4 * factor * decrement || factor < 1e-12) {
          current = next;
          x.set(trial);
          break;
        }
      }
      // The next step would be about length²: below rounding, and x has been evaluated
      if (length < 1e-9 * extent) return;
    }
    throw new ConvergenceError('softmax proximal', `no point at ω = [${Array.from(omega)}]`);
  }

  /** ½ (x − ω)ᵀV⁻¹(x − ω) + ℓ(x); leaves its gradient behind. */
  private objective(k: number, omega: ArrayLike<number>, x: Float64Array): number {
    const { loss, precision, gradient } = this;
    const { n } = loss;
    loss.evaluate(k, x);
    let sum = loss.value;
    for (let a = 0; a < n; a++) {
      let pull = 0;
      for (let b = 0; b < n; b++) pull += precision.data[a * n + b] * (x[b] - omega[b]);
      gradient[a] = pull - loss.force[a];
      sum += (pull * (x[a] - omega[a])) / 2;
    }
    return sum;
  }

  /** (V⁻¹ + H)⁻¹ gradient, by Cholesky in place: this is the innermost loop. */
  private newtonDirection(): void {
    const { loss, precision, gradient, direction, factor } = this;
    const { n, hessian } = loss;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = precision.data[i * n + j] + hessian[i * n + j];
        for (let c = 0; c < j; c++) sum -= factor[i * n + c] * factor[j * n + c];
        factor[i * n + j] = i === j ? Math.sqrt(sum) : sum / factor[j * n + j];
      }
      let right = gradient[i];
      for (let c = 0; c < i; c++) right -= factor[i * n + c] * direction[c];
      direction[i] = right / factor[i * n + i];
    }
    for (let i = n - 1; i >= 0; i--) {
      let right = direction[i];
      for (let c = i + 1; c < n; c++) right -= factor[c * n + i] * direction[c];
      direction[i] = right / factor[i * n + i];
    }
  }
}
