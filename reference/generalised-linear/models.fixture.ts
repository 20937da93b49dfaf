import type { Channel, ChannelSpec } from '../channels/channel.ts';
import { channel } from '../channels/index.ts';
import type { Estimate } from '../numerics/estimate.ts';
import { prior } from '../priors/index.ts';
import type { Prior, PriorSpec } from '../priors/prior.ts';

/** Every kind of prior and channel, with the parameters that make a difference. */
export const priorSpecs: readonly PriorSpec[] = [
  { kind: 'gaussian', variance: 1 },
  { kind: 'gaussian', variance: 0.01 },
  { kind: 'rademacher' },
  { kind: 'gauss-bernoulli', density: 0.2, variance: 1 },
  { kind: 'discrete', values: [-1, 0, 1], probabilities: [0.05, 0.9, 0.05] },
  { kind: 'discrete', values: [0, 1], probabilities: [0.7, 0.3] },
];

export const channelSpecs: readonly ChannelSpec[] = [
  { kind: 'sign' },
  { kind: 'probit', noiseVariance: 0.1 },
  { kind: 'linear', noiseVariance: 0 },
  { kind: 'linear', noiseVariance: 1e-3 },
  { kind: 'relu' },
  { kind: 'absolute-value', noiseVariance: 0 },
  { kind: 'absolute-value', noiseVariance: 0.02 },
  { kind: 'symmetric-door', width: 0.6744897501960817 },
];

export interface Model {
  readonly name: string;
  readonly prior: Prior;
  readonly channel: Channel;
}

const describe = (spec: PriorSpec | ChannelSpec): string =>
  Object.values(spec)
    .map((value) => (Array.isArray(value) ? `{${value.join()}}` : String(value)))
    .join(' ');

const priors = priorSpecs.map((spec) => ({ name: describe(spec), prior: prior(spec) }));
const channels = channelSpecs.map((spec) => ({ name: describe(spec), channel: channel(spec) }));

/** All pairs; the objects are shared, and with them the curves. */
export const models: readonly Model[] = priors.flatMap((p) =>
  channels.map((c) => ({ name: `${p.name} × ${c.name}`, prior: p.prior, channel: c.channel })),
);

/** How far two numbers are apart, in units of what their errors and `relative` allow. */
export function apart(a: Estimate | number, b: Estimate | number, relative = 0): number {
  const [x, dx] = typeof a === 'number' ? [a, 0] : [a.value, a.error];
  const [y, dy] = typeof b === 'number' ? [b, 0] : [b.value, b.error];
  if (x === y) return 0;
  return Math.abs(x - y) / (dx + dy + relative * Math.max(Math.abs(x), Math.abs(y)));
}
