import { mistake } from './mistake.ts';
import { wrongGamp } from './wrong-gamp.ts';

export const noOnsagerTerm = mistake({
  id: 'no-onsager-term',
  title: 'Onsager term missing',
  mistake: 'The fields are ω = F a: what a weight hears of its own last message is left in.',
  symptom:
    'The first iteration is right, the second is not; trajectories leave state evolution, oscillate or end at a larger error.',
  seen: 'Naive mean-field and “TAP without the reaction term”; belief propagation simplified too far.',
  formula: 'ω^t = F a^t − V^t g^{t−1}',
  oracles: ['glm.gamp'],
  ways: [(params) => wrongGamp(params, 'no Onsager term')],
});
