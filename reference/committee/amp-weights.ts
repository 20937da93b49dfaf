/**
 * The posterior of the two weights of one input, given γ and Λ:
 *
 *   P(w) ∝ P₀(w) exp(γ·w − wᵀΛw/2),    ŵ = E w,  C = Cov w
 *
 * Gaussian: C = (I + Λ)⁻¹, ŵ = C γ. Rademacher: four states, of which Λ sees w₁w₂ only; with p_{s₁s₂}
 *
 *   C₁₁ = 4 P(w₁ = 1) P(w₁ = −1),    C₁₂ = 4 (p₊₊ p₋₋ − p₊₋ p₋₊).
 */
import { ConvergenceError } from '../errors.ts';
import type { Symmetric } from './output-denoiser.ts';
import type { CommitteePrior } from './weights.ts';

/** Writes ŵ₁, ŵ₂, C₁₁, C₁₂, C₂₂. */
export type WeightDenoiser = (gamma1: number, gamma2: number, out: Float64Array) => void;

/** For one Λ, which all inputs share. */
export const weightDenoiser = (prior: CommitteePrior, lambda: Symmetric): WeightDenoiser => {
  const [l11, l12, l22] = lambda;
  if (prior === 'gaussian') {
    const [a, b] = [1 + l11, 1 + l22];
    const determinant = a * b - l12 * l12;
    if (!(a > 0 && determinant > 0))
      throw new ConvergenceError('committeeAmp', 'I + Λ is not positive definite: no posterior');
    const [c11, c12, c22] = [b / determinant, -l12 / determinant, a / determinant];
    return (g1, g2, out) => {
      out[0] = c11 * g1 + c12 * g2;
      out[1] = c12 * g1 + c22 * g2;
      out[2] = c11;
      out[3] = c12;
      out[4] = c22;
    };
  }
  return (g1, g2, out) => {
    // Exponents of the four states, relative to the largest
    const [same, other] = [g1 + g2, g1 - g2];
    const top = Math.max(Math.abs(same) - l12, Math.abs(other) + l12);
    const pp = Math.exp(same - l12 - top);
    const mm = Math.exp(-same - l12 - top);
    const pm = Math.exp(other + l12 - top);
    const mp = Math.exp(-other + l12 - top);
    const sum = pp + mm + pm + mp;
    const square = sum * sum;
    out[0] = (pp - mm + (pm - mp)) / sum;
    out[1] = (pp - mm - (pm - mp)) / sum;
    out[2] = (4 * (pp + pm) * (mm + mp)) / square;
    out[3] = (4 * (pp * mm - pm * mp)) / square;
    out[4] = (4 * (pp + mp) * (mm + pm)) / square;
  };
};
