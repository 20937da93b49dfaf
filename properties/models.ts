import type { ChannelSpec } from '../reference/channels/channel.ts';
import type { PriorSpec } from '../reference/priors/prior.ts';

/*
 * What can be said of a model from its definition alone, without solving anything. The laws know
 * their models by these facts, so that they share nothing with what they judge.
 */

/** A Bayes-optimal learning problem: what is learned, how it is seen, how often per weight. */
export interface Problem {
  readonly prior: PriorSpec;
  readonly channel: ChannelSpec;
  readonly alpha: number;
}

/** Δ, the noise that adds to z before the channel's function; 0 where there is none. */
export const noiseOf = (channel: ChannelSpec): number =>
  'noiseVariance' in channel ? channel.noiseVariance : 0;

/** E w and ρ = E w², from the definition of the prior. */
export function moments(prior: PriorSpec): {
  readonly mean: number;
  readonly secondMoment: number;
} {
  switch (prior.kind) {
    case 'gaussian':
      return { mean: 0, secondMoment: prior.variance };
    case 'rademacher':
      return { mean: 0, secondMoment: 1 };
    case 'gauss-bernoulli':
      return { mean: 0, secondMoment: prior.density * prior.variance };
    case 'discrete': {
      const average = (f: (w: number) => number) =>
        prior.values.reduce((s, w, k) => s + f(w) * prior.probabilities[k], 0);
      return { mean: average((w) => w), secondMoment: average((w) => w * w) };
    }
  }
}

/** H(P_w) in nats; +∞ where the prior has a density. */
export function priorEntropy(prior: PriorSpec): number {
  if (prior.kind === 'rademacher') return Math.LN2;
  if (prior.kind !== 'discrete') return Infinity;
  return prior.probabilities.reduce((h, p) => h - p * Math.log(p), 0);
}

/** P_w(w) = P_w(−w). */
export function isSymmetric(prior: PriorSpec): boolean {
  if (prior.kind !== 'discrete') return true;
  return prior.values.every((w, k) => {
    const mirror = prior.values.indexOf(w === 0 ? 0 : -w);
    return mirror >= 0 && Math.abs(prior.probabilities[mirror] - prior.probabilities[k]) < 1e-15;
  });
}

/** The prior of c w, for c > 0. */
export function scaledPrior(prior: PriorSpec, c: number): PriorSpec {
  switch (prior.kind) {
    case 'gaussian':
    case 'gauss-bernoulli':
      return { ...prior, variance: c * c * prior.variance };
    case 'rademacher':
      return { kind: 'discrete', values: [-c, c], probabilities: [0.5, 0.5] };
    case 'discrete':
      return { ...prior, values: prior.values.map((w) => c * w) };
  }
}

/** The same measurement in units in which z is c times larger, for c > 0. */
export function scaledChannel(channel: ChannelSpec, c: number): ChannelSpec {
  if (channel.kind === 'symmetric-door') return { ...channel, width: c * channel.width };
  if ('noiseVariance' in channel)
    return { ...channel, noiseVariance: c * c * channel.noiseVariance };
  return channel;
}

/** Outputs are labels ±1. */
export const isLabel = (channel: ChannelSpec): boolean =>
  channel.kind === 'sign' || channel.kind === 'probit' || channel.kind === 'symmetric-door';

/** P_out(y | z) = P_out(y | −z). */
export const isEven = (channel: ChannelSpec): boolean =>
  channel.kind === 'absolute-value' || channel.kind === 'symmetric-door';

/** y → −y and z → −z together change nothing. */
export const isOdd = (channel: ChannelSpec): boolean =>
  channel.kind === 'sign' || channel.kind === 'probit' || channel.kind === 'linear';

/** y carries no noise: it is a function of z. */
export const isNoiseless = (channel: ChannelSpec): boolean => noiseOf(channel) === 0;

/** κ: probability that y determines |z|. */
export function revealedFraction(channel: ChannelSpec): number {
  if (isLabel(channel) || !isNoiseless(channel)) return 0;
  return channel.kind === 'relu' ? 0.5 : 1;
}
