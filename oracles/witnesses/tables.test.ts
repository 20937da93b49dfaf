import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../../reference/real.fixture.ts';
import type { Channel, Prior } from '../types/shared.ts';
import { averageOutput, given } from './output.ts';
import { lawOf, seenWeight, tilt } from './weight.ts';

const signalToNoise = real(-3, 1.3).map((x) => 10 ** x);
const fraction = fc.double({ min: 0.01, max: 0.99, noNaN: true });

describe('the table of weights', () => {
  it('is the Wiener filter for Gaussian weights', () => {
    fc.assert(
      fc.property(signalToNoise, real(-5, 5), (r, B) => {
        const law = lawOf({ kind: 'gaussian', variance: 2 });
        const seen = seenWeight(law, r, 0.4);
        expect(seen.meanSquareError).toBeCloseTo(2 / (1 + 2 * r), 11);
        expect(seen.potential).toBeCloseTo((2 * r - Math.log1p(2 * r)) / 2, 11);
        const posterior = tilt(law, r, B);
        expect(posterior.mean).toBeCloseTo((2 * B) / (1 + 2 * r), 11);
        expect(posterior.variance).toBeCloseTo(2 / (1 + 2 * r), 11);
      }),
      { numRuns: 20 },
    );
  });

  it('splits the second moment into what is known and what is not', () => {
    const priors: Prior[] = [
      { kind: 'rademacher' },
      { kind: 'gauss-bernoulli', density: 0.3, variance: 2 },
      { kind: 'discrete', values: [-1, 0.5, 2], probabilities: [0.2, 0.5, 0.3] },
    ];
    fc.assert(
      fc.property(fc.constantFrom(...priors), signalToNoise, (prior, r) => {
        const law = lawOf(prior);
        const { overlap, meanSquareError } = seenWeight(law, r, 0.4);
        expect(overlap + meanSquareError).toBeCloseTo(law.secondMoment, 11);
      }),
      { numRuns: 20 },
    );
  });

  it('obeys the I-MMSE relation: its entropy grows by half its overlap', () => {
    const law = lawOf({ kind: 'rademacher' });
    const h = 1e-3;
    for (const r of [0.1, 1, 5]) {
      const slope =
        (seenWeight(law, r + h, 0.3).potential - seenWeight(law, r - h, 0.3).potential) / (2 * h);
      expect(2 * slope).toBeCloseTo(seenWeight(law, r, 0.3).overlap, 6);
    }
  });
});

describe('the table of fields', () => {
  const channels: Channel[] = [
    { kind: 'sign' },
    { kind: 'probit', noiseVariance: 0.3 },
    { kind: 'relu' },
    { kind: 'absolute-value', noiseVariance: 0 },
    { kind: 'absolute-value', noiseVariance: 0.2 },
    { kind: 'symmetric-door', width: 0.7 },
    { kind: 'linear', noiseVariance: 0.1 },
  ];

  it('obeys the I-MMSE relation: Φ_out′ = A/2', () => {
    fc.assert(
      fc.property(fc.constantFrom(...channels), fraction, (channel, m) => {
        const h = 1e-3 * Math.min(m, 1 - m);
        const at = (overlap: number) => averageOutput(channel, overlap, 1 - overlap, 16);
        const slope = (at(m + h).potential - at(m - h).potential) / (2 * h);
        const { conjugate } = at(m);
        expect(Math.abs(2 * slope - conjugate)).toBeLessThan(1e-4 * (conjugate + 1e-2));
      }),
      { numRuns: 30 },
    );
  });

  it('gives all labels together probability one, and the mean posterior the prior mean', () => {
    const labelled: Channel[] = [
      { kind: 'sign' },
      { kind: 'probit', noiseVariance: 0.3 },
      { kind: 'symmetric-door', width: 0.7 },
    ];
    fc.assert(
      fc.property(fc.constantFrom(...labelled), real(-6, 6), fraction, (channel, omega, V) => {
        const both = [1, -1].map((y) => given(channel, y, omega, V));
        const p = both.map(({ logMass }) => Math.exp(logMass));
        expect(p[0] + p[1]).toBeCloseTo(1, 12);
        expect(p[0] * both[0].shift + p[1] * both[1].shift).toBeCloseTo(0, 12);
      }),
      { numRuns: 50 },
    );
  });
});
