import { mistake, spoilt } from './mistake.ts';

export const squareErrorOfAClassifier = mistake({
  id: 'square-error-of-a-classifier',
  title: 'E(y − ŷ)² for the error rate of a classifier',
  mistake: 'With labels ±1, (y − ŷ)² is 4 where the classifier errs.',
  symptom: 'Errors are four times what they should be: 2 for guessing.',
  seen: 'A slide of the source document defines the generalisation error so.',
  formula: 'ε = P(y ≠ ŷ) = arccos(m/√(ρ q))/π',
  oracles: ['erm.fixed-point', 'hidden-manifold.fixed-point', 'gaussian-mixture.fixed-point'],
  ways: [
    spoilt(({ generalisationError: e }) => (e === undefined ? {} : { generalisationError: 4 * e })),
  ],
});
