import { mistake, spoilt } from './mistake.ts';

export const meanSquareForZeroOne = mistake({
  id: 'mean-square-for-zero-one',
  title: 'mean-square error for 0–1 error',
  mistake: 'The mean-square error of the posterior mean of the label is given as error rate.',
  symptom: 'Error rates up to 1 at no information, where ½ is right.',
  seen: 'On a slide of the source document the plotted quantity is the one, the text says the other.',
  formula: 'ε = arccos(√(m/ρ))/π  is not  E(y − ⟨y⟩)² = (2/π) arccos(m/ρ)',
  oracles: ['glm.generalisation-error'],
  ways: [
    spoilt(({ bayesMeanSquare, bayesClassification }) =>
      bayesClassification === undefined ? {} : { bayesClassification: bayesMeanSquare },
    ),
  ],
});
