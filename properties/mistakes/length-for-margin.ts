import { mistake, spoilt } from './mistake.ts';

export const lengthForMargin = mistake({
  id: 'length-for-margin',
  title: '‖w‖ for the margin 1/‖w‖',
  mistake: 'The maximal margin is reported as the norm of the shortest separating weights.',
  symptom: 'The margin grows with α and diverges at the separability threshold.',
  seen: 'Likely: one is the inverse of the other.',
  formula: 'κ = 1/√q for min ‖w‖² subject to y X·w ≥ 1',
  oracles: ['erm.max-margin'],
  ways: [spoilt(({ norm }) => ({ margin: Math.sqrt(norm) }))],
});
