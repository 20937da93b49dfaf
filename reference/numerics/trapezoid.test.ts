import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../real.fixture.ts';
import { integrateByTrapezoid } from './trapezoid.ts';

describe('the trapezoid rule', () => {
  it('integrates Gaussians of any width to rounding, with an honest error', () => {
    fc.assert(
      fc.property(real(-2, 0.5), (logWidth) => {
        const width = 10 ** logWidth;
        const { value, error } = integrateByTrapezoid(
          (x) => Math.exp(-(x * x) / (2 * width * width)),
          -10 * Math.max(1, width),
          11 * Math.max(1, width),
          { intervals: 16 },
        );
        const exact = width * Math.sqrt(2 * Math.PI);
        expect(Math.abs(value - exact)).toBeLessThanOrEqual(error);
        expect(error).toBeLessThan(1e-13 * exact);
      }),
    );
  });

  it('counts an even end by half', () => {
    const { value } = integrateByTrapezoid((x) => 1 / Math.cosh(x), 0, 45);
    expect(value).toBeCloseTo(Math.PI / 2, 14);
  });

  it('is honest where it does not converge geometrically', () => {
    const { value, error } = integrateByTrapezoid((x) => Math.exp(-x), 0, 40, { maxHalvings: 6 });
    expect(Math.abs(value - 1)).toBeLessThanOrEqual(error);
    expect(error).toBeGreaterThan(1e-8);
  });

  it('refuses an integrand that is not a number', () => {
    expect(() => integrateByTrapezoid(() => Number.NaN, 0, 1)).toThrow(/not a number/);
  });
});
