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

/** Noise so weak that it leaves a first-order transition, for binary weights and labels. */
const weaklyNoisy: fc.Arbitrary<ChannelSpec> = logUniform(1e-6, 2e-2).map((noiseVariance) => ({
  kind: 'probit',
  noiseVariance,
}));

const sparse: fc.Arbitrary<PriorSpec> = fc
  .record({
    density: uniform(0.05, 0.6, 11),
    variance: oneOf([3, fc.constant(1)], [1, logUniform(0.1, 10)]),
  })
  .map((parameters) => ({ kind: 'gauss-bernoulli', ...parameters }));

/**
 * Only questions that have an answer: a fold where there is a first-order transition (binary
 * weights; sparse weights seen linearly), a weak-recovery threshold where zero overlap is a fixed
 * point. Shrinks to the binary perceptron.
 */
export const thresholdQuestions = (): fc.Arbitrary<ThresholdQuestion> => {
  const rademacher = priors(['rademacher']);
  const firstOrder = (kind: ThresholdQuestion['kind']) =>
    oneOf(
      [2, question(kind, rademacher, channels(['sign', 'relu']))],
      [1, question(kind, sparse, fc.constant<ChannelSpec>({ kind: 'linear', noiseVariance: 0 }))],
      [1, question(kind, rademacher, weaklyNoisy)],
    );
  return oneOf(
    [2, firstOrder('algorithmic')],
    [2, firstOrder('information-theoretic')],
    [1, question('lower-spinodal', rademacher, weaklyNoisy)],
    [2, question('weak-recovery', centredPriors(), evenChannels())],
  );
};
