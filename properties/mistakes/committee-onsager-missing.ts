import { mistake } from './mistake.ts';
import { wrongCommitteeAmp } from './wrong-committee-amp.ts';

export const committeeOnsagerMissing = mistake({
  id: 'committee-onsager-missing',
  title: 'Onsager term missing (committee)',
  mistake: 'The fields of the hidden units are ω = X ŵ.',
  symptom: 'The first iteration is right, the second is not.',
  seen: 'As for generalised linear models.',
  formula: 'ω^t = X ŵ^t − g^{t−1} V^t, a matrix product over the units',
  oracles: ['committee.amp'],
  ways: [(params) => wrongCommitteeAmp(params, 'no Onsager term')],
});
