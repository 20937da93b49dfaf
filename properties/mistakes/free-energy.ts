import { mistake, spoilt } from './mistake.ts';

export const freeEnergy = mistake({
  id: 'free-energy',
  title: 'free energy for free entropy',
  mistake: 'f = −(1/d) E ln Z is given for (1/d) E ln Z.',
  symptom: 'Only the sign of the free entropy is wrong.',
  seen: 'A slide of the source document calls the free entropy “quenched free energy”.',
  formula: 'f = lim (1/d) E ln Z',
  oracles: ['glm.fixed-point', 'glm.optimum', 'glm.exact-average', 'committee.fixed-point'],
  ways: [spoilt(({ freeEntropy }) => ({ freeEntropy: -freeEntropy }))],
});
