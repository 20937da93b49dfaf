import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../real.fixture.ts';
import { besselK } from './bessel.ts';
import {
  halfLogTwoPi,
  logNormalCdf,
  millsExcess,
  millsRatio,
  normalCdf,
  normalDensity,
  tailRatio,
} from './normal.ts';
import { integrate } from './quadrature.ts';

const t = (min: number, max: number) => real(min, max);
const close = (a: number, b: number, relative: number) =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(relative * Math.abs(b));

describe('the normal distribution', () => {
  it('has a density of zero far out, at infinity too', () => {
    for (const far of [
      40,
      63.9,
      64,
      65,
      1e5,
      1e10,
      1e200,
      Number.MAX_VALUE,
      Number.POSITIVE_INFINITY,
    ])
      for (const x of [far, -far]) {
        expect(normalDensity(x)).toBe(0);
        expect(normalCdf(x)).toBe(x < 0 ? 0 : 1);
      }
  });

  it('Φ is the integral of φ', () => {
    for (const x of [-6, -2, -0.3, 0.4, 3]) {
      close(normalCdf(x), integrate(normalDensity, [x - 40, x - 8, x - 2, x]).value, 1e-13);
    }
  });

  it('Φ(t) + Φ(−t) = 1 and the logarithms agree', () => {
    fc.assert(
      fc.property(t(-38, 38), (x) => {
        close(normalCdf(x) + normalCdf(-x), 1, 4e-16);
        // past 37 both are subnormal and have fewer digits
        if (Math.abs(x) > 37) return;
        expect(Math.abs(Math.exp(logNormalCdf(x)) / normalCdf(x) - 1)).toBeLessThan(2e-13);
        expect(Math.abs(Math.log(normalDensity(x)) + (x * x) / 2 + halfLogTwoPi)).toBeLessThan(
          3e-13,
        );
      }),
    );
  });

  it('h = φ/Φ = (ln Φ)′ and its derivative is −h e', () => {
    fc.assert(
      fc.property(t(-30, 8), (x) => {
        close(millsRatio(x) * normalCdf(x), normalDensity(x), 1e-13);
        const step = 1e-3; // truncation (8e-3)⁴/30, rounding 450 ε/step/30
        const difference = (f: (x: number) => number) =>
          (8 * (f(x + step) - f(x - step)) - f(x + 2 * step) + f(x - 2 * step)) / (12 * step);
        expect(Math.abs(difference(logNormalCdf) / millsRatio(x) - 1)).toBeLessThan(1e-9);
        const slope = -millsRatio(x) * millsExcess(x);
        expect(Math.abs(difference(millsRatio) - slope)).toBeLessThan(1e-9);
      }),
    );
  });

  it('the excess has no seam where its form changes, and the right tail', () => {
    for (const x of [-3.4, -3.5 + 1e-12, -3.5, -3.5 - 1e-12, -3.6]) {
      close(millsExcess(x), tailRatio(-x) + x, 3e-14);
    }
    // 1/x − 2/x³ + 10/x⁵ − 74/x⁷ + 706/x⁹
    for (const x of [100, 1e3, 1e8, 1e150]) {
      const q = 1 / x / x;
      const series = (1 - 2 * q + 10 * q * q - 74 * q ** 3 + 706 * q ** 4) / x;
      close(millsExcess(-x), series, 1e-14);
    }
    expect(millsExcess(-1e200)).toBeGreaterThan(0);
  });
});

describe('Bessel K', () => {
  it('has the tabulated values at 1', () => {
    close(besselK(0, 1), 0.42102443824070834, 1e-15);
    close(besselK(1, 1), 0.6019072301972346, 1e-15);
  });

  it('K₀′ = −K₁ and (x K₁)′ = −x K₀', () => {
    fc.assert(
      fc.property(t(-4, 2), (logX) => {
        const x = 10 ** logX;
        const step = 1e-3 * Math.min(x, 1);
        const difference = (f: (x: number) => number) =>
          (8 * (f(x + step) - f(x - step)) - f(x + 2 * step) + f(x - 2 * step)) / (12 * step);
        close(
          difference((u) => besselK(0, u)),
          -besselK(1, x),
          1e-9,
        );
        const scale = besselK(1, x) / Math.min(x, 1); // the derivative of x K₁ is small against this
        const error = difference((u) => u * besselK(1, u)) + x * besselK(0, x);
        expect(Math.abs(error)).toBeLessThan(1e-9 * scale);
      }),
      { numRuns: 40 },
    );
  });

  it('refuses x ≤ 0', () => {
    expect(() => besselK(0, 0)).toThrow(/besselK: x must be/);
  });
});
