import { instanceMatrix, instanceVector } from '../instances.ts';
import type { Recipe } from '../recipe.ts';
import { channels, priors } from './models.ts';

const posteriors = [
  ['rademacher', 'sign'],
  ['rademacher', 'probit'],
  ['rademacher', 'linear'],
  ['ternary', 'probit'],
  ['rademacher', 'noisy-absolute-value'],
] as const;

/** Finite systems in which everything can be counted. */
export const enumerations: readonly Recipe[] = [
  ...posteriors.map(
    ([prior, channel]): Recipe => ({
      id: `glm/exact-posterior/${prior}-${channel}`,
      title: `Exact posterior by enumeration: ${prior} prior, ${channel} channel`,
      oracle: 'glm.exact-posterior',
      evidence: 'exact',
      flags: ['known-answer', 'finite-size'],
      literature: [],
      sources: ['barbier2019'],
      // Where an even channel sees the weights only up to a sign, their mean is 0.
      ...(channel === 'noisy-absolute-value' ? { fields: ['logEvidence'] } : {}),
      cases: [
        {
          prior: priors[prior],
          channel: channels[channel],
          matrix: instanceMatrix(`exact-${prior}-${channel}`),
          labels: instanceVector(`exact-${prior}-${channel}`, 'labels'),
        },
      ],
      witnesses: ['exact_enumeration.py'],
    }),
  ),
  ...[8, 12].map(
    (dimension): Recipe => ({
      id: `glm/exact-average/binary-perceptron-d-${dimension}`,
      title: `Binary perceptron at d = ${dimension}, averaged exactly over all teachers`,
      oracle: 'glm.exact-average',
      evidence: 'exact',
      flags: ['known-answer', 'finite-size'],
      literature: [],
      sources: ['gyorgyi1990'],
      cases: [
        { channel: { kind: 'sign' }, matrix: instanceMatrix(`binary-perceptron-d-${dimension}`) },
      ],
      witnesses: ['exact_enumeration.py'],
    }),
  ),
];
