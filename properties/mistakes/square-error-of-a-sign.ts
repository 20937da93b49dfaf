import { mistake, spoilt } from './mistake.ts';

export const squareErrorOfASign = mistake({
  id: 'square-error-of-a-sign',
  title: 'square error of the predicted sign for that of the posterior mean',
  mistake: 'E(y − ŷ)² is computed with ŷ = sign⟨y⟩, which is 4 times the error rate.',
  symptom: 'Mean-square errors of labels above 1: worse than predicting nothing.',
  seen: 'Listed among the traps: the two square errors differ, 4 ε_Bayes against 2 ε_Gibbs.',
  formula: 'E(y − ⟨y⟩)² = (2/π) arccos(m/ρ)',
  oracles: ['glm.generalisation-error'],
  ways: [
    spoilt(({ bayesClassification: e }) => (e === undefined ? {} : { bayesMeanSquare: 4 * e })),
  ],
});
