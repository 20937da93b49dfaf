import { mistake } from './mistake.ts';
import { wrongGamp } from './wrong-gamp.ts';

export const onsagerNewOutput = mistake({
  id: 'onsager-new-output',
  title: 'Onsager term with the output function of this step',
  mistake: 'ω = F a − V g with g evaluated at the uncorrected field of this step.',
  symptom: 'Wrong from the second iteration on, and another fixed point.',
  seen: 'Listed among the frequent errors of G-AMP: g is overwritten before it is used.',
  formula: 'ω^t = F a^t − V^t g^{t−1}: the new V, the old g',
  oracles: ['glm.gamp'],
  ways: [(params) => wrongGamp(params, 'new g in the Onsager term')],
});
