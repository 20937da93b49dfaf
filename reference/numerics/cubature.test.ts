import { describe, expect, it } from 'vitest';
import { integratePlane } from './cubature.ts';
import { gaussHermite } from './gauss-hermite.ts';
import { normalCdf, normalDensity } from './normal.ts';

const plane = { left: -10, right: 10, bottom: -10, top: 10 };

describe('integratePlane', () => {
  it('a correlated normal law: mass, moments, and the error says how well', () => {
    for (const r of [0, 0.5, -0.95]) {
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
    const steep = 30;
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

  it('refuses what it cannot resolve', () => {
    const jump = (x: number, y: number, out: Float64Array): void => {
      out[0] = x * Math.SQRT2 > y ? 1 : 0;
    };
    expect(() => integratePlane(jump, 1, plane, { maxPanels: 500 })).toThrow(/not resolved/);
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
  const perPanel = 12 ** 2 + 8 ** 2;

  it('are four by four, or as many as there are scales', () => {
    expect(callsOf({})).toBe(16 * perPanel);
    expect(callsOf({ scale: 0.1 })).toBe(20 * 10 * perPanel);
    expect(callsOf({ scale: 0.3 })).toBe(7 * 4 * perPanel);
    expect(callsOf({ scale: 50 })).toBe(16 * perPanel);
  });

  it('are refused where they would be too many', () => {
    expect(() => callsOf({ scale: 0.1, maxPanels: 200 })).toThrow(/20 × 10 scales/);
    expect(callsOf({ scale: 0.1, maxPanels: 201 })).toBe(200 * perPanel);
  });
});

describe('gaussHermite', () => {
  it('normal moments up to degree 2n − 1, symmetric nodes, positive weights', () => {
    for (const n of [1, 2, 5, 16, 40]) {
      const { nodes, weights } = gaussHermite(n);
      expect(weights.every((w) => w > 0)).toBe(true);
      let expected = 1;
      for (let degree = 0; degree < Math.min(2 * n, 20); degree += 2) {
        const moment = nodes.reduce((sum, x, i) => sum + weights[i] * x ** degree, 0);
        expect(Math.abs(moment / expected - 1)).toBeLessThan(1e-12);
        expected *= degree + 1;
      }
      for (let i = 0; i < n; i++) expect(nodes[i]).toBeCloseTo(-nodes[n - 1 - i], 12);
    }
  });

  it('E cos(aξ) = e^{−a²/2}', () => {
    const { nodes, weights } = gaussHermite(30);
    const value = nodes.reduce((sum, x, i) => sum + weights[i] * Math.cos(2 * x), 0);
    expect(Math.abs(value - Math.exp(-2))).toBeLessThan(1e-14);
  });
});
