import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPoint } from './fixed-point.ts';
import { apart, models } from './models.fixture.ts';
import { stateEvolution } from './state-evolution.ts';

const find = (name: string) => {
  const model = models.find((m) => m.name === name);
  if (model === undefined) throw new Error(name);
  return model;
};

describe('state evolution', () => {
  it('gaussian × linear: the Möbius map m ← α/(α + V + Δ), in V', () => {
    const { prior, channel } = find('gaussian 1 × linear 0.001');
    const steps = stateEvolution(prior, channel, 0.8, 0.25, 40);
    expect(steps).toHaveLength(41);
    expect(steps[0].overlap).toEqual({ value: 0.25, error: 0 });
    let V = 0.75;
    for (const step of steps) {
      expect(Math.abs(step.meanSquareError.value - V)).toBeLessThanOrEqual(
        step.meanSquareError.error + 1e-15,
      );
      expect(step.meanSquareError.error).toBeLessThan(1e-13);
      expect(apart(step.conjugate, 0.8 / (V + 1e-3), 1e-14)).toBeLessThanOrEqual(1);
      V = (V + 1e-3) / (V + 1e-3 + 0.8);
    }
  });

  it.each(models)('$name: monotone from both ends, towards the fixed points', (model) => {
    const { prior, channel } = model;
    const rho = prior.secondMoment;
    for (const alpha of [0.3, 2.5]) {
      const low = fixedPoint(prior, channel, alpha, 'uninformed');
      const high = fixedPoint(prior, channel, alpha, 'informed');
      const up = stateEvolution(prior, channel, alpha, prior.mean ** 2, 12);
      const down = stateEvolution(prior, channel, alpha, rho * (1 - 1e-6), 12);
      const slack = 1e-12 * rho;
      for (let t = 1; t < up.length; t++) {
        expect(up[t].overlap.value).toBeGreaterThanOrEqual(up[t - 1].overlap.value - slack);
        expect(up[t].overlap.value).toBeLessThanOrEqual(low.overlap.value + slack);
        const gap = (s: (typeof up)[number]) => s.overlap.value + s.meanSquareError.value - rho;
        expect(Math.abs(gap(up[t]))).toBeLessThan(slack);
        if (high.overlap.value < rho * (1 - 1e-6))
          expect(down[t].overlap.value).toBeGreaterThanOrEqual(high.overlap.value - slack);
      }
    }
  });

  it('ends at the uninformed fixed point', () => {
    for (const [name, alpha] of [
      ['gaussian 1 × sign', 2],
      ['rademacher × sign', 1.2],
      ['rademacher × probit 0.1', 1],
      ['gauss-bernoulli 0.2 1 × linear 0.001', 0.3],
      ['discrete {0,1} {0.7,0.3} × absolute-value 0.02', 0.4],
    ] as const) {
      const { prior, channel } = find(name);
      const steps = stateEvolution(prior, channel, alpha, prior.mean ** 2, 300);
      const last = steps[steps.length - 1];
      const point = fixedPoint(prior, channel, alpha, 'uninformed');
      expect(apart(last.overlap, point.overlap, 1e-14), name).toBeLessThanOrEqual(1);
      expect(apart(last.meanSquareError, point.meanSquareError, 1e-14), name).toBeLessThanOrEqual(
        1,
      );
    }
  });

  it('stays where it starts at zero overlap of an even channel and at perfect recovery', () => {
    const even = find('rademacher × symmetric-door 0.6744897501960817');
    for (const { overlap } of stateEvolution(even.prior, even.channel, 3, 0, 3))
      expect(overlap.value).toBe(0);
    const sign = find('rademacher × sign');
    for (const s of stateEvolution(sign.prior, sign.channel, 0.1, 1, 3)) {
      expect(s.meanSquareError.value).toBe(0);
      expect(s.conjugate.value).toBe(Infinity);
    }
  });

  it('carries an honest error where a trajectory is unstable', () => {
    // Just above weak recovery the error of m grows with m itself; a perturbed start measures it.
    const { prior, channel } = find('gaussian 1 × absolute-value 0');
    fc.assert(
      fc.property(fc.double({ min: 0.55, max: 1.5, noNaN: true }), (alpha) => {
        const eps = 1e-6;
        const a = stateEvolution(prior, channel, alpha, 0.01, 12);
        const b = stateEvolution(prior, channel, alpha, 0.01 * (1 + eps), 12);
        const amplification = Math.abs(a[12].overlap.value - b[12].overlap.value) / (0.01 * eps);
        // One rounding at the start, amplified, must be covered.
        expect(a[12].overlap.error).toBeGreaterThan(0.1 * amplification * Number.EPSILON * 0.01);
        expect(a[12].overlap.error).toBeLessThan(1e-10);
      }),
      { numRuns: 15 },
    );
  });

  it('keeps a finite error where V underflows on the way to perfect recovery', () => {
    const { prior, channel } = find('rademacher × sign');
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 1e-6, noNaN: true }),
        fc.double({ min: 0.1, max: 500, noNaN: true }),
        (missing, alpha) => {
          for (const { overlap } of stateEvolution(prior, channel, alpha, 1 - missing, 4)) {
            expect(overlap.error).toBeGreaterThanOrEqual(0);
            expect(overlap.error).toBeLessThan(1e-10);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('refuses what it cannot mean', () => {
    const { prior, channel } = find('gaussian 1 × sign');
    expect(() => stateEvolution(prior, channel, 0, 0, 1)).toThrow(/alpha/);
    expect(() => stateEvolution(prior, channel, Number.NaN, 0, 1)).toThrow(/alpha/);
    expect(() => stateEvolution(prior, channel, 1, 1.5, 1)).toThrow(/initialOverlap/);
    expect(() => stateEvolution(prior, channel, 1, 0, 1.5)).toThrow(/iterations/);
  });
});
