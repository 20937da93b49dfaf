import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../real.fixture.ts';
import { geometricBound, integrateByTrapezoid } from './trapezoid.ts';

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
    const fine = integrateByTrapezoid((x) => Math.exp(-x), 0, 1);
    expect(Math.abs(fine.value + Math.expm1(-1))).toBeLessThanOrEqual(fine.error);
    expect(fine.error).toBeLessThan(1e-10);
  });

  it('is the sum over equal intervals, the end points by half, halved as often as allowed', () => {
    for (const maxHalvings of [1, 2, 3]) {
      const points: number[] = [];
      const f = (x: number): number => {
        points.push(x);
        return Math.abs(x - 1) - 1;
      };
      const { value } = integrateByTrapezoid(f, -1, 4, { intervals: 3, maxHalvings });
      const n = 3 * 2 ** maxHalvings;
      const grid = Array.from({ length: n + 1 }, (_, i) => -1 + (5 * i) / n);
      points
        .sort((a, b) => a - b)
        .forEach((x, i) => {
          expect(x).toBeCloseTo(grid[i], 14);
        });
      expect(points.length).toBe(n + 1);
      const sum = grid.reduce(
        (s, x, i) => s + (Math.abs(x - 1) - 1) * (i === 0 || i === n ? 0.5 : 1),
        0,
      );
      expect(value).toBeCloseTo((5 / n) * sum, 13);
    }
  });

  it('stops at the tolerance, and states the rounding of the integrand', () => {
    let calls = 0;
    const gaussian = (x: number): number => {
      calls++;
      return Math.exp(-x * x);
    };
    const run = (options: { tolerance?: number; ulps?: number }) => {
      calls = 0;
      const { value, error } = integrateByTrapezoid(gaussian, -8, 8, { intervals: 8, ...options });
      expect(Math.abs(value - Math.sqrt(Math.PI))).toBeLessThanOrEqual(error);
      return { calls, relative: error / value };
    };
    // Steps 2 and 1 differ by e^{−π²/4}, 1 and 1/2 by e^{−π²}, 1/2 and 1/4 by nothing
    expect(run({ tolerance: 1e-4 })).toMatchObject({ calls: 33 });
    expect(run({ tolerance: 1e-4 }).relative).toBeGreaterThan(1e-8);
    expect(run({})).toMatchObject({ calls: 65 });
    expect(run({}).relative).toBeCloseTo(8 * Number.EPSILON, 17);
    expect(run({ ulps: 100 }).relative).toBeCloseTo(100 * Number.EPSILON, 16);
  });

  it('believes in the geometric rate when two steps show it, or the caller vouches for it', () => {
    expect(geometricBound(1e-4)).toBeCloseTo(1e-6, 20);
    expect(geometricBound(1e-4, 1e-2)).toBeCloseTo(1e-6, 20);
    // An algebraic rate: h² takes a step to its quarter
    expect(geometricBound(0.001, 0.004)).toBe(0.001);
    expect(geometricBound(2)).toBe(2);
    expect(geometricBound(2, 3)).toBe(2);
  });

  it('trusts a first step only if it is small', () => {
    // Every point of T_2h sees the oscillation at its top, T_h as often below
    const relative = (amplitude: number): number => {
      const { value, error } = integrateByTrapezoid(
        (x) => 1 + amplitude * Math.cos(8 * x),
        0,
        2 * Math.PI,
        { intervals: 8, maxHalvings: 1, ulps: 0 },
      );
      return error / value;
    };
    expect(relative(1e-4)).toBeCloseTo(1e-4, 7);
    expect(relative(1e-7)).toBeCloseTo(1e-7 ** 1.5, 15);
  });

  it('states at least the smallest number', () => {
    expect(integrateByTrapezoid(() => 0, 0, 1)).toEqual({ value: 0, error: Number.MIN_VALUE });
    expect(integrateByTrapezoid(() => 1e-320, 0, 1).error).toBe(Number.MIN_VALUE);
  });

  it('refuses an integrand that is not a number', () => {
    expect(() => integrateByTrapezoid(() => Number.NaN, 0, 1)).toThrow(/not a number/);
  });
});
