import { misheard, mistake } from './mistake.ts';

export const inversePenalty = mistake({
  id: 'inverse-penalty',
  title: 'λ inverted (C of the libraries)',
  mistake: 'The strength of the penalty is taken for its inverse, C = 1/λ.',
  symptom: 'λ = 1 is right; more λ means longer weights.',
  seen: 'Libraries of classifiers multiply the loss by C instead of the penalty by λ.',
  formula: 'C = 1/λ with the penalty ‖w‖²/2',
  oracles: ['erm.fixed-point', 'erm.minimiser', 'gaussian-mixture.fixed-point'],
  ways: [misheard(({ lambda }) => ({ lambda: 1 / lambda }))],
});
