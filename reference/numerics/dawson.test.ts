import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dawson } from './dawson.ts';
import { integrate } from './quadrature.ts';

const sizes = fc.double({ min: 1e-12, max: 40, noNaN: true });

describe("Dawson's integral", () => {
  it('is e^{−x²} times the integral of e^{t²}', () => {
    fc.assert(
      fc.property(sizes, (x) => {
        const { value } = integrate((t) => Math.exp((t - x) * (t + x)), [0, 0.5 * x, 0.9 * x, x]);
        // The exponent of the integrand is rounded: x² spacings
        expect(Math.abs(dawson(x) / value - 1)).toBeLessThan(4e-16 * (20 + x * x));
      }),
    );
  });

  it('is odd, and has its limits', () => {
    fc.assert(
      fc.property(sizes, (x) => {
        expect(dawson(-x)).toBe(-dawson(x));
      }),
    );
    expect(dawson(0)).toBe(0);
    expect(dawson(1e-9)).toBeCloseTo(1e-9, 24);
    // 1/2x + 1/4x³ + 3/8x⁵
    for (const x of [50, 200])
      expect(dawson(x) * 2 * x).toBeCloseTo(1 + 1 / (2 * x * x) + 3 / (4 * x ** 4), 9);
  });

  it('has no seam between its two forms', () => {
    // D′ = 1 − 2xD
    const [below, above] = [0.4 - 1e-9, 0.4 + 1e-9].map(dawson);
    const slope = 1 - 0.8 * dawson(0.4);
    expect(Math.abs(above - below - 2e-9 * slope)).toBeLessThan(3e-16);
  });
});
