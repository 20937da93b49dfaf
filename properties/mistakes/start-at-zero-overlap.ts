import { isEven, isSymmetric } from '../models.ts';
import { mistake, spoilt } from './mistake.ts';

export const startAtZeroOverlap = mistake({
  id: 'start-at-zero-overlap',
  title: 'iteration started at exactly m = 0 in a symmetric problem',
  mistake: 'The uninformed fixed point of even channels is m = 0, at every α.',
  symptom: 'Phase retrieval never begins: m = 0 also beyond the weak-recovery threshold.',
  seen: 'Listed among the frequent errors (“taking m = 0 for even channels as AMP failed”).',
  formula: 'm = 0 is a fixed point there, but unstable for α > α_WR: start at m → 0⁺',
  oracles: ['glm.fixed-point', 'glm.optimum'],
  ways: [
    spoilt((_, { prior, channel, start = 'uninformed' }, oracle) =>
      start === 'uninformed' && isEven(channel) && isSymmetric(prior)
        ? oracle === 'glm.optimum'
          ? { algorithmicOverlap: 0 }
          : { overlap: 0, conjugate: 0 }
        : {},
    ),
  ],
});
