import { mistake, spoilt } from './mistake.ts';

export const samplesPerWeight = mistake({
  id: 'samples-per-weight',
  title: 'n/(K² d) for n/d',
  mistake: 'Thresholds of committees are given per pair of units.',
  symptom: 'K² times too small.',
  seen: 'Likely: the literature uses n/d, n/(K d) and n/(K² d) for finite and large K.',
  formula: 'α = n/d for K = 2, 3, …; n/(K d) and n/(K² d) for K → ∞ only',
  oracles: ['committee.threshold'],
  ways: [
    spoilt(({ alpha }, { units }) => ({
      alpha: typeof units === 'number' ? alpha / units ** 2 : alpha,
    })),
  ],
});
