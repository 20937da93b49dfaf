import { instanceMatrix, instanceVector } from '../instances.ts';
import type { Recipe } from '../recipe.ts';
import { channels, priors } from './models.ts';

/**
 * Known answers of G-AMP, iteration by iteration. The first iteration of a trace checks the two
 * denoisers, the second the Onsager term; the late ones everything.
 */
const rows = [
  { prior: 'rademacher', channel: 'sign', options: {} },
  { prior: 'rademacher', channel: 'sign', options: { variance: 'scalar' } },
  { prior: 'rademacher', channel: 'sign', options: { damping: 0.3 } },
  { prior: 'gaussian', channel: 'sign', options: {} },
  { prior: 'gaussian', channel: 'probit', options: {} },
  { prior: 'gauss-bernoulli', channel: 'linear', options: {} },
  { prior: 'gauss-bernoulli', channel: 'linear', options: { variance: 'scalar', damping: 0.2 } },
  { prior: 'gaussian', channel: 'relu', options: {} },
  { prior: 'ternary', channel: 'linear', options: {} },
  { prior: 'rademacher', channel: 'balanced-door', options: { initial: true } },
  { prior: 'gaussian', channel: 'noisy-absolute-value', options: { initial: true } },
] as const;

const record = [0, 1, 2, 3, 5, 8];

export const gampTraces: readonly Recipe[] = rows.map(({ prior, channel, options }) => {
  const { initial, ...rest } = { initial: false, ...options };
  const instance = `${prior}-${channel}`;
  const variant = [
    'variance' in rest ? rest.variance : 'full',
    'damping' in rest ? `damping-${String(rest.damping).replace('.', '-')}` : '',
  ]
    .filter((part) => part !== '')
    .join('-');
  return {
    id: `glm/gamp-trace/${instance}-${variant}`,
    title: `G-AMP, iteration by iteration: ${prior} prior, ${channel} channel, ${variant.replaceAll('-', ' ')}`,
    oracle: 'glm.gamp',
    evidence: 'exact',
    flags: ['known-answer', 'finite-size'],
    literature: [],
    sources: ['rangan2011', 'barbier2019'],
    cases: [
      {
        prior: priors[prior],
        channel: channels[channel],
        matrix: instanceMatrix(instance),
        labels: instanceVector(instance, 'labels'),
        iterations: 8,
        record,
        ...(initial ? { initialMean: instanceVector(instance, 'initial') } : {}),
        ...rest,
      },
    ],
    witnesses: ['plain_gamp.py'],
  };
});
