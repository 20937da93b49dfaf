import fc from 'fast-check';
import {
  channels,
  type Instance,
  instances,
  logUniform,
  oneOf,
  priors,
} from '../../oracles/arbitraries/index.ts';
import type { ChannelSpec } from '../../reference/channels/channel.ts';
import type { PriorSpec } from '../../reference/priors/prior.ts';
import { isSymmetric, moments } from '../models.ts';
import type { GampQuestion } from '../questions.ts';

/** A small data set for G-AMP, with everything that defines the run said aloud. */
export interface Run extends Instance {
  readonly initialMean: readonly number[];
  readonly initialVariance: readonly number[];
  readonly iterations: number;
}

/** The question, without the teacher. */
export const questionOf = (
  { prior, channel, matrix, labels, initialMean, initialVariance, iterations }: Run,
  more: Partial<GampQuestion> = {},
): GampQuestion => ({
  prior,
  channel,
  matrix,
  labels,
  initialMean,
  initialVariance,
  iterations,
  record: [iterations],
  ...more,
});

/**
 * On instances this small an undamped iteration may blow up, and would then compare rounding. What is
 * left out for that reason: weak noise on continuous outputs, where V → 0 within a few steps, and
 * even channels with unbounded weights, where a label may have a negative precision.
 */
const noisy = (kind: 'linear' | 'absolute-value'): fc.Arbitrary<ChannelSpec> =>
  logUniform(0.3, 10).map((noiseVariance) => ({ kind, noiseVariance }));

const loud: fc.Arbitrary<ChannelSpec> = logUniform(0.01, 10).map((noiseVariance) => ({
  kind: 'probit',
  noiseVariance,
}));

export const runs = (
  options: {
    readonly prior?: fc.Arbitrary<PriorSpec>;
    readonly channel?: fc.Arbitrary<ChannelSpec>;
    readonly symmetric?: boolean;
    readonly iterations?: number;
    readonly entries?: readonly ('gaussian' | 'rademacher')[];
    readonly maxRows?: number;
    readonly maxColumns?: number;
  } = {},
): fc.Arbitrary<Run> => {
  const prior = (options.prior ?? priors()).filter((p) => !options.symmetric || isSymmetric(p));
  const shape = {
    maxRows: options.maxRows ?? 7,
    maxColumns: options.maxColumns ?? 6,
    ...(options.entries && { entries: options.entries }),
  };
  const monotone = instances({
    prior,
    channel: options.channel ?? oneOf([1, channels(['sign'])], [1, loud], [1, noisy('linear')]),
    ...shape,
  });
  const even = instances({
    prior: priors(['rademacher']),
    channel: oneOf([1, channels(['symmetric-door'])], [1, noisy('absolute-value')]),
    ...shape,
  });
  const instance = options.channel ? monotone : oneOf<Instance>([3, monotone], [1, even]);
  return fc
    .record({
      instance,
      iterations: fc.integer({ min: 1, max: options.iterations ?? 4 }),
      nudge: fc.constantFrom(0.25, 0.1),
    })
    .map(({ instance, iterations, nudge }) => {
      const { mean, secondMoment } = moments(instance.prior);
      const variance = secondMoment - mean ** 2;
      return {
        ...instance,
        iterations,
        initialMean: instance.teacher.map((w) => mean + nudge * (w - mean)),
        initialVariance: instance.teacher.map(() => variance * (1 - nudge)),
      };
    });
};

/** A permutation of 0 … n − 1 that depends on `turn` only. */
export const rotated = <T>(items: readonly T[], turn: number): T[] =>
  items.map((_, i) => items[(i + turn) % items.length]);
