import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../real.fixture.ts';
import { integratePlane } from './cubature.ts';
import { normalCdf, normalDensity } from './normal.ts';

const plane = { left: -10, right: 10, bottom: -10, top: 10 };

describe('integratePlane', () => {
  it('a correlated normal law: mass, moments, and the error says how well', () => {
    for (const r of [0, -0.9]) {
      const left = 1 - r * r;
      const [mass, product, fourth] = integratePlane(
        (x, y, out) => {
          const density =
            Math.exp(-(x * x - 2 * r * x * y + y * y) / (2 * left)) /
            (2 * Math.PI * Math.sqrt(left));
          out[0] = density;
          out[1] = density * x * y;
          out[2] = density * x * x * y * y;
        },
        3,
        plane,
      );
      for (const [estimate, exact] of [
        [mass, 1],
        [product, r],
        [fourth, 1 + 2 * r * r],
      ] as const) {
        expect(Math.abs(estimate.value - exact)).toBeLessThanOrEqual(estimate.error + 1e-15);
        expect(estimate.error).toBeLessThan(1e-12);
      }
    }
  });

  it('finds a narrow ridge: E of a steep sigmoid across the diagonal', () => {
    const steep = 8;
    const [estimate] = integratePlane(
      (x, y, out) => {
        const s = normalCdf(steep * (x - y - 1));
        out[0] = normalDensity(x) * normalDensity(y) * s;
      },
      1,
      plane,
    );
    const exact = normalCdf(-1 / Math.sqrt(2 + 1 / steep ** 2));
    expect(Math.abs(estimate.value - exact)).toBeLessThanOrEqual(estimate.error + 1e-15);
    expect(estimate.error).toBeLessThan(1e-12);
  });

  it('a narrow peak anywhere: quartered there, and nowhere else', () => {
    const area = { left: 0, right: 2, bottom: -1, top: 3 };
    fc.assert(
      fc.property(real(0.1, 1.9), real(-0.8, 2.8), (x0, y0) => {
        let calls = 0;
        const widths = [0.02, 0.05];
        const [{ value, error }] = integratePlane(
          (x, y, out) => {
            calls++;
            out[0] = -normalDensity((x - x0) / widths[0]) * normalDensity((y - y0) / widths[1]);
          },
          1,
          area,
        );
        const along = (from: number, to: number, w: number) =>
          w * (1 - normalCdf(from / w) - normalCdf(-to / w));
        const exact =
          -along(area.left - x0, area.right - x0, widths[0]) *
          along(area.bottom - y0, area.top - y0, widths[1]);
        expect(Math.abs(value - exact)).toBeLessThanOrEqual(error);
        expect(error).toBeLessThan(-2e-13 * exact);
        expect(calls / 20 ** 2).toBeLessThan(250);
      }),
      { numRuns: 5 },
    );
  });

  it('states the rounding of the integrand, the smallest number for nothing, and takes a tolerance', () => {
    const run = (options: object) => {
      let calls = 0;
      const estimates = integratePlane(
        (x, y, out) => {
          calls++;
          out[0] = 0;
          out[1] = x - 3;
          out[2] = Math.exp(-9 * (x * x + y * y));
        },
        3,
        { left: 0, right: 2, bottom: 0, top: 4 },
        options,
      );
      return { calls, estimates };
    };
    const { calls, estimates } = run({});
    expect(estimates[0]).toEqual({ value: 0, error: Number.MIN_VALUE });
    expect(estimates[1].value).toBeCloseTo(-16, 13);
    expect(estimates[1].error / (256 * Number.EPSILON)).toBeCloseTo(1, 2);
    expect(run({ ulps: 100 }).estimates[1].error / (1600 * Number.EPSILON)).toBeCloseTo(1, 2);
    const rough = run({ tolerance: 1e-3 });
    expect(rough.calls).toBeLessThan(calls);
    expect(rough.estimates[2].error).toBeGreaterThan(1e-12);
    expect(rough.estimates[2].error).toBeLessThan(1e-3);
    expect(Math.abs(rough.estimates[2].value - Math.PI / 36)).toBeLessThan(
      rough.estimates[2].error,
    );
  });

  it('knows how far a pole is: ρ⁻³³ for an error of ρ⁻⁴⁰, along either direction', () => {
    for (const distance of [0.02, 0.05, 0.1, 0.2]) {
      // The nearer of two panels of length one
      const place = 1 + 2 * distance;
      const rho = place + Math.sqrt(place * place - 1);
      const once = { tolerance: 1e9, ulps: 0 };
      const pole = (t: number): number => 1 / (1 + distance - t);
      const square = { left: -1, right: 1, bottom: -1, top: 1 };
      const [along, across] = [
        integratePlane((x, _, out) => out.fill(pole(x)), 1, square, once)[0],
        integratePlane((_, y, out) => out.fill(pole(y)), 1, square, once)[0],
      ];
      const exact = 2 * Math.log((2 + distance) / distance);
      for (const { value, error } of [along, across]) {
        expect(Math.abs(value - exact)).toBeLessThanOrEqual(error + 8 * Number.EPSILON * exact);
        const power = -Math.log(error / exact) / Math.log(rho);
        expect(power).toBeGreaterThan(26);
        expect(power).toBeLessThan(36);
      }
    }
  });

  it('counts in full what does not fall: a wiggle upon something smooth', () => {
    const wiggle = (frequency: number) => {
      const [{ value, error }] = integratePlane(
        (x, _, out) => {
          out[0] = 1 + 1e-6 * Math.sin(frequency * x);
        },
        1,
        { left: 0, right: 2, bottom: 0, top: 1 },
        { tolerance: 1e-5 },
      );
      const exact = 2 + (1e-6 * (1 - Math.cos(2 * frequency))) / frequency;
      expect(Math.abs(value - exact)).toBeLessThanOrEqual(error);
      return error;
    };
    // 20 points a panel follow the first and not the second
    expect(wiggle(10)).toBeLessThan(1e-13);
    expect(wiggle(300)).toBeGreaterThan(1e-7);
    expect(wiggle(300)).toBeLessThan(1e-5);
  });

  it('is honest about a kink, at which the coefficients hardly fall', () => {
    // ∫₀¹∫₀¹ |x − c| dx dy, the kink inside every column of panels' one
    for (const c of [0.3, 0.61]) {
      const [{ value, error }] = integratePlane(
        (x, _, out) => {
          out[0] = Math.abs(x - c);
        },
        1,
        { left: 0, right: 1, bottom: 0, top: 1 },
        { tolerance: 1e-4 },
      );
      expect(Math.abs(value - (c * c + (1 - c) ** 2) / 2)).toBeLessThanOrEqual(error);
      expect(error).toBeLessThan(1e-4);
    }
  });

  it('refuses what is not a number somewhere', () => {
    const hole = (x: number, y: number, out: Float64Array): void => {
      out[0] = 1;
      out[1] = x > 9.9 && y < -9.9 ? Number.NaN : 0;
    };
    expect(() => integratePlane(hole, 2, plane)).toThrow(/not a number/);
  });

  it('refuses what it cannot resolve', () => {
    const jump = (x: number, y: number, out: Float64Array): void => {
      out[0] = x * Math.SQRT2 > y ? 1 : 0;
    };
    expect(() => integratePlane(jump, 1, plane, { maxPanels: 100 })).toThrow(/not resolved/);
  });
});

describe('the first panels', () => {
  const callsOf = (options: object, region = { left: 0, right: 2, bottom: 0, top: 1 }) => {
    let calls = 0;
    const [{ value }] = integratePlane(
      (x, y, out) => {
        calls++;
        out[0] = x * y;
      },
      1,
      region,
      options,
    );
    expect(value).toBeCloseTo(1, 13);
    return calls;
  };
  const perPanel = 20 ** 2;

  it('are two by two, or as many as there are scales', () => {
    expect(callsOf({})).toBe(4 * perPanel);
    expect(callsOf({ scale: 0.1 })).toBe(20 * 10 * perPanel);
    expect(callsOf({ scale: 0.3 })).toBe(7 * 4 * perPanel);
    expect(callsOf({ scale: 50 })).toBe(4 * perPanel);
  });

  it('are refused where they would be too many', () => {
    expect(() => callsOf({ scale: 0.1, maxPanels: 200 })).toThrow(/20 × 10 scales/);
    expect(callsOf({ scale: 0.1, maxPanels: 201 })).toBe(200 * perPanel);
  });
});
