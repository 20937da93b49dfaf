import { misheard, mistake } from './mistake.ts';

export const unitsStartedAlike = mistake({
  id: 'units-started-alike',
  title: 'start at q_d = 0: the units never specialise',
  mistake: 'State evolution of a committee starts with equal units, which stay equal for ever.',
  symptom: 'The specialised branch is the unspecialised one, at every α.',
  seen: 'Listed among the frequent errors.',
  formula:
    'q_d = 0 is a fixed point, unstable beyond the specialisation threshold: start at q_d > 0',
  oracles: ['committee.fixed-point'],
  ways: [misheard(() => ({ branch: 'unspecialised' }))],
});
