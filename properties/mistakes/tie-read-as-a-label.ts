import { misheard, mistake } from './mistake.ts';

export const tieReadAsALabel = mistake({
  id: 'tie-read-as-a-label',
  title: 'ties broken in favour of one label',
  mistake: 'sign(0) is taken for +1.',
  symptom: 'Labels ±1 are right, y = 0 says the opposite of what it knows.',
  seen: 'Listed among the frequent errors; numpy.sign has a zero, `x >= 0` has not.',
  formula: 'y = 0: the two units disagree',
  oracles: ['committee.output-denoiser'],
  ways: [misheard(({ y }) => ({ y: y === 0 ? 1 : y }))],
});
