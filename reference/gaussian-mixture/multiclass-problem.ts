import { DomainError, requireNumber } from '../errors.ts';
import type { Estimate } from '../numerics/estimate.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { entry, matrixOf, symmetricEigen } from '../numerics/small-matrix.ts';
import { type BiasKind, requireBias } from './problem.ts';
import { requireEigenvalues, requireFractions } from './spectrum.ts';

export type MulticlassLoss = 'square' | 'softmax';

/**
 * K clusters of centres μ_k and one covariance, as blocks of equal eigenvalues: block j holds the
 * fraction `weights[j]` of the eigendirections uᵢ, with eigenvalue `covariance[j]` and the Gram matrix
 * `means[j]` of the centres, T_kl = d (uᵢ·μ_k)(uᵢ·μ_l).
 */
export interface MulticlassSpectrum {
  readonly weights: readonly number[];
  readonly covariance: readonly number[];
  readonly means: readonly (readonly (readonly number[])[])[];
}

/**
 * K classes, class k with probability p_k, one-hot labels e_k, and
 *
 *   X = (μ_k + Σ^{1/2} g)/√d,   (Ŵ, b̂) = argmin Σ ℓ(e_k, W X + b) + (λ/2)‖W‖²,   α = n/d
 *
 * with ℓ = ½|e − z|² (`square`) or −ln softmax(z)_k (`softmax`).
 */
export interface MulticlassProblem {
  readonly loss: MulticlassLoss;
  readonly alpha: number;
  readonly lambda: number;
  readonly bias: BiasKind;
  readonly probabilities: readonly number[];
  readonly spectrum: MulticlassSpectrum;
}

export type EstimateMatrix = readonly (readonly Estimate[])[];

export interface MulticlassState {
  /** M, K × K: column k is W μ_k/√d. */
  readonly overlap: EstimateMatrix;
  /** Q = W Σ Wᵀ/d. */
  readonly norm: EstimateMatrix;
  /** V. */
  readonly susceptibility: EstimateMatrix;
  /** b; for softmax the shift that its loss does not see is fixed by Σ b_k = 0. */
  readonly bias: readonly Estimate[];
  /** Mean loss of a training sample, without the penalty. */
  readonly trainingLoss: Estimate;
  /** ‖W‖²/d. */
  readonly weightNorm: Estimate;
}

/** A problem whose matrices are matrices. */
export interface CheckedMulticlassProblem extends Omit<MulticlassProblem, 'spectrum'> {
  readonly classes: number;
  readonly weights: readonly number[];
  readonly covariance: readonly number[];
  readonly means: readonly Matrix[];
}

export function requireMulticlassProblem(
  where: string,
  problem: MulticlassProblem,
): CheckedMulticlassProblem {
  const { loss, alpha, lambda, bias, spectrum } = problem;
  if (loss !== 'square' && loss !== 'softmax')
    throw new DomainError(where, 'loss', loss, '"square" or "softmax"');
  requireNumber(where, 'alpha', alpha, { above: 0 });
  requireNumber(where, 'lambda', lambda, { above: 0 });
  requireBias(where, bias);
  const probabilities = requireFractions(where, 'probabilities', problem.probabilities);
  const classes = probabilities.length;
  if (classes < 2) throw new DomainError(where, 'number of classes', classes, 'at least 2');
  const weights = requireFractions(where, 'spectrum.weights', spectrum.weights);
  requireEigenvalues(where, 'spectrum.covariance', spectrum.covariance, weights.length);
  if (!spectrum.covariance.some((s) => s > 0))
    throw new DomainError(where, 'spectrum.covariance', 'only zeros', 'positive somewhere');
  if (spectrum.means.length !== weights.length)
    throw new DomainError(
      where,
      'length of spectrum.means',
      spectrum.means.length,
      `${weights.length}, one a block`,
    );
  const means = spectrum.means.map((gram, j) =>
    requireGram(where, `spectrum.means[${j}]`, gram, classes),
  );
  const { covariance } = spectrum;
  return { loss, alpha, lambda, bias, probabilities, classes, weights, covariance, means };
}

/** The Gram matrix; {@link DomainError} unless symmetric and positive semi-definite up to rounding. */
function requireGram(
  where: string,
  parameter: string,
  rows: readonly (readonly number[])[],
  classes: number,
): Matrix {
  if (rows.length !== classes || rows.some((row) => row.length !== classes))
    throw new DomainError(where, `shape of ${parameter}`, rows.length, `${classes} × ${classes}`);
  let scale = 0;
  for (let k = 0; k < classes; k++)
    for (let l = 0; l < classes; l++) {
      requireNumber(where, `${parameter}[${k}][${l}]`, rows[k][l]);
      scale = Math.max(scale, Math.abs(rows[k][l]));
    }
  const gram = matrixOf(classes, classes, (k, l) => (rows[k][l] + rows[l][k]) / 2);
  const tolerance = 1e-10 * scale;
  const symmetric = rows.every((row, k) =>
    row.every((x, l) => Math.abs(x - entry(gram, k, l)) <= tolerance),
  );
  if (!symmetric || symmetricEigen(gram).values.some((x) => x < -tolerance))
    throw new DomainError(where, parameter, JSON.stringify(rows), 'a Gram matrix');
  return gram;
}

export const estimateMatrix = (value: Matrix, error: Matrix): EstimateMatrix =>
  Array.from({ length: value.rows }, (_, i) =>
    Array.from({ length: value.columns }, (_, j) => ({
      value: entry(value, i, j),
      error: entry(error, i, j),
    })),
  );
