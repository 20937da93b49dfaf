import { mistake } from './mistake.ts';
import { wrongGamp } from './wrong-gamp.ts';

export const dampedMeansOnly = mistake({
  id: 'damped-means-only',
  title: 'damping of the means only',
  mistake: 'a is damped, v is not.',
  symptom: 'Only where damping is asked for, from the first iteration on: variances run ahead.',
  seen: 'Likely: papers say “damp the messages” and mean both.',
  formula: 'a ← δ a + (1 − δ) f_a,  v ← δ v + (1 − δ) f_v',
  oracles: ['glm.gamp'],
  ways: [(params) => wrongGamp(params, 'means damped only')],
});
