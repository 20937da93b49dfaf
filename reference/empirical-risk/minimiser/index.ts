import { DomainError } from '../../errors.ts';
import { type LossKind, lossKinds } from '../../losses/index.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import { minimiseHinge } from './hinge.ts';
import { minimiseLogistic } from './logistic.ts';
import { type Minimum, requireSigns } from './problem.ts';
import { minimiseSquare } from './square.ts';

/**
 * The empirical risk minimiser on given data, to working precision and with proof:
 *
 *   ŵ = argmin_w Σ_μ ℓ(y_μ x_μ·w) + (λ/2)|w|²,   y_μ = ±1, λ > 0
 *
 * `weightError` bounds |w − ŵ|₂, `objective.error` the distance to the minimum; both follow from the
 * answer alone, by strong convexity and duality, whatever the method did to find it.
 */
export function minimise(
  lossKind: LossKind,
  lambda: number,
  matrix: Matrix,
  labels: ArrayLike<number>,
): Minimum {
  switch (lossKind) {
    case 'logistic':
      return minimiseLogistic(lambda, matrix, labels);
    case 'hinge':
      return minimiseHinge(lambda, matrix, labels);
    case 'square':
      requireSigns('minimise', labels); // ridge regression by itself takes any target
      return minimiseSquare(lambda, matrix, labels);
    default:
      throw new DomainError(
        'minimise',
        'loss',
        lossKind,
        lossKinds.map((k) => `"${k}"`).join(', '),
      );
  }
}

export type { Minimum } from './problem.ts';
