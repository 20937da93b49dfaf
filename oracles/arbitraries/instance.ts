import fc from 'fast-check';
import type { ChannelSpec } from '../../reference/channels/channel.ts';
import { channel as channelOf } from '../../reference/channels/index.ts';
import type { RandomStream } from '../../reference/numerics/random.ts';
import { philoxStream } from '../../reference/numerics/random.ts';
import { prior as priorOf } from '../../reference/priors/index.ts';
import type { PriorSpec } from '../../reference/priors/prior.ts';
import { seeds } from './numbers.ts';

/** A small data set drawn from an actual teacher, so that its labels are possible. */
export interface Instance {
  readonly prior: PriorSpec;
  readonly channel: ChannelSpec;
  /** n × d, entries of variance 1/d, as rows. */
  readonly matrix: number[][];
  readonly labels: number[];
  /** The teacher's weights w*. */
  readonly teacher: number[];
}

export type Entries = 'gaussian' | 'rademacher';

/**
 * n × d entries of mean 0 and variance 1/d. Gaussian entries keep all their digits: short decimals
 * would make ties (X w = 0 up to rounding) likely, and a label at a tie is anybody's guess.
 */
export function drawMatrix(
  rows: number,
  columns: number,
  entries: Entries,
  stream: RandomStream,
): number[][] {
  const scale = 1 / Math.sqrt(columns);
  const entry =
    entries === 'rademacher'
      ? () => (stream.uniform() < 0.5 ? -scale : scale)
      : () => stream.normal() * scale;
  return Array.from({ length: rows }, () => Array.from({ length: columns }, entry));
}

/** Draws matrix, teacher and labels: the same instance for the same seed. */
export function drawInstance(
  prior: PriorSpec,
  channel: ChannelSpec,
  rows: number,
  columns: number,
  entries: Entries,
  seed: number,
): Instance {
  const stream = philoxStream(seed);
  const matrix = drawMatrix(rows, columns, entries, stream.fork(1));
  const weights = stream.fork(2);
  const noise = stream.fork(3);
  const p = priorOf(prior);
  const c = channelOf(channel);
  // A teacher without any weight gives labels that are a matter of convention (sign of 0): another.
  let teacher: number[];
  do teacher = Array.from({ length: columns }, () => p.sample(weights));
  while (teacher.every((w) => w === 0));
  const labels = matrix.map((row) =>
    c.sample(
      row.reduce((z, x, i) => z + x * teacher[i], 0),
      noise,
    ),
  );
  return { prior, channel, matrix, labels, teacher };
}

/** Instances of at most `maxRows` × `maxColumns`. Shrinks to one sample, one weight, seed 0. */
export const instances = (options: {
  readonly prior: fc.Arbitrary<PriorSpec>;
  readonly channel: fc.Arbitrary<ChannelSpec>;
  readonly maxRows: number;
  readonly maxColumns: number;
  readonly minRows?: number;
  readonly minColumns?: number;
  /** Rademacher entries make exact ties (z = 0) possible: Gaussian ones only, by default. */
  readonly entries?: readonly Entries[];
}): fc.Arbitrary<Instance> =>
  fc
    .record({
      prior: options.prior,
      channel: options.channel,
      rows: fc.integer({ min: options.minRows ?? 1, max: options.maxRows }),
      columns: fc.integer({ min: options.minColumns ?? 1, max: options.maxColumns }),
      entries: fc.constantFrom(...(options.entries ?? (['gaussian'] as const))),
      seed: seeds(),
    })
    .map((d) => drawInstance(d.prior, d.channel, d.rows, d.columns, d.entries, d.seed));
