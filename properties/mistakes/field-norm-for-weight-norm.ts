import { mistake, spoilt } from './mistake.ts';

export const fieldNormForWeightNorm = mistake({
  id: 'field-norm-for-weight-norm',
  title: 'norm of the field for norm of the weights',
  mistake: '‖w‖²/p is reported as the variance q of the field w·x.',
  symptom: 'Right for isotropic inputs; the penalty of correlated ones is wrong.',
  seen: 'Likely: both are called q, and are equal in the simplest model.',
  formula: 'q = E(w·x)² = wᵀΩw/p,  q_w = ‖w‖²/p',
  oracles: ['hidden-manifold.fixed-point', 'gaussian-covariate.fixed-point'],
  ways: [spoilt(({ norm }) => ({ weightNorm: norm }))],
});
