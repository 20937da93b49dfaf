import chiSquareQuantile from '@stdlib/stats/base/dists/chisquare/quantile/lib/index.js';
import normalCdf from '@stdlib/stats/base/dists/normal/cdf/lib/index.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../errors.ts';
import { philox4x32 } from './philox.ts';
import { philoxStream, type RandomStream } from './random.ts';

const seeds = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
const labels = fc.integer({ min: 0, max: 2 ** 32 - 2 });
const words = (stream: RandomStream, count: number) =>
  Array.from({ length: count }, () => stream.word());

describe('philoxStream', () => {
  it('starts with the known answer of Random123 for key and counter zero', () => {
    expect(words(philoxStream(0), 4)).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  });

  it('gives the same normals on every machine, to the last bit', () => {
    // Agrees with another inverse normal distribution function (Wichura's AS 241) to 2⁻⁵¹ relative.
    const stream = philoxStream(2024, 1);
    const normals = Array.from({ length: 4 }, () => stream.normal());
    expect(normals).toEqual([
      -1.6682767599284776, 1.5901275261694798, -0.008432783224870725, -0.7010455469549772,
    ]);
  });

  it('gives the same words for the same seed, as a number or as a bigint', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), labels, (seed, stream) => {
        const [a, b] = [philoxStream(seed, stream), philoxStream(BigInt(seed), stream)];
        expect(words(a, 9)).toEqual(words(b, 9));
      }),
      { numRuns: 50 },
    );
  });

  it('gives different words to different seeds, streams, forks and forks of forks', () => {
    // Words of distinct blocks collide with probability 2⁻¹²⁸: a failure is a bug.
    fc.assert(
      fc.property(seeds, labels, labels, (seed, a, b) => {
        const root = philoxStream(seed);
        const family = [
          root,
          philoxStream(seed ^ 1n),
          philoxStream(seed ^ (1n << 63n)),
          philoxStream(seed, 1),
          root.fork(a),
          root.fork(a).fork(b),
          root.fork(a).fork(b).fork(0),
          root.fork(a).fork(b).fork(1),
          root.fork(a).fork(b).fork(1).fork(0),
        ];
        if (a !== b) family.push(root.fork(b), root.fork(b).fork(a));
        const heads = family.map((stream) => words(stream, 4).join());
        expect(new Set(heads).size).toBe(family.length);
      }),
      { numRuns: 100 },
    );
  });

  it('lays out seed, stream and forks in key and counter as documented', () => {
    const low = 0xffffffffn;
    fc.assert(
      fc.property(seeds, labels, labels, labels, labels, (seed, stream, a, b, c) => {
        const key = [Number(seed & low), Number(seed >> 32n)];
        const blocks = (of: RandomStream, keys: ArrayLike<number>, counter: number[]) =>
          expect(words(of, 8)).toEqual([
            ...philox4x32([0, ...counter], keys),
            ...philox4x32([1, ...counter], keys),
          ]);
        const root = philoxStream(seed, stream);
        blocks(root, key, [0, 0, stream]);
        blocks(root.fork(a), key, [0, a + 1, stream]);
        blocks(root.fork(a).fork(b), key, [b + 1, a + 1, stream]);
        // The third fork: a key from the last block of its parent
        const derived = philox4x32([2 ** 32 - 1, b + 1, a + 1, stream], key);
        blocks(root.fork(a).fork(b).fork(c), derived.subarray(0, 2), [0, 0, c]);
        blocks(root.fork(a).fork(b).fork(c).fork(a), derived.subarray(0, 2), [0, a + 1, c]);
      }),
      { numRuns: 50 },
    );
  });

  it('forks by label alone, however much of the parent was used', () => {
    fc.assert(
      fc.property(seeds, labels, fc.nat(20), (seed, label, used) => {
        const parent = philoxStream(seed);
        words(parent, used);
        expect(words(parent.fork(label), 6)).toEqual(words(philoxStream(seed).fork(label), 6));
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['a negative seed', () => philoxStream(-1)],
    ['a fractional seed', () => philoxStream(0.5)],
    ['NaN', () => philoxStream(Number.NaN)],
    ['a negative bigint', () => philoxStream(-1n)],
    ['a seed of 65 bits', () => philoxStream(1n << 64n)],
    ['a negative stream', () => philoxStream(0, -1)],
    ['stream 2^32', () => philoxStream(0, 2 ** 32)],
    ['a negative label', () => philoxStream(0).fork(-1)],
    ['a fractional label', () => philoxStream(0).fork(0.5)],
    ['a label of 2^32 - 1', () => philoxStream(0).fork(2 ** 32 - 1)],
  ])('rejects %s', (_, make) => {
    expect(make).toThrow(DomainError);
  });
});

/**
 * Goodness of fit at a fixed seed: the verdict never changes, so the false-alarm rate (1e-6 a test)
 * is that of the day on which the seed was chosen, not of each run.
 */
const FALSE_ALARM = 1e-6;

/** sup |F_n − F| stays below √(ln(2/δ)/2n) but for probability δ (Dvoretzky–Kiefer–Wolfowitz–Massart). */
function expectDistribution(sample: number[], cdf: (x: number) => number) {
  const n = sample.length;
  const distance = sample
    .sort((a, b) => a - b)
    .reduce((d, x, k) => Math.max(d, Math.abs(cdf(x) - k / n), Math.abs(cdf(x) - (k + 1) / n)), 0);
  expect(distance).toBeLessThan(Math.sqrt(Math.log(2 / FALSE_ALARM) / (2 * n)));
}

/** Pearson's chi-square against equal cell probabilities. */
function expectEquidistributed(counts: readonly number[]) {
  const mean = counts.reduce((s, c) => s + c, 0) / counts.length;
  const chiSquare = counts.reduce((s, c) => s + (c - mean) ** 2 / mean, 0);
  expect(chiSquare).toBeLessThan(chiSquareQuantile(1 - FALSE_ALARM, counts.length - 1));
}

describe('the distribution of the numbers', () => {
  const stream = philoxStream(20240229, 7);

  it('uniform: stays inside (0, 1) and on odd multiples of 2^-53', () => {
    for (let k = 0; k < 10_000; k++) {
      const u = stream.uniform();
      expect(u > 0 && u < 1).toBe(true);
      expect((u * 2 ** 53) % 2).toBe(1);
    }
  });

  it('uniform: has the right distribution function', () => {
    const sample = Array.from({ length: 20_000 }, () => stream.uniform());
    expectDistribution(sample, (x) => x);
  });

  it('normal: has the right distribution function', () => {
    const sample = Array.from({ length: 20_000 }, () => stream.normal());
    expectDistribution(sample, (x) => normalCdf(x, 0, 1));
  });

  it('normal: its first four moments lie within five standard errors', () => {
    const n = 100_000;
    const sums = [0, 0, 0, 0];
    for (let k = 0; k < n; k++) {
      const x = stream.normal();
      for (let p = 0; p < 4; p++) sums[p] += x ** (p + 1);
    }
    const expected = [0, 1, 0, 3];
    const variance = [1, 2, 15, 96]; // of x, x², x³, x⁴
    for (let p = 0; p < 4; p++)
      expect(Math.abs(sums[p] / n - expected[p])).toBeLessThan(5 * Math.sqrt(variance[p] / n));
  });

  it('word: every byte of every word is equidistributed (chi-square)', () => {
    const counts = Array.from({ length: 4 }, () => new Array<number>(256).fill(0));
    const draws = 64_000;
    for (let k = 0; k < draws; k++) {
      const word = stream.word();
      for (let byte = 0; byte < 4; byte++) counts[byte][(word >>> (8 * byte)) & 255]++;
    }
    for (const observed of counts) expectEquidistributed(observed);
  });

  it('pairs of neighbouring words, and of words of sibling forks, are independent (chi-square)', () => {
    const [left, right] = [stream.fork(0), stream.fork(1)];
    const neighbours = new Array<number>(256).fill(0);
    const siblings = new Array<number>(256).fill(0);
    let previous = left.word() & 15;
    for (let k = 0; k < 64_000; k++) {
      const next = left.word() & 15;
      neighbours[16 * previous + next]++;
      siblings[16 * next + (right.word() & 15)]++;
      previous = next;
    }
    expectEquidistributed(neighbours);
    expectEquidistributed(siblings);
  });
});
