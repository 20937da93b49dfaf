import { mistake, spoilt } from './mistake.ts';

export const responseForItsComplement = mistake({
  id: 'response-for-its-complement',
  title: 'x′ for 1 − x′',
  mistake: 'The derivative of the proximal operator is taken of what is moved, not of the point.',
  symptom: 'Samples that are satisfied count as the stiffest ones.',
  seen: 'Listed among the frequent errors: E[x′] for E[1 − x′] in V̂.',
  formula: 'x = prox_V(u),  x′ = 1/(1 + V ℓ″(x))',
  oracles: ['erm.proximal'],
  ways: [spoilt(({ derivative }) => ({ derivative: 1 - derivative }))],
});
