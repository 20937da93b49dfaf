import fc from 'fast-check';
import type { Channel, ChannelSpec } from '../channels/channel.ts';
import { channel } from '../channels/index.ts';
import { gaussianMatrix, type Matrix, multiply } from '../numerics/matrix.ts';
import { philoxStream } from '../numerics/random.ts';
import { prior } from '../priors/index.ts';
import type { Prior, PriorSpec } from '../priors/prior.ts';

/** A teacher, its inputs and its labels. */
export interface Instance {
  readonly prior: Prior;
  readonly channel: Channel;
  readonly matrix: Matrix;
  readonly teacher: Float64Array;
  readonly labels: Float64Array;
}

export function drawInstance(
  priorSpec: PriorSpec,
  channelSpec: ChannelSpec,
  rows: number,
  columns: number,
  seed: number,
): Instance {
  const stream = philoxStream(seed);
  const p = prior(priorSpec);
  const c = channel(channelSpec);
  const matrix = gaussianMatrix(rows, columns, stream.fork(0));
  const weights = stream.fork(1);
  const noise = stream.fork(2);
  const teacher = Float64Array.from({ length: columns }, () => p.sample(weights));
  const labels = multiply(matrix, teacher).map((z) => c.sample(z, noise));
  return { prior: p, channel: c, matrix, teacher, labels };
}

export const noises = fc.constantFrom(0.01, 0.3, 2);

export const labelChannels: fc.Arbitrary<ChannelSpec> = fc.oneof(
  fc.constant({ kind: 'sign' as const }),
  noises.map((noiseVariance) => ({ kind: 'probit' as const, noiseVariance })),
  fc.constantFrom(0.3, 0.7).map((width) => ({ kind: 'symmetric-door' as const, width })),
);

/** Channels whose likelihood is a function. */
export const regularChannels: fc.Arbitrary<ChannelSpec> = fc.oneof(
  labelChannels,
  noises.map((noiseVariance) => ({ kind: 'linear' as const, noiseVariance })),
  noises.map((noiseVariance) => ({ kind: 'absolute-value' as const, noiseVariance })),
);

/** Without an atom at 0: X w is then never exactly 0, where the label is a convention. */
export const discretePriors: fc.Arbitrary<PriorSpec> = fc.constantFrom<PriorSpec>(
  { kind: 'rademacher' },
  { kind: 'discrete', values: [0.5, 1], probabilities: [0.5, 0.5] },
  { kind: 'discrete', values: [-1, 0.5, 2], probabilities: [0.25, 0.5, 0.25] },
);

/** |p − q| in the worst component. */
export const distance = (p: ArrayLike<number>, q: ArrayLike<number>): number =>
  Array.from(p).reduce((most, x, i) => Math.max(most, Math.abs(x - q[i])), 0);

/** A random permutation of 0 … n − 1. */
export function shuffled(n: number, seed: number): number[] {
  const stream = philoxStream(seed, 1);
  return Array.from({ length: n }, (_, i) => ({ i, key: stream.uniform() }))
    .sort((p, q) => p.key - q.key)
    .map(({ i }) => i);
}

/** The matrix with entry (mu, i) = f(mu, i). */
export function matrixOf(
  rows: number,
  columns: number,
  f: (mu: number, i: number) => number,
): Matrix {
  const data = Float64Array.from({ length: rows * columns }, (_, k) =>
    f(Math.floor(k / columns), k % columns),
  );
  return { rows, columns, data };
}
