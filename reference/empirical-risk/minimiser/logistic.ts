import { logisticLoss } from '../../losses/logistic.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import { type Minimum, problem } from './problem.ts';
import { minimiseSmooth } from './smooth.ts';

/** Logistic regression: ŵ = argmin Σ_μ ln(1 + e^{−y_μ z_μ}) + (λ/2)|w|², y_μ = ±1, by Newton's method. */
export const minimiseLogistic = (
  lambda: number,
  matrix: Matrix,
  labels: ArrayLike<number>,
): Minimum => minimiseSmooth(problem('minimiseLogistic', logisticLoss, lambda, matrix, labels));
