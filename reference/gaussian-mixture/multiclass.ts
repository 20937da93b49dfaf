/**
 * What a linear classifier of K Gaussian clusters, fitted with one-hot labels, achieves in high
 * dimension. Order parameters are matrices:
 *
 *   ω_k = M_k + b + Q^{1/2} ξ,   x_k = ω_k + V r_k,   r_k = −∂ℓ(e_k, x_k)
 *   m̂_k = α p_k E r_k,   Q̂ = α Σ p_k E r_k r_kᵀ,   V̂ = α Σ p_k E (I + H V)⁻¹ H,   H = ∂²ℓ
 *   D = (λ + V̂ s)⁻¹,   V = ⟨s D⟩,   M = ⟨D m̂ T⟩,   Q = ⟨s D (m̂ T m̂ᵀ + s Q̂) D⟩
 *   Σ_k p_k E r_k = 0   if b is free
 *
 * Source: [loureiro2021mixture].
 */
import type { Estimate } from '../numerics/estimate.ts';
import { multiclassError } from './multiclass-error.ts';
import {
  type MulticlassProblem,
  type MulticlassState,
  requireMulticlassProblem,
} from './multiclass-problem.ts';
import { multiclassSoftmaxState } from './multiclass-softmax.ts';
import { multiclassSquareState } from './multiclass-square.ts';

export interface MulticlassFixedPoint extends MulticlassState {
  /** Probability of a wrong class on a fresh sample. */
  readonly generalisationError: Estimate;
}

export function multiclassFixedPoint(problem: MulticlassProblem): MulticlassFixedPoint {
  const checked = requireMulticlassProblem('multiclassFixedPoint', problem);
  const state =
    checked.loss === 'square' ? multiclassSquareState(checked) : multiclassSoftmaxState(checked);
  return { ...state, generalisationError: multiclassError(state, checked.probabilities) };
}
