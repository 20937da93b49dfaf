import fc from 'fast-check';
import type { ChannelSpec } from '../../reference/channels/channel.ts';
import { logUniform, oneOf } from './numbers.ts';

type Kind = ChannelSpec['kind'];

/** Δ > 0: simple values, ordinary ones, and the corners where noise is a trace or drowns everything. */
export const noiseVariances = (): fc.Arbitrary<number> =>
  oneOf([2, fc.constantFrom(1, 0.1, 0.01)], [2, logUniform(1e-3, 10)], [1, logUniform(1e-12, 1e3)]);

const noiseVariance = oneOf([1, fc.constant(0)], [3, noiseVariances()]);

const byKind: { readonly [K in Kind]: fc.Arbitrary<ChannelSpec> } = {
  sign: fc.constant({ kind: 'sign' }),
  probit: noiseVariances().map((v) => ({ kind: 'probit', noiseVariance: v })),
  linear: noiseVariance.map((v) => ({ kind: 'linear', noiseVariance: v })),
  relu: fc.constant({ kind: 'relu' }),
  'absolute-value': noiseVariance.map((v) => ({ kind: 'absolute-value', noiseVariance: v })),
  'symmetric-door': oneOf([1, fc.constantFrom(1, 0.5)], [1, logUniform(0.1, 3)]).map((width) => ({
    kind: 'symmetric-door',
    width,
  })),
};

/** Channels of the given kinds (all by default). Shrinks to the first kind of the list. */
export const channels = (
  kinds: readonly Kind[] = ['sign', 'linear', 'relu', 'probit', 'absolute-value', 'symmetric-door'],
): fc.Arbitrary<ChannelSpec> => oneOf(...kinds.map((kind) => [1, byKind[kind]] as const));

/** Channels with P_out(y | z) = P_out(y | −z). */
export const evenChannels = (): fc.Arbitrary<ChannelSpec> =>
  channels(['absolute-value', 'symmetric-door']);

/**
 * Channels whose outputs have a probability (labels), or a bounded density (noise, and enough of it
 * that a likelihood does not hang on the rounding of z): no δ in y given z.
 */
export const regularChannels = (): fc.Arbitrary<ChannelSpec> => {
  const noiseVariance = oneOf([1, fc.constantFrom(1, 0.1)], [1, logUniform(1e-3, 10)]);
  return oneOf(
    [3, channels(['sign', 'probit', 'symmetric-door'])],
    [1, noiseVariance.map((v): ChannelSpec => ({ kind: 'linear', noiseVariance: v }))],
    [1, noiseVariance.map((v): ChannelSpec => ({ kind: 'absolute-value', noiseVariance: v }))],
  );
};
