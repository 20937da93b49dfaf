import fc from 'fast-check';
import { activationCoefficients } from '../../reference/hidden-manifold/coefficients.ts';
import { defineErratum } from './erratum.ts';

interface Sample {
  readonly features: number;
}

/** Mean of the entries that are added to p samples of p features. */
const meanOf = ({ features: p }: Sample, entry: (mu: number, i: number) => number): number => {
  let sum = 0;
  for (let mu = 0; mu < p; mu++) for (let i = 0; i < p; i++) sum += entry(mu, i);
  return sum / p ** 2;
};

export const meanTimesIdentity = defineErratum<Sample, number>({
  id: 'mean-times-identity',
  where: 'Gaussian equivalence',
  literal: 'X_μ = κ₁ F C_μ + κ★ N(0, I_p) + κ₀ I_p',
  right: 'X_μ = κ₁ F C_μ + κ★ N(0, I_p) + κ₀ 1_p,  the vector of ones',
  why: 'A sample is a vector of p entries and I_p a matrix: read row by row it would add κ₀ to one entry of each sample. Every feature has the mean κ₀ = E f(z).',
  law: 'The mean of a ReLU feature is E max(0, z) = 1/√(2π).',
  sources: ['zdeborova2021', 'goldt2021'],
  model: fc.record({ features: fc.integer({ min: 2, max: 40 }) }),
  forms: {
    literal: (model) => {
      const { kappa0 } = activationCoefficients('relu');
      return meanOf(model, (mu, i) => (mu === i ? kappa0.value : 0));
    },
    right: (model) => meanOf(model, () => activationCoefficients('relu').kappa0.value),
  },
  measure: (mean) => ({
    left: mean,
    right: 1 / Math.sqrt(2 * Math.PI),
    relation: 'equal',
    allowance: 1e-13,
    because: 'rounding of a mean of at most 1600 numbers',
  }),
});
