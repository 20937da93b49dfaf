/** The registry of channels: one line per kind. */
import { DomainError } from '../errors.ts';
import { absoluteValueChannel } from './absolute-value.ts';
import type { Channel, ChannelSpec } from './channel.ts';
import { linearChannel } from './linear.ts';
import { probitChannel } from './probit.ts';
import { reluChannel } from './relu.ts';
import { signChannel } from './sign.ts';
import { symmetricDoorChannel } from './symmetric-door.ts';

type Registry = {
  readonly [K in ChannelSpec['kind']]: (spec: Extract<ChannelSpec, { kind: K }>) => Channel;
};

const registry: Registry = {
  sign: () => signChannel(),
  probit: (spec) => probitChannel(spec.noiseVariance),
  linear: (spec) => linearChannel(spec.noiseVariance),
  relu: () => reluChannel(),
  'absolute-value': (spec) => absoluteValueChannel(spec.noiseVariance),
  'symmetric-door': (spec) => symmetricDoorChannel(spec.width),
};

export const channelKinds = Object.keys(registry) as readonly ChannelSpec['kind'][];

/** The channel that a spec names; throws DomainError where the spec is no channel. */
export const channel = (spec: ChannelSpec): Channel => {
  const kind = (spec as { kind?: unknown } | null | undefined)?.kind;
  if (typeof kind !== 'string' || !Object.hasOwn(registry, kind)) {
    throw new DomainError('channel', 'kind', kind, `one of ${channelKinds.join(', ')}`);
  }
  return (registry[kind as ChannelSpec['kind']] as (spec: ChannelSpec) => Channel)(spec);
};
