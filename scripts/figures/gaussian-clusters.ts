import { isotropicBayesError, mixtureFixedPoint } from '../../reference/index.ts';
import type { Figure } from '../../src/plot/index.ts';
import { curve, logarithmic } from './curve.ts';

/** Two spheres of [mignacco2020]: the stronger the penalty the better, up to the Hebb rule, which is Bayes. */
export function gaussianClusters(): Figure {
  const [alpha, variance] = [2, 0.3];
  const lambdas = logarithmic(1e-4, 1e3, 70);
  const error = (loss: 'square' | 'logistic' | 'hinge') => (lambda: number) =>
    mixtureFixedPoint({
      loss,
      alpha,
      lambda,
      bias: 'none',
      probability: 0.5,
      spectrum: { weights: [1], plus: [variance], minus: [variance], mean: [1] },
    }).generalisationError.value;
  const bayes = isotropicBayesError(alpha, variance).value;
  return {
    title: 'Two Gaussian clusters: every loss becomes the Hebb rule',
    subtitle: `centres ±μ with |μ| = 1, covariance ${variance}·I, n/d = ${alpha}, balanced, without intercept`,
    x: { label: 'penalty λ', scale: 'log' },
    y: { label: 'generalisation error' },
    series: [
      curve('square', lambdas, error('square')),
      curve('logistic', lambdas, error('logistic')),
      curve('hinge', lambdas, error('hinge')),
      curve('Bayes', lambdas, () => bayes, { colour: 6, dashed: true }),
    ],
  };
}
