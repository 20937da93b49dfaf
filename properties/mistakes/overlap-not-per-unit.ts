import { mistake, spoilt } from './mistake.ts';

export const overlapNotPerUnit = mistake({
  id: 'overlap-not-per-unit',
  title: 'q_a for q_a/K',
  mistake: 'The off-diagonal conjugate is formed with q_a in place of q_a/K.',
  symptom: 'The part of the conjugates that couples the units is K times too large.',
  seen: 'Listed among the frequent errors.',
  formula: 'q_{lm} = q_d δ_{lm} + q_a/K',
  oracles: ['committee.output-potential'],
  ways: [spoilt((x) => ({ conjugatePerAlphaOffDiagonal: 2 * x.conjugatePerAlphaOffDiagonal }))],
});
