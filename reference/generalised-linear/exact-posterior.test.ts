import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channel } from '../channels/index.ts';
import { DomainError, TooLargeError } from '../errors.ts';
import { gaussianMatrix, matrixFromRows } from '../numerics/matrix.ts';
import { normalCdf } from '../numerics/normal.ts';
import { philoxStream } from '../numerics/random.ts';
import type { PriorSpec } from '../priors/prior.ts';
import { exactPosterior } from './exact-posterior.ts';
import {
  discretePriors,
  distance,
  drawInstance,
  type Instance,
  matrixOf,
  regularChannels,
  shuffled,
} from './instance.fixture.ts';

const instances = fc
  .record({
    prior: discretePriors,
    channel: regularChannels,
    rows: fc.integer({ min: 1, max: 6 }),
    columns: fc.integer({ min: 1, max: 5 }),
    seed: fc.nat(),
  })
  .map((d) => drawInstance(d.prior, d.channel, d.rows, d.columns, d.seed));

const posterior = ({ prior, channel, matrix, labels }: Instance) =>
  exactPosterior(prior.spec, channel, matrix, labels);

/** P_out(y|z) from its definition in words: noise added, then the nonlinearity. */
function likelihood({ spec }: Instance['channel'], y: number, z: number): number {
  const density = (x: number, variance: number) =>
    Math.exp((-x * x) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
  switch (spec.kind) {
    case 'sign':
      return Number(y === (z >= 0 ? 1 : -1));
    case 'probit':
      return normalCdf((y * z) / Math.sqrt(spec.noiseVariance));
    case 'symmetric-door':
      return Number(y === (Math.abs(z) < spec.width ? -1 : 1));
    case 'linear':
      return density(y - z, spec.noiseVariance);
    case 'absolute-value':
      return density(y - z, spec.noiseVariance) + density(y + z, spec.noiseVariance);
    default:
      throw new Error('no likelihood');
  }
}

/** Bayes' rule, recursively over the components, in probabilities (no logarithms). */
function byRecursion({ prior, channel, matrix, labels }: Instance) {
  const { spec } = prior;
  if (spec.kind !== 'discrete' && spec.kind !== 'rademacher') throw new Error('not discrete');
  const { values, probabilities } =
    spec.kind === 'discrete' ? spec : { values: [1, -1], probabilities: [0.5, 0.5] };
  const d = matrix.columns;
  const moments = new Array<number>(d).fill(0);
  let evidence = 0;
  const descend = (w: number[], probability: number): void => {
    if (w.length < d) {
      values.forEach((value, k) => {
        descend([...w, value], probability * probabilities[k]);
      });
      return;
    }
    let weight = probability;
    labels.forEach((y, mu) => {
      const z = w.reduce((sum, wi, i) => sum + matrix.data[mu * d + i] * wi, 0);
      weight *= likelihood(channel, y, z);
    });
    evidence += weight;
    for (let i = 0; i < d; i++) moments[i] += weight * w[i];
  };
  descend([], 1);
  return { mean: moments.map((m) => m / evidence), logEvidence: Math.log(evidence) };
}

describe('exactPosterior', () => {
  it('is Bayes’ rule, within the error it owns up to', () => {
    fc.assert(
      fc.property(instances, (instance) => {
        const direct = byRecursion(instance);
        fc.pre(Number.isFinite(direct.logEvidence) && direct.logEvidence > -500);
        const { mean, logEvidence } = posterior(instance);
        // The direct product has as many roundings again.
        const slack = 1e-14 * (1 + Math.abs(direct.logEvidence));
        expect(Math.abs(logEvidence.value - direct.logEvidence)).toBeLessThanOrEqual(
          2 * logEvidence.error + slack,
        );
        expect(distance(mean.value, direct.mean)).toBeLessThanOrEqual(2 * mean.error + slack);
        expect(logEvidence.error).toBeLessThan(1e-10 * (1 + Math.abs(logEvidence.value)));
        expect(mean.error).toBeLessThan(1e-10);
      }),
      { numRuns: 150 },
    );
  });

  it('moves with a permutation of weights and rows, within its error', () => {
    fc.assert(
      fc.property(instances, fc.nat(), (instance, seed) => {
        const { rows, columns, data } = instance.matrix;
        const [p, q] = [shuffled(rows, seed), shuffled(columns, seed + 1)];
        const moved = {
          ...instance,
          matrix: matrixOf(rows, columns, (mu, i) => data[p[mu] * columns + q[i]]),
          labels: Float64Array.from(p, (mu) => instance.labels[mu]),
        };
        const [a, b] = [posterior(instance), posterior(moved)];
        const permuted = q.map((i) => a.mean.value[i]);
        expect(distance(permuted, b.mean.value)).toBeLessThanOrEqual(a.mean.error + b.mean.error);
        expect(Math.abs(a.logEvidence.value - b.logEvidence.value)).toBeLessThanOrEqual(
          a.logEvidence.error + b.logEvidence.error,
        );
      }),
      { numRuns: 100 },
    );
  });

  it('Rademacher: turns with the gauge X_μi → X_μi t_i', () => {
    fc.assert(
      fc.property(regularChannels, fc.nat(), (spec, seed) => {
        const instance = drawInstance({ kind: 'rademacher' }, spec, 5, 5, seed);
        const { rows, columns, data } = instance.matrix;
        const stream = philoxStream(seed, 9);
        const gauge = Array.from({ length: columns }, () => (stream.uniform() < 0.5 ? -1 : 1));
        const moved = {
          ...instance,
          matrix: matrixOf(rows, columns, (mu, i) => gauge[i] * data[mu * columns + i]),
        };
        const [a, b] = [posterior(instance), posterior(moved)];
        const turned = Array.from(a.mean.value, (x, i) => gauge[i] * x);
        expect(distance(turned, b.mean.value)).toBeLessThanOrEqual(a.mean.error + b.mean.error);
      }),
      { numRuns: 60 },
    );
  });

  it('even channels with a symmetric prior: the mean vanishes by w → −w', () => {
    for (const spec of [
      { kind: 'absolute-value', noiseVariance: 0.3 },
      { kind: 'symmetric-door', width: 0.7 },
    ] as const) {
      const { mean } = posterior(drawInstance({ kind: 'rademacher' }, spec, 6, 6, 4));
      expect(distance(mean.value, new Float64Array(6))).toBeLessThanOrEqual(mean.error);
    }
  });

  it('one weight, linear channel: the closed form tanh(Σ F y/Δ)', () => {
    const matrix = matrixFromRows('f', 'matrix', [[0.5], [-1.5], [0.25]]);
    const labels = [0.1, 0.4, -2];
    const { mean } = exactPosterior(
      { kind: 'rademacher' },
      channel({ kind: 'linear', noiseVariance: 0.7 }),
      matrix,
      labels,
    );
    const field = (0.5 * 0.1 - 1.5 * 0.4 + 0.25 * -2) / 0.7;
    expect(mean.value[0]).toBeCloseTo(Math.tanh(field), 14);
  });

  it('more weight vectors than one tail holds, and Rademacher as a discrete prior', () => {
    const wide = drawInstance({ kind: 'rademacher' }, { kind: 'sign' }, 12, 12, 5);
    const padded: PriorSpec = {
      kind: 'discrete',
      values: [1, -1],
      probabilities: [0.5, 0.5],
    };
    const [a, b] = [
      posterior(wide),
      exactPosterior(padded, wide.channel, wide.matrix, wide.labels),
    ];
    const direct = byRecursion(wide);
    expect(distance(a.mean.value, direct.mean)).toBeLessThan(1e-13);
    expect(distance(b.mean.value, direct.mean)).toBeLessThan(1e-13);
    expect(a.logEvidence.value).toBeCloseTo(direct.logEvidence, 13);
  });

  it('keeps its digits where every likelihood underflows', () => {
    // 40 rows far from every prediction: ln Z ≈ −1e6, exp of it is 0.
    const matrix = gaussianMatrix(40, 4, philoxStream(8));
    const labels = new Float64Array(40).fill(20);
    const noisy = channel({ kind: 'linear', noiseVariance: 0.01 });
    const { mean, logEvidence } = exactPosterior({ kind: 'rademacher' }, noisy, matrix, labels);
    expect(logEvidence.value).toBeLessThan(-7e5);
    expect(mean.value.every((x) => Math.abs(x) <= 1)).toBe(true);
    expect(logEvidence.error).toBeLessThan(1e-7);
  });

  it('says so when no weight vector explains the labels', () => {
    const matrix = matrixFromRows('f', 'matrix', [
      [1, 0],
      [1, 0],
    ]);
    const ask = () =>
      exactPosterior({ kind: 'rademacher' }, channel({ kind: 'sign' }), matrix, [1, -1]);
    expect(ask).toThrow(DomainError);
    expect(ask).toThrow(/at least one weight vector/);
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'a continuous prior',
      () =>
        exactPosterior(
          { kind: 'gaussian', variance: 1 },
          channel({ kind: 'sign' }),
          gaussianMatrix(1, 1, philoxStream(1)),
          [1],
        ),
      /enumerable/,
    ],
    [
      'a noiseless continuous channel',
      () =>
        exactPosterior(
          { kind: 'rademacher' },
          channel({ kind: 'relu' }),
          gaussianMatrix(1, 1, philoxStream(1)),
          [1],
        ),
      /no enumerable posterior/,
    ],
    [
      'an impossible label',
      () =>
        exactPosterior(
          { kind: 'rademacher' },
          channel({ kind: 'sign' }),
          gaussianMatrix(2, 1, philoxStream(1)),
          [1, 0],
        ),
      /labels\[1\] must be .*, got 0/,
    ],
    [
      'too few labels',
      () =>
        exactPosterior(
          { kind: 'rademacher' },
          channel({ kind: 'sign' }),
          gaussianMatrix(2, 1, philoxStream(1)),
          [1],
        ),
      /length of labels/,
    ],
  ])('rejects %s', (_, ask, message) => {
    expect(ask).toThrow(DomainError);
    expect(ask).toThrow(message);
  });

  it('refuses what it cannot enumerate', () => {
    const ask = (rows: number, columns: number) => () =>
      exactPosterior(
        { kind: 'rademacher' },
        channel({ kind: 'sign' }),
        gaussianMatrix(rows, columns, philoxStream(1)),
        new Float64Array(rows).fill(1),
      );
    expect(ask(1, 22)).toThrow(TooLargeError);
    expect(ask(2000, 20)).toThrow(TooLargeError);
  });
});
