import fc from 'fast-check';
import type { ChannelSpec } from '../../reference/channels/channel.ts';
import { channels } from './channel.ts';
import { logUniform, oneOf, uniform } from './numbers.ts';

/** A question to an output denoiser: an output that is possible under the channel, and ω, V. */
export interface Output {
  readonly channel: ChannelSpec;
  readonly y: number;
  readonly omega: number;
  readonly variance: number;
}

/** Standard deviations from the centre: mostly a few, sometimes deep in a tail. Shrinks to 0. */
const deviations = oneOf([4, uniform(-4, 4, 800)], [1, uniform(-40, 40, 800)]);

const noiseOf = (channel: ChannelSpec): number =>
  'noiseVariance' in channel ? channel.noiseVariance : 0;

/** Six digits, to be readable in a report. */
const short = (x: number): number => Number(x.toPrecision(6));

/** An output of `channel`, `deviation` standard deviations from where ω would put it. */
function outputAt(
  channel: ChannelSpec,
  omega: number,
  variance: number,
  deviation: number,
): number {
  const shifted = short(omega + deviation * Math.sqrt(variance + noiseOf(channel)));
  switch (channel.kind) {
    case 'linear':
      return shifted;
    case 'relu':
      return Math.max(0, shifted);
    case 'absolute-value':
      return Math.abs(shifted);
    default:
      return deviation < 0 ? -1 : 1;
  }
}

/** Possible outputs, with ω up to 40 standard deviations from every decision boundary. */
export const outputs = (channel: fc.Arbitrary<ChannelSpec> = channels()): fc.Arbitrary<Output> =>
  fc
    .record({
      channel,
      variance: oneOf([2, fc.constant(1)], [3, logUniform(1e-2, 10)], [1, logUniform(1e-8, 1e3)]),
      centre: deviations,
      deviation: deviations,
    })
    .map(({ channel, variance: drawn, centre, deviation }) => {
      // Both edges of a door within 40 standard deviations of its middle.
      const variance =
        channel.kind === 'symmetric-door'
          ? Math.max(drawn, short((channel.width / 40) ** 2))
          : drawn;
      const omega = short(centre * Math.sqrt(variance + noiseOf(channel)));
      return { channel, y: outputAt(channel, omega, variance, deviation), omega, variance };
    });
