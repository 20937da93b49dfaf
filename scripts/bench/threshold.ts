import type { ChannelSpec } from '../../reference/channels/channel.ts';
import { channel } from '../../reference/channels/index.ts';
import { type ThresholdKind, threshold } from '../../reference/generalised-linear/threshold.ts';
import { prior } from '../../reference/priors/index.ts';
import type { PriorSpec } from '../../reference/priors/prior.ts';
import { type Benchmark, sample } from './benchmark.ts';

const rademacher: PriorSpec = { kind: 'rademacher' };
const sparse: PriorSpec = { kind: 'gauss-bernoulli', density: 0.3, variance: 1 };
const questions: readonly (readonly [string, PriorSpec, ChannelSpec, ThresholdKind])[] = [
  ['rademacher, sign: algorithmic', rademacher, { kind: 'sign' }, 'algorithmic'],
  [
    'rademacher, sign: information-theoretic',
    rademacher,
    { kind: 'sign' },
    'information-theoretic',
  ],
  [
    'rademacher, door: algorithmic',
    rademacher,
    { kind: 'symmetric-door', width: 0.6745 },
    'algorithmic',
  ],
  [
    'gauss-bernoulli, linear: algorithmic',
    sparse,
    { kind: 'linear', noiseVariance: 0 },
    'algorithmic',
  ],
  [
    'gaussian, absolute value: algorithmic',
    { kind: 'gaussian', variance: 1 },
    { kind: 'absolute-value', noiseVariance: 0 },
    'algorithmic',
  ],
];

/** Phase transitions, nothing remembered from the one before. */
export const thresholdBenchmark: Benchmark = {
  id: 'threshold',
  title: 'Threshold, from scratch',
  measure: () =>
    questions.map(([label, p, c, kind]) => {
      let alpha = { value: 0, error: 0 };
      const samples = sample(() => {
        alpha = threshold(prior(p), channel(c), kind).alpha;
      });
      const note = `α = ${alpha.value.toFixed(9)}, error ${alpha.error.toExponential(0)}`;
      return { label, samples, goal: 200, note };
    }),
};
