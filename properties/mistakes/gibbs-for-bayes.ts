import { mistake, spoilt } from './mistake.ts';

export const gibbsForBayes = mistake({
  id: 'gibbs-for-bayes',
  title: 'Gibbs error for Bayes error',
  mistake:
    'The error of one draw from the posterior is given for that of the Bayes-optimal classifier.',
  symptom: 'Errors up to √2 too large: 0.625/α for 0.442/α at large α.',
  seen: 'Common: both are an arccos of an overlap, and both are called generalisation error.',
  formula: 'ε_Bayes = arccos(√(m/ρ))/π,  ε_Gibbs = arccos(m/ρ)/π',
  oracles: ['glm.generalisation-error'],
  ways: [spoilt(({ gibbsClassification }) => ({ bayesClassification: gibbsClassification }))],
});
