/**
 * Half the mean-square error of the posterior mean ŷ of the output of two sign units,
 *
 *   ε = ½ E(y − ŷ)² = ½ [½ − (arcsin q₁₁ + arcsin q₁₂)/π] = [arccos q₁₁ − arcsin q₁₂]/(2π),
 *
 * since E ŷ² = E y y′ for two samples of the posterior, of covariance q. The full mean-square error is 2ε.
 */
import { type Estimate, epsilon } from '../numerics/estimate.ts';
import type { CommitteeOverlaps } from './overlaps.ts';
import { angle } from './sign-averages.ts';

export const halfMeanSquareError = (
  { plus, minus }: CommitteeOverlaps,
  errors: { readonly plus: number; readonly minus: number } = { plus: 0, minus: 0 },
): Estimate => {
  const missing = (plus.V + minus.V) / 2; // 1 − q₁₁
  const across = (minus.V - plus.V) / 2; // q₁₂
  const value = (angle(missing) - Math.asin(across)) / (2 * Math.PI);
  const slope = 1 / Math.sqrt(missing * (2 - missing)) + 1 / Math.sqrt(1 - across * across);
  const error = (slope * (errors.plus + errors.minus)) / (4 * Math.PI);
  return { value, error: error + 8 * epsilon * angle(missing) };
};
