import fc from 'fast-check';
import type { ChannelSpec } from '../../reference/channels/channel.ts';
import type { PriorSpec } from '../../reference/priors/prior.ts';
import { channels, evenChannels } from './channel.ts';
import { logUniform, oneOf, uniform } from './numbers.ts';
import { centredPriors, priors } from './prior.ts';

export interface ThresholdQuestion {
  readonly prior: PriorSpec;
  readonly channel: ChannelSpec;
  readonly kind: 'algorithmic' | 'information-theoretic' | 'lower-spinodal' | 'weak-recovery';
}

const question = (
  kind: ThresholdQuestion['kind'],
  prior: fc.Arbitrary<PriorSpec>,
  channel: fc.Arbitrary<ChannelSpec>,
): fc.Arbitrary<ThresholdQuestion> => fc.record({ prior, channel, kind: fc.constant(kind) });

const noiseless = (...kinds: ChannelSpec['kind'][]): fc.Arbitrary<ChannelSpec> =>
  channels(kinds).map((channel) =>
    'noiseVariance' in channel ? { ...channel, noiseVariance: 0 } : channel,
  );

/** Sparse enough for a transition, not so sparse that everything happens at α ≈ 0. */
const sparse: fc.Arbitrary<PriorSpec> = fc
  .record({
    density: uniform(0.1, 0.6, 10),
    variance: oneOf([3, fc.constant(1)], [1, logUniform(0.1, 10)]),
  })
  .map((parameters) => ({ kind: 'gauss-bernoulli', ...parameters }));

const rademacher = priors(['rademacher']);
const gaussian = priors(['gaussian']);

/** Noise so weak that it leaves a first-order transition, with two spinodals. */
const weaklyNoisy = (kind: ThresholdQuestion['kind']): fc.Arbitrary<ThresholdQuestion> =>
  oneOf(
    [
      2,
      question(
        kind,
        rademacher,
        logUniform(1e-6, 1e-2).map((noiseVariance) => ({ kind: 'probit', noiseVariance })),
      ),
    ],
    [
      1,
      question(
        kind,
        rademacher,
        logUniform(1e-6, 1e-3).map((noiseVariance) => ({ kind: 'absolute-value', noiseVariance })),
      ),
    ],
    [
      1,
      question(
        kind,
        sparse.map((prior) => ({ ...prior, variance: 1 })),
        logUniform(1e-8, 1e-6).map((noiseVariance) => ({ kind: 'linear', noiseVariance })),
      ),
    ],
  );

/** Noiseless outputs that reveal sparse weights, or Gaussian ones up to their sign. */
const revealing = (kind: ThresholdQuestion['kind']): fc.Arbitrary<ThresholdQuestion> =>
  oneOf(
    [2, question(kind, sparse, noiseless('linear', 'relu', 'absolute-value'))],
    [1, question(kind, gaussian, noiseless('absolute-value'))],
  );

const firstOrder = (kind: ThresholdQuestion['kind']): fc.Arbitrary<ThresholdQuestion> =>
  oneOf(
    [3, question(kind, rademacher, noiseless('sign', 'relu', 'absolute-value', 'symmetric-door'))],
    [2, revealing(kind)],
    [2, weaklyNoisy(kind)],
  );

/**
 * Only questions that have an answer: a fold where there is a first-order transition, a
 * weak-recovery threshold where zero overlap is a fixed point. Shrinks to the binary perceptron.
 */
export const thresholdQuestions = (): fc.Arbitrary<ThresholdQuestion> =>
  oneOf(
    [3, firstOrder('algorithmic')],
    [3, firstOrder('information-theoretic')],
    [1, revealing('lower-spinodal')],
    [1, weaklyNoisy('lower-spinodal')],
    [2, question('weak-recovery', centredPriors(), evenChannels())],
  );
