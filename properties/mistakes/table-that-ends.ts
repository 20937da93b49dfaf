import { misheard, mistake } from './mistake.ts';

export const tableThatEnds = mistake({
  id: 'table-that-ends',
  title: 'right at small α only',
  mistake: 'Beyond α = 1 the answer at α = 1 is given.',
  symptom: 'Learning curves that stop falling at α = 1.',
  seen: 'Likely: interpolation in a table, clamped at its end; expansions in α behave alike.',
  formula: 'the equations at the α that is asked',
  oracles: ['glm.fixed-point', 'glm.state-evolution', 'erm.fixed-point', 'committee.fixed-point'],
  ways: [misheard(({ alpha }) => ({ alpha: Math.min(1, alpha) }))],
});
