import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../real.fixture.ts';
import { gaussLegendre, integrate, integratePieces } from './quadrature.ts';

describe('Gauss–Legendre', () => {
  it('integrates every monomial of degree below 2n', () => {
    for (const n of [1, 2, 5, 14, 20, 51]) {
      const { nodes, weights } = gaussLegendre(n);
      for (let degree = 0; degree < 2 * n; degree++) {
        let sum = 0;
        for (let i = 0; i < n; i++) sum += weights[i] * nodes[i] ** degree;
        const exact = degree % 2 === 0 ? 2 / (degree + 1) : 0;
        expect(Math.abs(sum - exact)).toBeLessThan(4e-15);
      }
    }
  });

  it('does not integrate the monomial of degree 2n', () => {
    const { nodes, weights } = gaussLegendre(5);
    const sum = nodes.reduce((total, x, i) => total + weights[i] * x ** 10, 0);
    expect(Math.abs(sum - 2 / 11)).toBeGreaterThan(1e-4);
  });
});

describe('integrate', () => {
  const honest = (
    f: (x: number) => number,
    breaks: readonly number[],
    exact: number,
    sharpness: number,
  ) => {
    const { value, error } = integrate(f, breaks);
    expect(Math.abs(value - exact)).toBeLessThanOrEqual(error);
    expect(error).toBeLessThan(sharpness);
  };

  it('is exact, with an honest error, on smooth integrands of any width and place', () => {
    fc.assert(
      fc.property(real(-4, 1), real(-3, 3), (logWidth, centre) => {
        // Lorentzian: poles at distance `width` from the real line, found by bisection alone
        const width = 10 ** logWidth;
        honest(
          (x) => width / (width * width + (x - centre) ** 2),
          [-5, 5],
          Math.atan((5 - centre) / width) + Math.atan((5 + centre) / width),
          1e-12,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('keeps its digits at a kink that is a break, and is honest at one that is not', () => {
    const kink = Math.SQRT1_2;
    const exact = (kink ** 2 + (1 - kink) ** 2) / 2;
    honest((x) => Math.abs(x - kink), [0, kink, 1], exact, 2e-14);
    honest((x) => Math.abs(x - kink), [0, 1], exact, 1e-9);
  });

  it('says so when the integral cancels', () => {
    honest((x) => 1e8 * Math.sin(x), [-3, 3], 0, 1e-5);
    expect(integrate((x) => 1e8 * Math.sin(x), [-3, 3]).error).toBeGreaterThan(1e-8);
  });

  it('refines pieces against their common total', () => {
    let calls = 0;
    const big = { f: (x: number) => Math.exp(x), breaks: [0, 1] };
    const dust = {
      f: (x: number) => {
        calls++;
        return 1e-30 * Math.sqrt(x);
      },
      breaks: [0, 1],
    };
    const { value, error } = integratePieces([big, dust]);
    expect(Math.abs(value - (Math.E - 1))).toBeLessThanOrEqual(error);
    expect(calls).toBe(34); // one look at the dust is enough
  });

  it('refuses an integrand that is not a number', () => {
    expect(() => integrate((x) => Math.sqrt(x - 0.5), [0, 1])).toThrow(/not a number/);
  });
});
