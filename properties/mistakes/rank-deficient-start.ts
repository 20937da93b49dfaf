import { misheard, mistake } from './mistake.ts';

export const rankDeficientStart = mistake({
  id: 'rank-deficient-start',
  title: 'start of too small a rank',
  mistake: 'The wide network starts from its first unit only.',
  symptom:
    'The Gram matrix keeps rank one: the flow ends in minima that a wide network does not have.',
  seen: 'Listed among the frequent errors (“testing the A-flow with rank-deficient A(0)”).',
  formula: 'rank A(0) = d, from m ≥ d units',
  oracles: ['over-parametrised.gradient-flow'],
  ways: [misheard(({ initial }) => ({ initial: [initial[0]] }))],
});
