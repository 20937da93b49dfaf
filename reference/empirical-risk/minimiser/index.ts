import { DomainError } from '../../errors.ts';
import { type LossKind, lossKinds } from '../../losses/index.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import { minimiseHinge } from './hinge.ts';
import { minimiseLogistic } from './logistic.ts';
import type { Minimum } from './problem.ts';
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
      requireSigns(labels);
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

/** Ridge regression takes any target; a classifier only ±1. */
function requireSigns(labels: ArrayLike<number>): void {
  for (let mu = 0; mu < labels.length; mu++)
    if (labels[mu] !== 1 && labels[mu] !== -1)
      throw new DomainError('minimise', `labels[${mu}]`, labels[mu], '+1 or -1');
}

export type { Minimum } from './problem.ts';
