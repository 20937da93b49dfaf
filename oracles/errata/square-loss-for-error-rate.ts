import fc from 'fast-check';
import { generalisationError } from '../../reference/generalised-linear/generalisation-error.ts';
import { logUniform, uniform } from '../arbitraries/numbers.ts';
import { defineErratum } from './erratum.ts';

interface Overlap {
  readonly secondMoment: number;
  readonly overlap: number;
}

export const squareLossForErrorRate = defineErratum<Overlap, number>({
  id: 'square-loss-for-error-rate',
  where: 'Bayes-optimal generalization; Spherical perceptron',
  literal:
    'ŷ = E[φ(X_new·w)] is Bayes-optimal; its generalisation error, (2/π) arccos(m/ρ) for sign',
  right: 'for the rate of wrong labels: ŷ = sign E[φ(X_new·w)], with rate arccos(√(m/ρ))/π',
  why: 'The posterior mean is optimal for the square loss, and is not even a label. For classification its sign is optimal. The learning curves of the perceptron show rates of wrong labels; the mean-square error is another number, up to 1 instead of 1/2.',
  law: 'The Bayes-optimal classifier errs at most as often as one sample of the posterior does: ε_B ≤ ε_G = arccos(m/ρ)/π.',
  sources: ['zdeborova2021', 'opper1991', 'barbier2019'],
  model: fc
    .record({ secondMoment: logUniform(0.1, 10), fraction: uniform(0, 0.99, 99) })
    .map(({ secondMoment, fraction }) => ({ secondMoment, overlap: fraction * secondMoment })),
  forms: {
    literal: ({ secondMoment, overlap }) =>
      generalisationError({ kind: 'sign' }, secondMoment, overlap).bayesMeanSquare.value,
    right: ({ secondMoment, overlap }) =>
      generalisationError({ kind: 'sign' }, secondMoment, overlap).bayesClassification!.value,
  },
  measure: (rate, { secondMoment, overlap }) => ({
    left: rate,
    right: Math.acos(overlap / secondMoment) / Math.PI,
    relation: 'at-most',
    allowance: 1e-14,
    because: 'rounding of arccos; the two rates agree at m = 0',
  }),
});
