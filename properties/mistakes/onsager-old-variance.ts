import { mistake } from './mistake.ts';
import { wrongGamp } from './wrong-gamp.ts';

export const onsagerOldVariance = mistake({
  id: 'onsager-old-variance',
  title: 'Onsager term with the variance of the step before',
  mistake: 'ω = F a − V g with V of the step before, as g is.',
  symptom: 'Right at the fixed point, wrong on the way to it, from the second iteration on.',
  seen: 'Listed among the frequent errors of G-AMP; the time indices differ between papers.',
  formula: 'ω^t = F a^t − V^t g^{t−1}: the new V, the old g',
  oracles: ['glm.gamp'],
  ways: [(params) => wrongGamp(params, 'old V in the Onsager term')],
});
