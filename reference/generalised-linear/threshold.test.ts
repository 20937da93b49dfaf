import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channel as channelOf } from '../channels/index.ts';
import { NoThresholdError } from '../errors.ts';
import { prior as priorOf } from '../priors/index.ts';
import { real } from '../real.fixture.ts';
import { branches } from './branches.ts';
import { fixedPoint } from './fixed-point.ts';
import { fixedPointCurve } from './fixed-point-curve.ts';
import { apart, models } from './models.fixture.ts';
import { type ThresholdKind, threshold } from './threshold.ts';

const kinds: readonly ThresholdKind[] = [
  'algorithmic',
  'information-theoretic',
  'lower-spinodal',
  'weak-recovery',
];
const gaussian = priorOf({ kind: 'gaussian', variance: 1 });
const rademacher = priorOf({ kind: 'rademacher' });
const door = channelOf({ kind: 'symmetric-door', width: 0.6744897501960817 });
const modulus = channelOf({ kind: 'absolute-value', noiseVariance: 0 });

/** The threshold, or null where the model has none. */
const maybe = (model: (typeof models)[number], kind: ThresholdKind) => {
  try {
    return threshold(model.prior, model.channel, kind);
  } catch (error) {
    if (error instanceof NoThresholdError) return null;
    throw error;
  }
};

describe('thresholds', () => {
  it.each(models)('$name: ordered, accurate, and what they are called', (model) => {
    const { prior, channel } = model;
    const found = Object.fromEntries(kinds.map((kind) => [kind, maybe(model, kind)]));
    for (const kind of kinds) {
      const t = found[kind];
      if (t === null) continue;
      expect(t.alpha.value).toBeGreaterThanOrEqual(0);
      expect(t.alpha.error).toBeLessThanOrEqual(1e-12 * Math.max(t.alpha.value, 1e-3));
      expect(t.overlap.value).toBeGreaterThanOrEqual(0);
      expect(t.overlap.value).toBeLessThanOrEqual(prior.secondMoment);
    }
    const [amp, it, low] = kinds.map((kind) => found[kind]?.alpha.value);
    if (it !== undefined && low !== undefined) expect(low).toBeLessThanOrEqual(it * (1 + 1e-12));
    if (it !== undefined && amp !== undefined) expect(it).toBeLessThanOrEqual(amp * (1 + 1e-12));
    const at = (alpha: number) => {
      const a = fixedPoint(prior, channel, alpha, 'uninformed').overlap.value;
      const b = fixedPoint(prior, channel, alpha, 'informed').overlap.value;
      return Math.abs(a - b) <= 1e-9 * prior.secondMoment;
    };
    // Above the algorithmic threshold one fixed point is left, whatever the start.
    if (amp === undefined)
      for (const alpha of [0.05, 0.4, 1.1, 3, 50]) expect(at(alpha)).toBe(true);
    else {
      for (const factor of [1 + 1e-9, 1.01, 2, 10]) expect(at(amp * factor)).toBe(true);
      const t = found.algorithmic;
      const left = fixedPoint(prior, channel, amp * (1 - 1e-9), 'uninformed').overlap.value;
      // On the side where it ends, AMP's branch comes to the overlap of the threshold.
      if (channel.revealedFraction === 0 || prior.continuousMass === 0)
        expect(Math.abs(left - (t?.overlap.value ?? 0))).toBeLessThan(1e-3 * prior.secondMoment);
    }
  });

  it.each(models)('$name: at the information-theoretic threshold two branches tie', (model) => {
    const t = maybe(model, 'information-theoretic');
    if (t === null || model.channel.revealedFraction > 0) return;
    const { stable } = branches(model.prior, model.channel, t.alpha.value);
    const entropies = stable.map(({ freeEntropy }) => freeEntropy.value).sort((a, b) => b - a);
    expect(stable.length).toBeGreaterThan(1);
    expect(Math.abs(entropies[0] - entropies[1])).toBeLessThan(1e-13);
    // The one that loses is the lower of the two.
    const tied = stable.filter(({ freeEntropy: f }) => Math.abs(f.value - entropies[0]) < 1e-12);
    expect(apart(tied[0].overlap, t.overlap, 1e-12)).toBeLessThanOrEqual(1);
  });

  it('do not depend on the scale of the weights', () => {
    fc.assert(
      fc.property(real(-3, 3), (log) => {
        const s = 10 ** log;
        // y = |z|, relu and sign scale with z; noise and door width must scale along.
        const scaled = priorOf({ kind: 'gaussian', variance: s });
        const noisy = channelOf({ kind: 'absolute-value', noiseVariance: 1e-3 * s });
        for (const kind of kinds) {
          const a = threshold(scaled, noisy, kind);
          const b = threshold(
            gaussian,
            channelOf({ kind: 'absolute-value', noiseVariance: 1e-3 }),
            kind,
          );
          expect(apart(a.alpha, b.alpha, 1e-14)).toBeLessThanOrEqual(1);
          expect(
            apart({ value: a.overlap.value / s, error: a.overlap.error / s }, b.overlap, 1e-14),
          ).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 4 },
    );
  });

  it('weak recovery depends on the channel alone', () => {
    for (const channel of [modulus, door]) {
      const values = models
        .filter(({ prior }) => prior.mean === 0 && prior.secondMoment === 1)
        .map(({ prior }) => threshold(prior, channel, 'weak-recovery').alpha);
      for (const value of values) expect(apart(value, values[0])).toBeLessThanOrEqual(1);
    }
    expect(apart(threshold(gaussian, modulus, 'weak-recovery').alpha, 0.5)).toBeLessThanOrEqual(1);
    // p(1 − p)/(2 k N(k))² at p = ½
    const k = 0.6744897501960817;
    const n = Math.exp(-0.5 * k * k) / Math.sqrt(2 * Math.PI);
    expect(
      apart(threshold(rademacher, door, 'weak-recovery').alpha, 0.25 / (2 * k * n) ** 2, 1e-14),
    ).toBeLessThanOrEqual(1);
  });

  it('noiseless continuous outputs: α_IT = s/κ', () => {
    const sparse = priorOf({ kind: 'gauss-bernoulli', density: 0.3, variance: 2 });
    const linear = channelOf({ kind: 'linear', noiseVariance: 0 });
    const relu = channelOf({ kind: 'relu' });
    const at = (prior: typeof sparse, channel: typeof relu) =>
      threshold(prior, channel, 'information-theoretic').alpha.value;
    expect(at(sparse, linear)).toBe(0.3);
    expect(at(sparse, modulus)).toBe(0.3);
    expect(at(sparse, relu)).toBe(0.6);
    expect(at(gaussian, relu)).toBe(2);
    expect(at(rademacher, relu)).toBe(0);
    // No fold: the branch runs into perfect recovery.
    for (const [channel, alpha] of [
      [relu, 2],
      [linear, 1],
    ] as const) {
      expect(threshold(gaussian, channel, 'algorithmic')).toEqual({
        alpha: { value: alpha, error: alpha * Number.EPSILON },
        overlap: { value: 1, error: 0 },
      });
      expect(() => threshold(gaussian, channel, 'lower-spinodal')).toThrow(NoThresholdError);
    }
  });

  it('compressed sensing: α_AMP = sup_r r mmse(r)', () => {
    const linear = channelOf({ kind: 'linear', noiseVariance: 0 });
    for (const density of [0.05, 0.2, 0.6]) {
      const prior = priorOf({ kind: 'gauss-bernoulli', density, variance: 1 });
      const t = threshold(prior, linear, 'algorithmic');
      let sup = 0;
      for (let i = 0; i <= 4000; i++) {
        const r = Math.exp(-2 + 0.005 * i);
        sup = Math.max(sup, r * prior.meanSquareError(r).value);
      }
      // Half a grid step beside the maximum costs ½ y″ (0.0025)² ~ 1e-6.
      expect(t.alpha.value).toBeGreaterThanOrEqual(sup * (1 - 1e-14));
      expect(t.alpha.value).toBeLessThan(sup * (1 + 1e-5));
      expect(t.alpha.value).toBeGreaterThan(density);
    }
  });

  it('balanced door: −α ln 2 meets −ln 2 at α = 1', () => {
    const t = threshold(rademacher, door, 'information-theoretic');
    expect(apart(t.alpha, 1)).toBeLessThanOrEqual(1);
    expect(t.alpha.error).toBeLessThan(1e-14);
    expect(t.overlap.value).toBe(0);
    // Then a continuous branch from weak recovery to the fold.
    const wr = threshold(rademacher, door, 'weak-recovery').alpha.value;
    const fold = threshold(rademacher, door, 'algorithmic').alpha.value;
    expect(wr).toBeGreaterThan(1);
    expect(fold).toBeGreaterThan(wr);
    const between = fixedPoint(rademacher, door, 0.5 * (wr + fold), 'uninformed').overlap.value;
    expect(between).toBeGreaterThan(0.01);
    expect(between).toBeLessThan(0.9);
  });

  it('binary perceptron: round to what the literature prints', () => {
    const sign = channelOf({ kind: 'sign' });
    // Györgyi 1990 and the source document: 1.245; AMP 1.493. Phase retrieval: 1.13.
    const it = threshold(rademacher, sign, 'information-theoretic').alpha;
    expect(it.value.toFixed(3)).toBe('1.245');
    expect(threshold(rademacher, sign, 'algorithmic').alpha.value.toFixed(3)).toBe('1.493');
    expect(threshold(gaussian, modulus, 'algorithmic').alpha.value.toFixed(2)).toBe('1.13');
    // At α_IT the free entropy of the low branch is that of a single weight vector, −ln 2.
    const low = fixedPoint(rademacher, sign, it.value, 'uninformed');
    expect(Math.abs(low.freeEntropy.value + Math.LN2)).toBeLessThan(1e-14);
  });

  it('noise: the three thresholds close in on each other and vanish at a cusp', () => {
    let width = Infinity;
    for (const noiseVariance of [1e-4, 3e-4, 1e-3]) {
      const channel = channelOf({ kind: 'absolute-value', noiseVariance });
      const low = threshold(gaussian, channel, 'lower-spinodal').alpha.value;
      const it = threshold(gaussian, channel, 'information-theoretic').alpha.value;
      const high = threshold(gaussian, channel, 'algorithmic').alpha.value;
      expect(low).toBeLessThan(it);
      expect(it).toBeLessThan(high);
      expect(high - low).toBeLessThan(width);
      width = high - low;
    }
    const noisy = channelOf({ kind: 'absolute-value', noiseVariance: 0.5 });
    for (const kind of ['lower-spinodal', 'information-theoretic', 'algorithmic'] as const)
      expect(() => threshold(gaussian, noisy, kind)).toThrow(NoThresholdError);
  });

  it('signals far below the noise: the crossing keeps its digits', () => {
    const weak = priorOf({
      kind: 'discrete',
      values: [-1, 0, 1],
      probabilities: [5e-4, 0.999, 5e-4],
    });
    const channel = channelOf({ kind: 'absolute-value', noiseVariance: 1.5 });
    const t = threshold(weak, channel, 'information-theoretic');
    expect(t.alpha.value).toBeGreaterThan(1e4);
    expect(t.alpha.error).toBeLessThan(1e-11 * t.alpha.value);
    // Beside it the total free entropies, less accurate, order the two branches as they should.
    const difference = (alpha: number) => {
      const [low, high] = branches(weak, channel, alpha).stable;
      return high.freeEntropy.value - low.freeEntropy.value;
    };
    expect(difference(t.alpha.value * (1 - 1e-6))).toBeLessThan(0);
    expect(difference(t.alpha.value * (1 + 1e-6))).toBeGreaterThan(0);
  });

  it('a fold agrees with the vertex of a parabola through three points of the curve', () => {
    const curve = fixedPointCurve(rademacher, channelOf({ kind: 'sign' }));
    const t = threshold(rademacher, curve.channel, 'algorithmic');
    const x = Math.log(3.259);
    const h = 2e-3;
    const [a, b, c] = [x - h, x, x + h].map((u) => curve.at(Math.exp(u)).alpha.value);
    const vertex = b + (c - a) ** 2 / (8 * (2 * b - a - c));
    expect(Math.abs(vertex - t.alpha.value)).toBeLessThan(1e-9);
  });

  it('say why there is none', () => {
    const sign = channelOf({ kind: 'sign' });
    expect(() => threshold(gaussian, sign, 'algorithmic')).toThrow(/no algorithmic threshold/);
    expect(() => threshold(gaussian, sign, 'weak-recovery')).toThrow(/not even/);
    const biased = priorOf({ kind: 'discrete', values: [0, 1], probabilities: [0.5, 0.5] });
    expect(() => threshold(biased, door, 'weak-recovery')).toThrow(/mean/);
    expect(() => threshold(rademacher, sign, 'lower-spinodal')).toThrow(/perfect recovery/);
    expect(() => threshold(gaussian, sign, 'spinodal' as 'algorithmic')).toThrow(/kind/);
  });
});
