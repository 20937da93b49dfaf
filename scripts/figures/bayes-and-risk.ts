import {
  channel,
  ermFixedPoint,
  fixedPoint,
  generalisationError,
  maxMargin,
  optimalRegularisation,
  prior,
} from '../../reference/index.ts';
import type { Figure } from '../../src/plot/index.ts';
import { curve, logarithmic } from './curve.ts';

/** The spherical perceptron of [aubin2020]: who learns how much from n = αd random labelled samples. */
export function bayesAndRisk(): Figure {
  const alphas = logarithmic(0.2, 20, 48);
  const gaussian = prior({ kind: 'gaussian', variance: 1 });
  const sign = channel({ kind: 'sign' });
  const bayes = (alpha: number): number => {
    const { overlap } = fixedPoint(gaussian, sign, alpha, 'uninformed');
    return (
      generalisationError({ kind: 'sign' }, 1, overlap.value).bayesClassification?.value ??
      Number.NaN
    );
  };
  return {
    title: 'Spherical perceptron: Bayes and risk minimisation',
    subtitle: 'labels sign(X·w*), X ~ N(0, 1/d), d → ∞; error rate on fresh samples',
    x: { label: 'samples per dimension α = n/d', scale: 'log' },
    y: { label: 'generalisation error', scale: 'log' },
    series: [
      curve('Bayes', alphas, bayes, { colour: 6 }),
      curve(
        'logistic, best λ',
        alphas,
        (a) => optimalRegularisation('logistic', a).generalisationError.value,
        {
          dashed: true,
          colour: 1,
        },
      ),
      curve(
        'ridge, λ = π/2 − 1',
        alphas,
        (a) => optimalRegularisation('square', a).generalisationError.value,
        {
          colour: 0,
        },
      ),
      curve('largest margin', alphas, (a) => maxMargin(a).generalisationError.value, { colour: 2 }),
      curve(
        'least squares, λ = 0.001',
        alphas,
        (a) => ermFixedPoint('square', a, 1e-3).generalisationError.value,
        {
          colour: 3,
        },
      ),
    ],
  };
}
