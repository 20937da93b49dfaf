import { mistake, spoilt } from './mistake.ts';

export const fullMeanSquareError = mistake({
  id: 'full-mean-square-error',
  title: 'mean-square error for half of it',
  mistake: 'The generalisation error of a committee is given without its factor ½.',
  symptom: 'Errors twice as large.',
  seen: 'Listed among the frequent errors: the plateau of the figure is half of E(y − ŷ)².',
  formula: 'ε_g = ½ E(y − ŷ)²',
  oracles: ['committee.fixed-point', 'committee.large'],
  ways: [spoilt(({ generalisationError: e }) => ({ generalisationError: 2 * e }))],
});
