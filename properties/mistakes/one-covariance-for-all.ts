import { mistake } from './mistake.ts';
import { wrongCommitteeAmp } from './wrong-committee-amp.ts';

export const oneCovarianceForAll = mistake({
  id: 'one-covariance-for-all',
  title: 'C of one input for the mean (1/d) Σ C_i',
  mistake: 'The covariance of the fields is that of the weights of the last input.',
  symptom: 'Right on average, wrong on every instance.',
  seen: 'Listed among the frequent errors.',
  formula: 'V = (1/d) Σ_i C_i',
  oracles: ['committee.amp'],
  ways: [(params) => wrongCommitteeAmp(params, 'V of one input')],
});
