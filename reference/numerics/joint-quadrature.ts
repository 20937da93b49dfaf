/**
 * Several integrals over the same panels at once, for integrands that share their expensive part:
 *
 *   I_k = ∫ f_k = Σ_panels (h/2) Σᵢ wᵢ f_k(c + h xᵢ/2),   k = 0 … count − 1
 *
 * The panels are the caller's: he knows the scales of his integrand. Inside an iteration one rule is
 * enough; a certified sum adds a lower rule, whose distance bounds the error of the higher one.
 */
import { ConvergenceError } from '../errors.ts';
import { type Estimate, epsilon } from './estimate.ts';
import { gaussLegendre } from './quadrature.ts';

/** Writes f_0(x), f_1(x), … into `out`. */
export type JointIntegrand = (x: number, out: Float64Array) => void;

const highOrder = 20;
const lowOrder = 14;

/** Adds the integrals from the first to the last of `ends` (increasing) to `sums`. */
export const addIntegrals = (
  integrand: JointIntegrand,
  ends: ArrayLike<number>,
  sums: Float64Array,
  out: Float64Array,
): void => {
  const { nodes, weights } = gaussLegendre(highOrder);
  for (let p = 1; p < ends.length; p++) {
    const half = (ends[p] - ends[p - 1]) / 2;
    if (!(half > 0)) continue;
    const centre = (ends[p] + ends[p - 1]) / 2;
    for (let i = 0; i < highOrder; i++) {
      integrand(centre + half * nodes[i], out);
      const weight = half * weights[i];
      for (let k = 0; k < sums.length; k++) sums[k] += weight * out[k];
    }
  }
};

/** The integrals from the first to the last of `ends`, with their errors; `ulps`: accuracy of f_k. */
export const certifiedIntegrals = (
  integrand: JointIntegrand,
  ends: ArrayLike<number>,
  count: number,
  ulps = 8,
): Estimate[] => {
  const high = gaussLegendre(highOrder);
  const low = gaussLegendre(lowOrder);
  const out = new Float64Array(count);
  const values = new Float64Array(count);
  const magnitudes = new Float64Array(count);
  const errors = new Float64Array(count);
  const panel = new Float64Array(count);
  const coarse = new Float64Array(count);
  for (let p = 1; p < ends.length; p++) {
    const half = (ends[p] - ends[p - 1]) / 2;
    if (!(half > 0)) continue;
    const centre = (ends[p] + ends[p - 1]) / 2;
    panel.fill(0);
    coarse.fill(0);
    for (let i = 0; i < highOrder; i++) {
      integrand(centre + half * high.nodes[i], out);
      const weight = half * high.weights[i];
      for (let k = 0; k < count; k++) {
        panel[k] += weight * out[k];
        magnitudes[k] += weight * Math.abs(out[k]);
      }
    }
    for (let i = 0; i < lowOrder; i++) {
      integrand(centre + half * low.nodes[i], out);
      for (let k = 0; k < count; k++) coarse[k] += half * low.weights[i] * out[k];
    }
    for (let k = 0; k < count; k++) {
      values[k] += panel[k];
      errors[k] += Math.abs(panel[k] - coarse[k]);
    }
  }
  return Array.from(values, (value, k) => {
    if (Number.isNaN(value))
      throw new ConvergenceError('certifiedIntegrals', `integrand ${k} is not a number somewhere`);
    return { value, error: errors[k] + ulps * epsilon * magnitudes[k] + Number.MIN_VALUE };
  });
};

/** The numbers in ascending order, between `low` and `high`, with these two at the ends. */
export const panelEnds = (breaks: readonly number[], low: number, high: number): number[] => {
  const inside = breaks.filter((x) => x > low && x < high).sort((a, b) => a - b);
  return [low, ...inside, high];
};
