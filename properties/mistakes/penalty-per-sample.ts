import { misheard, mistake } from './mistake.ts';

export const penaltyPerSample = mistake({
  id: 'penalty-per-sample',
  title: 'mean loss beside a penalty for the sum',
  mistake: 'The loss is averaged over the samples, and λ is not divided by n.',
  symptom: 'Weights far too short: the penalty counts n times.',
  seen: 'Common: frameworks average losses by default.',
  formula: 'Σ_μ ℓ + (λ/2)‖w‖²  =  n ((1/n) Σ_μ ℓ + (λ/(2n))‖w‖²)',
  oracles: ['erm.minimiser'],
  ways: [misheard(({ lambda, labels }) => ({ lambda: lambda * labels.length }))],
});
