import fc from 'fast-check';
import { prior as priorOf } from '../../reference/priors/index.ts';
import type { PriorSpec } from '../../reference/priors/prior.ts';
import { uniform } from '../arbitraries/numbers.ts';
import { priors } from '../arbitraries/prior.ts';
import { defineErratum } from './erratum.ts';

interface Weight {
  readonly prior: PriorSpec;
  /** a_i before the update. */
  readonly mean: number;
  /** −Σ_μ F_μi² ∂_ω g_μ, what the samples say of the curvature. */
  readonly precision: number;
  /** Σ_μ F_μi g_μ, what they say of the direction. */
  readonly force: number;
}

export const gampInSigmaAndR = defineErratum<Weight, number>({
  id: 'gamp-in-sigma-and-r',
  where: 'Algorithm 2 (G-AMP)',
  literal: 'Σ = [−Σ_μ F_μi² ∂_ω g_μ]⁻¹,  R = a + Σ Σ_μ F_μi g_μ,  a ← f_a(Σ, R)',
  right:
    'A = −Σ_μ F_μi² ∂_ω g_μ,  B = A a + Σ_μ F_μi g_μ,  a ← f_a(A, B) = ∂_B ln E_w exp(B w − A w²/2)',
  why: 'The formulas are right where Σ is finite. Without noise it need not be: where all labels are certain A = 0 and g = 0, so Σ = ∞ and R = a + ∞·0 is not a number. The natural parameters A = 1/Σ, B = R/Σ are finite throughout. (F is also missing from the input of the box, and where there is noise, V and g_out must include it.)',
  law: 'Samples that say nothing (A = 0, no force) leave a weight at its prior mean.',
  sources: ['zdeborova2021', 'rangan2011'],
  model: fc.record({
    prior: priors(),
    mean: uniform(-1, 1, 20),
    precision: fc.constant(0),
    force: fc.constant(0),
  }),
  forms: {
    literal: ({ prior, mean, precision, force }) => {
      const sigma = 1 / precision;
      const r = mean + sigma * force;
      return priorOf(prior).denoise(1 / sigma, r / sigma).mean;
    },
    right: ({ prior, mean, precision, force }) =>
      priorOf(prior).denoise(precision, precision * mean + force).mean,
  },
  measure: (mean, { prior }) => ({
    left: mean,
    right: priorOf(prior).mean,
    relation: 'equal',
    allowance: 1e-14,
    because: 'rounding of a sum over the atoms of a prior',
  }),
});
