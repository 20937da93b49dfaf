import { DomainError, requireNumber } from '../../errors.ts';
import type { Loss } from '../../losses/loss.ts';
import type { Estimate } from '../../numerics/estimate.ts';
import { type Kernel, kernelFor } from '../../numerics/kernels.ts';
import { type Matrix, requireMatrix, requireVector, rowOf } from '../../numerics/matrix.ts';

/**
 * min_w P(w),   P(w) = Σ_μ ℓ(y_μ z_μ) + (λ/2)|w|²,   z = X w
 *
 * For the square loss the labels may be any real numbers, ℓ = (y − z)²/2 (for y = ±1 the same number as
 * (1 − y z)²/2). P is λ-strongly convex: the minimiser exists and is unique.
 */
export interface Problem {
  readonly loss: Loss;
  readonly lambda: number;
  readonly matrix: Matrix;
  readonly labels: Float64Array;
  readonly kernel: Kernel;
  /** |X|_F ≥ |X|₂ */
  readonly matrixNorm: number;
  /** max_μ |x_μ| */
  readonly longestRow: number;
}

export interface Minimum {
  readonly weights: Float64Array;
  /** P(ŵ). */
  readonly objective: Estimate;
  /** Bound on |w − ŵ|₂. */
  readonly weightError: number;
  /** Bound on P(w) − D(a) ≥ P(w) − P(ŵ), for the dual point a of the method. */
  readonly dualityGap: number;
}

export function problem(
  where: string,
  loss: Loss,
  lambda: number,
  matrix: Matrix,
  labels: ArrayLike<number>,
): Problem {
  requireNumber(where, 'lambda', lambda, { above: 0 });
  requireMatrix(where, 'matrix', matrix);
  requireVector(where, 'labels', labels, matrix.rows);
  if (loss.kind !== 'square') requireSigns(where, labels);
  const rowNorms = Float64Array.from(labels, (_, mu) => norm(rowOf(matrix, mu)));
  return {
    loss,
    lambda,
    matrix,
    labels: Float64Array.from(labels),
    kernel: kernelFor(matrix.columns),
    matrixNorm: norm(rowNorms),
    longestRow: rowNorms.reduce((longest, x) => Math.max(longest, x), 0),
  };
}

/** Throws {@link DomainError} unless every label is ±1. */
export function requireSigns(where: string, labels: ArrayLike<number>): void {
  for (let mu = 0; mu < labels.length; mu++)
    if (labels[mu] !== 1 && labels[mu] !== -1)
      throw new DomainError(where, `labels[${mu}]`, labels[mu], '+1 or -1');
}

/** Samples as they enter P: −∂ℓ/∂z (the pull on z), ∂²ℓ/∂z² and ℓ. */
export interface Response {
  readonly pull: number;
  readonly curvature: number;
  readonly value: number;
}

/** The answer of sample μ to its field z. */
export function respond({ loss, labels }: Problem, mu: number, z: number): Response {
  const y = labels[mu];
  if (loss.kind === 'square') return { pull: y - z, curvature: 1, value: (y - z) ** 2 / 2 };
  const force = -loss.derivative(y * z);
  const curvature = loss.kind === 'logistic' ? force * (1 - force) : 0;
  return { pull: y * force, curvature, value: loss.value(y * z) };
}

export const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
};

export const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

/** a + t b. */
export const along = (a: Float64Array, t: number, b: Float64Array): Float64Array =>
  a.map((x, i) => x + t * b[i]);
