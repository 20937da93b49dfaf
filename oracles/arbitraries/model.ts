import fc from 'fast-check';
import type { ChannelSpec } from '../../reference/channels/channel.ts';
import type { PriorSpec } from '../../reference/priors/prior.ts';
import { alphas } from './alpha.ts';
import { channels } from './channel.ts';
import { priors } from './prior.ts';

export interface Model {
  readonly prior: PriorSpec;
  readonly channel: ChannelSpec;
  readonly alpha: number;
}

/** A Bayes-optimal generalised linear model. Shrinks to the binary perceptron at α = 1. */
export const models = (
  part: {
    readonly prior?: fc.Arbitrary<PriorSpec>;
    readonly channel?: fc.Arbitrary<ChannelSpec>;
    readonly alpha?: fc.Arbitrary<number>;
  } = {},
): fc.Arbitrary<Model> =>
  fc.record({
    prior: part.prior ?? priors(),
    channel: part.channel ?? channels(),
    alpha: part.alpha ?? alphas(),
  });

/** ρ = E w² of a prior. */
export function secondMomentOf(prior: PriorSpec): number {
  switch (prior.kind) {
    case 'gaussian':
      return prior.variance;
    case 'rademacher':
      return 1;
    case 'gauss-bernoulli':
      return prior.density * prior.variance;
    case 'discrete':
      return prior.values.reduce((sum, w, k) => sum + prior.probabilities[k] * w * w, 0);
  }
}
