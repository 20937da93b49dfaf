import { mistake } from './mistake.ts';
import { wrongGamp } from './wrong-gamp.ts';

export const scalarVarianceSummed = mistake({
  id: 'scalar-variance-summed',
  title: 'scalar variance summed, not averaged',
  mistake: 'In the variant with one variance for all, V = Σ v_i instead of (1/d) Σ v_i.',
  symptom: 'Only with `variance: scalar`; V is d times too large, and nothing is learned.',
  seen: 'Likely where F has entries of variance one elsewhere in the code.',
  formula: 'V = (1/d) Σ_i v_i',
  oracles: ['glm.gamp'],
  ways: [(params) => wrongGamp(params, 'sum for mean in the scalar variance')],
});
