import { mistake, spoilt } from './mistake.ts';

export const oneMinusTanhSquared = mistake({
  id: 'one-minus-tanh-squared',
  title: '1 − tanh² by subtraction',
  mistake: 'The variance of a ±1 weight is computed as 1 − tanh² B.',
  symptom: 'Digits are lost from |B| ≈ 9 on, and beyond 19 the variance is zero.',
  seen: 'Everywhere; it is what the formula says.',
  formula: '1 − tanh² B = sech² B',
  oracles: ['glm.prior-denoiser'],
  ways: [
    spoilt((_, { prior, field }) =>
      prior.kind === 'rademacher' ? { variance: 1 - Math.tanh(field) ** 2 } : {},
    ),
  ],
});
