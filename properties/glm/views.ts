import fc from 'fast-check';
import {
  channels,
  logUniform,
  oneOf,
  overlapFractions,
  uniform,
} from '../../oracles/arbitraries/index.ts';
import type { ChannelSpec } from '../../reference/channels/channel.ts';

/** Labels seen with an overlap m of a field of variance ρ. */
export interface View {
  readonly channel: ChannelSpec;
  readonly secondMoment: number;
  readonly overlap: number;
}

export const secondMoments = oneOf([3, fc.constant(1)], [2, logUniform(0.1, 10)]);

export const views = (
  fraction: fc.Arbitrary<number>,
  channel: fc.Arbitrary<ChannelSpec> = channels(),
): fc.Arbitrary<View> =>
  fc
    .record({ channel, secondMoment: secondMoments, fraction })
    .map(({ channel, secondMoment, fraction }) => ({
      channel,
      secondMoment,
      overlap: fraction * secondMoment,
    }));

/** 0 < m < ρ, up to 1e-9 from either end. */
export const inside = overlapFractions().filter((f) => f > 0 && f < 1);

/** Where a difference quotient in m still has digits. */
export const bulk = oneOf<number>(
  [1, fc.constant(0.5)],
  [4, uniform(0.05, 0.95, 90)],
  [1, logUniform(1e-6, 1e-2).map((distance) => 1 - distance)],
);
