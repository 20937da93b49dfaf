import { misheard, mistake } from './mistake.ts';

export const jumpCalledTransition = mistake({
  id: 'jump-called-transition',
  title: 'the spinodal called the information-theoretic transition',
  mistake: 'The α at which iteration jumps is given for that of equal free entropies.',
  symptom: 'Only information-theoretic thresholds are wrong: they are those of a spinodal.',
  seen: 'Listed among the frequent errors.',
  formula: 'α_IT: equal free entropies of the two states',
  oracles: ['committee.threshold'],
  ways: [
    misheard(({ units, kind }) => ({
      kind: kind === 'information-theoretic' ? (units === 2 ? 'algorithmic' : 'spinodal') : kind,
    })),
  ],
});
