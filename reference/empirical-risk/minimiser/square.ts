import { squareLoss } from '../../losses/square.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import { type Minimum, problem } from './problem.ts';
import { minimiseSmooth } from './smooth.ts';

/**
 * Ridge regression: ŵ = argmin Σ_μ (y_μ − z_μ)²/2 + (λ/2)|w|² for real targets y, which is the square
 * loss of the margin for y = ±1. The solution of one linear system,
 *
 *   (Xᵀ X + λ) ŵ = Xᵀ y   or   ŵ = Xᵀ (X Xᵀ + λ)⁻¹ y,
 *
 * by conjugate gradients where λ makes them short, by Cholesky in the smaller shape otherwise.
 */
export const minimiseSquare = (
  lambda: number,
  matrix: Matrix,
  targets: ArrayLike<number>,
): Minimum => minimiseSmooth(problem('minimiseSquare', squareLoss, lambda, matrix, targets));
