import fc from 'fast-check';
import { linearChannel } from '../../reference/channels/linear.ts';
import { fixedPoint } from '../../reference/generalised-linear/fixed-point.ts';
import { philoxStream } from '../../reference/numerics/random.ts';
import { gaussianPrior } from '../../reference/priors/gaussian.ts';
import { seeds } from '../arbitraries/numbers.ts';
import { defineErratum } from './erratum.ts';

interface Regression {
  readonly samples: number;
  readonly dimension: number;
  readonly noiseVariance: number;
  readonly seed: number;
}

/**
 * Posterior variance per weight, (1/d) tr(I + XᵀX/Δ)⁻¹, of Gaussian weights of variance one seen
 * through y = X w + noise: exact, by one rank-one update of the covariance per sample.
 */
function posteriorVariance(model: Regression, inputVariance: number): number {
  const { samples, dimension: d, noiseVariance, seed } = model;
  const stream = philoxStream(seed);
  const covariance = Array.from({ length: d }, (_, i) =>
    Float64Array.from({ length: d }, (_, j) => (i === j ? 1 : 0)),
  );
  for (let mu = 0; mu < samples; mu++) {
    const x = Float64Array.from({ length: d }, () => Math.sqrt(inputVariance) * stream.normal());
    const c = covariance.map((row) => row.reduce((sum, entry, j) => sum + entry * x[j], 0));
    const total = c.reduce((sum, entry, i) => sum + entry * x[i], noiseVariance);
    covariance.forEach((row, i) => {
      for (let j = 0; j < d; j++) row[j] -= (c[i] * c[j]) / total;
    });
  }
  return covariance.reduce((sum, row, i) => sum + row[i], 0) / d;
}

export const inputVariance = defineErratum<Regression, number>({
  id: 'input-variance',
  where: 'Teacher-student perceptron; likewise the G-AMP box',
  literal:
    'random iid Gaussian X_μi (the variance is not said; it would be 1),  z_μ = Σ_i X_μi w_i',
  right: 'X_μi ~ N(0, 1/d)',
  why: 'All formulas take z = X_μ·w to be of order one, of variance ρ = E w². With entries of variance 1 it is of variance ρ d. For sign alone this is harmless, as it does not see a scale; G-AMP, linear, ReLU, |z| and every noise do.',
  law: 'The mean-square error of a large system is the one of its state evolution, where z has variance ρ.',
  sources: ['zdeborova2021', 'barbier2019'],
  model: fc.record({
    samples: fc.integer({ min: 20, max: 60 }),
    dimension: fc.constant(40),
    noiseVariance: fc.constantFrom(0.5, 1, 2),
    seed: seeds(),
  }),
  forms: {
    literal: (model) => posteriorVariance(model, 1),
    right: (model) => posteriorVariance(model, 1 / model.dimension),
  },
  measure: (variance, { samples, dimension, noiseVariance }) => ({
    left: variance,
    right: fixedPoint(
      gaussianPrior(1),
      linearChannel(noiseVariance),
      samples / dimension,
      'informed',
    ).meanSquareError.value,
    relation: 'equal',
    allowance: 4 / dimension,
    because: 'finite size: the trace of a resolvent fluctuates, and is biased, by order 1/d',
  }),
});
