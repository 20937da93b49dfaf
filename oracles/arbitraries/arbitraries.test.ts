import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { channel as channelOf } from '../../reference/channels/index.ts';
import { prior as priorOf } from '../../reference/priors/index.ts';
import { alphas } from './alpha.ts';
import { channels, evenChannels, regularChannels } from './channel.ts';
import { flowQuestions, uniquenessQuestions } from './flow.ts';
import { gampQuestions } from './gamp.ts';
import { instances } from './instance.ts';
import { outputs } from './label.ts';
import { models, secondMomentOf } from './model.ts';
import { moments } from './moments.ts';
import { logUniform, oneOf, seeds, uniform } from './numbers.ts';
import { overlapFractions } from './overlap.ts';
import { centredPriors, priors } from './prior.ts';
import { thresholdQuestions } from './threshold.ts';

/** What is left of a failure that every value shows. */
const simplest = <T>(arbitrary: fc.Arbitrary<T>, seed = 1): T =>
  fc.check(
    fc.property(arbitrary, () => false),
    { seed, numRuns: 1 },
  ).counterexample![0] as T;

describe('a failure shrinks to a simple model', () => {
  test.each([1, 2, 3, 4, 5])('seed %i', (seed) => {
    expect(simplest(models(), seed)).toEqual({
      prior: { kind: 'rademacher' },
      channel: { kind: 'sign' },
      alpha: 1,
    });
    expect(simplest(moments(), seed)).toEqual({ secondMoment: 1, overlap: 0.5 });
    expect(simplest(thresholdQuestions(), seed)).toEqual({
      prior: { kind: 'rademacher' },
      channel: { kind: 'sign' },
      kind: 'algorithmic',
    });
    const question = simplest(gampQuestions(), seed);
    expect(question.matrix.length).toBe(1);
    expect(question.matrix[0].length).toBe(1);
    expect(question.iterations).toBe(1);
    expect(question.prior).toEqual({ kind: 'rademacher' });
    const run = simplest(flowQuestions(), seed);
    expect([run.matrix.length, run.matrix[0].length, run.times.length]).toEqual([2, 2, 1]);
    expect(simplest(uniquenessQuestions(), seed).teacher.length).toBe(2);
  });
});

describe('draws reach the corners of the domain', () => {
  const many = <T>(arbitrary: fc.Arbitrary<T>) => fc.sample(arbitrary, { seed: 5, numRuns: 2000 });
  const share = <T>(values: readonly T[], is: (value: T) => boolean) =>
    values.filter(is).length / values.length;

  test('α: six decades, half of the draws where thresholds are', () => {
    const drawn = many(alphas());
    expect(Math.min(...drawn)).toBeLessThan(2e-3);
    expect(Math.max(...drawn)).toBeGreaterThan(5e2);
    expect(share(drawn, (a) => a >= 0.25 && a <= 4)).toBeGreaterThan(0.4);
    expect(share(drawn, (a) => a < 0.1)).toBeGreaterThan(0.05);
    expect(share(drawn, (a) => a > 10)).toBeGreaterThan(0.05);
  });

  test('noise: none, a trace, a flood', () => {
    const noise = many(channels(['linear', 'absolute-value'])).map((c) =>
      'noiseVariance' in c ? c.noiseVariance : Number.NaN,
    );
    expect(share(noise, (v) => v === 0)).toBeGreaterThan(0.1);
    expect(share(noise, (v) => v > 0 && v < 1e-6)).toBeGreaterThan(0.02);
    expect(share(noise, (v) => v > 10)).toBeGreaterThan(0.02);
  });

  test('overlap: both ends, and close to them', () => {
    const drawn = many(overlapFractions({ one: true }));
    for (const near of [
      (c: number) => c === 0,
      (c: number) => c === 1,
      (c: number) => c > 0 && c < 1e-4,
      (c: number) => c < 1 && 1 - c < 1e-4,
    ])
      expect(share(drawn, near)).toBeGreaterThan(0.02);
    expect(many(overlapFractions({ zero: false })).every((c) => c > 0 && c < 1)).toBe(true);
  });

  test('outputs: deep in either tail', () => {
    const drawn = many(outputs(channels(['sign'])));
    const depth = drawn.map(({ y, omega, variance }) => (y * omega) / Math.sqrt(variance));
    expect(Math.min(...depth)).toBeLessThan(-30);
    expect(Math.max(...depth)).toBeGreaterThan(30);
  });

  test('every kind of prior and of channel', () => {
    expect(new Set(many(priors()).map((p) => p.kind)).size).toBe(4);
    expect(new Set(many(channels()).map((c) => c.kind)).size).toBe(6);
  });
});

describe('what is drawn is what it says', () => {
  test('logUniform and uniform stay within their bounds', () => {
    fc.assert(
      fc.property(
        oneOf<readonly [number, number, fc.Arbitrary<number>]>(
          [1, fc.constant([1e-3, 1e3, logUniform(1e-3, 1e3)] as const)],
          [1, fc.constant([0.25, 4, logUniform(0.25, 4)] as const)],
          [1, fc.constant([-4, 4, uniform(-4, 4)] as const)],
          [1, fc.constant([0.1, 0.9, uniform(0.1, 0.9, 8)] as const)],
        ),
        seeds(),
        ([low, high, arbitrary], seed) => {
          for (const x of fc.sample(arbitrary, { seed, numRuns: 20 })) {
            expect(x).toBeGreaterThanOrEqual(low);
            expect(x).toBeLessThanOrEqual(high);
          }
        },
      ),
    );
  });

  test('a prior is one, has the second moment that is said, and a centred one no mean', () => {
    fc.assert(
      fc.property(priors(), centredPriors(), (spec, centred) => {
        expect(secondMomentOf(spec)).toBeCloseTo(priorOf(spec).secondMoment, 12);
        expect(priorOf(centred).mean).toBeCloseTo(0, 15);
      }),
    );
  });

  test('an even channel is even; a regular one gives no output for certain', () => {
    fc.assert(
      fc.property(evenChannels(), regularChannels(), (even, regular) => {
        expect(channelOf(even).even).toBe(true);
        expect(channelOf(regular).revealedFraction).toBe(0);
      }),
    );
  });

  test('an output is possible', () => {
    fc.assert(
      fc.property(outputs(), ({ channel, y, omega, variance }) => {
        expect(channelOf(channel).denoise(y, omega, variance).logPartition).not.toBeNaN();
      }),
    );
  });

  test('the labels of an instance are those its teacher could give, the same for the same seed', () => {
    fc.assert(
      fc.property(
        instances({
          prior: priors(),
          channel: channels(['sign', 'relu']),
          maxRows: 4,
          maxColumns: 4,
        }),
        ({ channel, matrix, labels, teacher }) => {
          matrix.forEach((row, mu) => {
            const z = row.reduce((sum, x, i) => sum + x * teacher[i], 0);
            expect(z).not.toBe(0);
            expect(labels[mu]).toBe(channel.kind === 'sign' ? (z < 0 ? -1 : 1) : Math.max(0, z));
          });
        },
      ),
    );
    const [once, again] = [0, 1].map(() =>
      fc.sample(instances({ prior: priors(), channel: channels(), maxRows: 4, maxColumns: 4 }), {
        seed: 3,
        numRuns: 5,
      }),
    );
    expect(once).toEqual(again);
  });
});
