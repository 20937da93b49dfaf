import type { Witness } from '../oracle.ts';
import type {
  GlmPriorDenoiserParams,
  GlmPriorDenoiserResult,
} from '../types/glm.prior-denoiser.ts';
import { attempting } from './attempt.ts';
import { lawOf, tilt } from './weight.ts';

/** Σ_w over a table of weights, instead of closed moments. */
export const tableOfWeights: Witness<GlmPriorDenoiserParams, GlmPriorDenoiserResult> = {
  id: 'table-of-weights',
  method: "Bayes' rule on a table of weights: P_w(w) exp(B w − A w²/2), normalised by summation",
  ...attempting(({ prior, precision, field }) => {
    const law = lawOf(prior);
    const { mean, variance, logPartition, scale } = tilt(law, precision, field);
    // each exponent is rounded to an ulp of its terms, and so is every posterior probability
    const exponent = Math.abs(field) * scale + 0.5 * Math.abs(precision) * scale * scale;
    const rounding = 8 * Number.EPSILON * (4 + exponent);
    return {
      result: { mean, variance, logPartition },
      error: {
        mean: rounding * (Math.abs(mean) + Math.sqrt(variance)) + 1e-300,
        variance: 2 * rounding * variance + (4 * Number.EPSILON * scale) ** 2 + 1e-300,
        logPartition: rounding + 8 * Number.EPSILON * Math.abs(logPartition),
      },
    };
  }),
};
