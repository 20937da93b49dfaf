import { misheard, mistake } from './mistake.ts';

export const aspectRatioInverted = mistake({
  id: 'aspect-ratio-inverted',
  title: 'γ inverted',
  mistake: 'γ = d/p is taken for p/d.',
  symptom: 'γ = 1 is right; wide networks behave as narrow ones.',
  seen: 'Likely: F is p × d on the slides and d × p in the paper.',
  formula: 'γ = d/p, latent dimensions per feature',
  oracles: [
    'hidden-manifold.stieltjes',
    'hidden-manifold.fixed-point',
    'hidden-manifold.separability',
  ],
  ways: [misheard(({ gamma }) => ({ gamma: 1 / gamma }))],
});
