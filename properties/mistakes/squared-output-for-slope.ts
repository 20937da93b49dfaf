import { mistake } from './mistake.ts';
import { wrongGamp } from './wrong-gamp.ts';

export const squaredOutputForSlope = mistake({
  id: 'squared-output-for-slope',
  title: '−∂g replaced by g²',
  mistake: 'The precision is A = Σ F² g² instead of −Σ F² ∂_ω g.',
  symptom: 'Right on average on the Nishimori line, wrong on every instance.',
  seen: 'E[g²] = −E[∂g] holds in the mean, and is used in code as if it held sample by sample.',
  formula: 'A_i = −Σ_μ F_μi² ∂_ω g_μ',
  oracles: ['glm.gamp'],
  ways: [(params) => wrongGamp(params, 'g² for −∂g')],
});
