import fc from 'fast-check';
import type { Channel, ChannelSpec } from '../../reference/channels/channel.ts';
import { channel as channelOf } from '../../reference/channels/index.ts';
import { fixedPoint } from '../../reference/generalised-linear/fixed-point.ts';
import { prior as priorOf } from '../../reference/priors/index.ts';
import type { Prior, PriorSpec } from '../../reference/priors/prior.ts';
import { logUniform } from '../arbitraries/numbers.ts';
import { defineErratum } from './erratum.ts';

interface Model {
  readonly prior: PriorSpec;
  readonly channel: ChannelSpec;
  readonly alpha: number;
}

/** f_RS(m, r) = Φ_w(r) + α Φ_out(m) − r m / 2 */
const twoVariables = (prior: Prior, channel: Channel, alpha: number, m: number, r: number) =>
  prior.potential(r).value +
  alpha * channel.potential(m, prior.secondMoment - m).value -
  (r * m) / 2;

/** The r of inf_r f_RS(m, r), where M(r) = m, by bisection of ln r. */
function conjugateOf(prior: Prior, m: number): number {
  let low = -30;
  let high = 30;
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (prior.overlap(Math.exp(middle)).value < m) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

/** Second difference of f at the fixed point, along m: negative at a maximum. */
function bend(model: Model, follow: boolean): number {
  const prior = priorOf(model.prior);
  const channel = channelOf(model.channel);
  const { overlap, conjugate } = fixedPoint(prior, channel, model.alpha, 'uninformed');
  const m = overlap.value;
  const h = 0.05 * Math.min(m, prior.secondMoment - m);
  const f = (at: number) =>
    twoVariables(
      prior,
      channel,
      model.alpha,
      at,
      follow ? conjugateOf(prior, at) : conjugate.value,
    );
  return (f(m + h) - 2 * f(m) + f(m - h)) / (h * h);
}

export const maximumInTwoVariables = defineErratum<Model, number>({
  id: 'maximum-in-two-variables',
  where: 'Bottom line',
  literal:
    'AMP ends at the local maximum of the free entropy f_RS(m, m̂) reached from small m, the MMSE is at its global maximum',
  right: 'the maxima are those of f_RS(m) = inf_m̂ f_RS(m, m̂), a function of m alone',
  why: 'Both Φ_w and Φ_out are convex, so f_RS(m, m̂) is convex along either axis: its stationary points are saddles, and it has no local maximum at all. The infimum over m̂ must be taken first. (The slide defines f_RS(m) so, and then speaks of “the free entropy”.)',
  law: 'f bends down in m at the fixed point where AMP ends.',
  sources: ['zdeborova2021', 'barbier2019'],
  model: fc.record({
    prior: fc.constantFrom<PriorSpec>({ kind: 'rademacher' }, { kind: 'gaussian', variance: 1 }),
    channel: fc.constantFrom<ChannelSpec>({ kind: 'sign' }, { kind: 'linear', noiseVariance: 1 }),
    alpha: logUniform(0.3, 1.2),
  }),
  forms: {
    literal: (model) => bend(model, false),
    right: (model) => bend(model, true),
  },
  measure: (value) => ({
    left: value,
    right: 0,
    relation: 'at-most',
    allowance: 0,
    because: 'the bend is of order one, its rounding 1e-12',
  }),
});
