import type { ChannelSpec } from '../../reference/channels/channel.ts';
import { channel } from '../../reference/channels/index.ts';
import { fixedPoint } from '../../reference/generalised-linear/fixed-point.ts';
import { prior } from '../../reference/priors/index.ts';
import type { PriorSpec } from '../../reference/priors/prior.ts';
import { type Benchmark, sample } from './benchmark.ts';

const models: readonly (readonly [string, PriorSpec, ChannelSpec, number])[] = [
  ['gaussian, sign', { kind: 'gaussian', variance: 1 }, { kind: 'sign' }, 1.5],
  ['rademacher, sign', { kind: 'rademacher' }, { kind: 'sign' }, 1.2],
  [
    'gauss-bernoulli, absolute value',
    { kind: 'gauss-bernoulli', density: 0.3, variance: 1 },
    { kind: 'absolute-value', noiseVariance: 0.1 },
    1.5,
  ],
];

/** One fixed point, nothing remembered from the one before. */
export const fixedPointBenchmark: Benchmark = {
  id: 'fixed-point',
  title: 'Fixed point of state evolution, from scratch',
  measure: () =>
    models.map(([label, p, c, alpha]) => ({
      label: `${label}, α = ${alpha}`,
      samples: sample(() => fixedPoint(prior(p), channel(c), alpha, 'uninformed')),
    })),
};
