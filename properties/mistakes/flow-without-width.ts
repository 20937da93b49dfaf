import { misheard, mistake } from './mistake.ts';

export const flowWithoutWidth = mistake({
  id: 'flow-without-width',
  title: 'gradient of the mean over units without its 1/m',
  mistake: 'The output is a mean over m units, the gradient that of a sum.',
  symptom: 'The flow runs m times too fast; one unit is right.',
  seen: 'Likely: A = (1/m) Σ w wᵀ is printed, its gradient in w is not.',
  formula: 'Ȧ = (4/m)(M A + A M)',
  oracles: ['over-parametrised.gradient-flow'],
  ways: [
    misheard(({ times, initial }) => ({ times: times.map((t: number) => t * initial.length) })),
  ],
});
