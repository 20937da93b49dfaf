import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../real.fixture.ts';
import { gaussLegendre, integrate, integratePieces, legendre } from './quadrature.ts';

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

describe('Legendre polynomials', () => {
  it('are (5x³ − 3x)/2 and its like, one at 1, and even or odd', () => {
    for (const x of [0.3, -0.7, 1.5])
      for (const [n, exact] of [
        1,
        x,
        (3 * x ** 2 - 1) / 2,
        (5 * x ** 3 - 3 * x) / 2,
        (35 * x ** 4 - 30 * x ** 2 + 3) / 8,
      ].entries())
        expect(legendre(4, x)[n]).toBeCloseTo(exact, 14);
    expect([...legendre(9, 1)]).toEqual(new Array(10).fill(1));
    expect([...legendre(3, -1)]).toEqual([1, -1, 1, -1]);
    expect([...legendre(0, 0.5)]).toEqual([1]);
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

  it('keeps its digits at a kink that is a break, and closes in on one that is not', () => {
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

  const counted = (f: (x: number) => number, options = {}, breaks = [0, 1]) => {
    let calls = 0;
    const estimate = integrate(
      (x) => {
        calls++;
        return f(x);
      },
      breaks,
      options,
    );
    return { ...estimate, panels: calls / 34 };
  };
  // Both halvings of 1/3 lie a third into their panel, where the rules never agree about a jump
  const step = (x: number): number => (x < 1 / 3 ? 1 : 3);
  const stepped = 7 / 3;

  it('stops at a number of panels, and leaves the rest in the error', () => {
    // Halved at the jump only: k halvings have looked at 1 + 2k panels and keep 1 + k of them
    for (const maxPanels of [4, 5, 8]) {
      const { value, error, panels } = counted(step, { maxPanels });
      expect(Math.abs(value - stepped)).toBeLessThanOrEqual(error);
      expect(error).toBeGreaterThan(2 ** -maxPanels / 20);
      expect(panels).toBe(2 * maxPanels - 1);
    }
    expect(counted((x) => Math.abs(Math.sin(40 * x)), { maxPanels: 10 }).panels).toBe(19);
  });

  it('stops where halving gains nothing', () => {
    const jump = counted(step, { tolerance: 0 });
    expect(Math.abs(jump.value - stepped)).toBeLessThanOrEqual(jump.error);
    expect(jump.error).toBeLessThan(2e-11);
  });

  it('lets the errors of all panels add up to the tolerance, not that of each', () => {
    const f = (x: number): number => Math.abs(Math.sin(40 * x));
    for (const tolerance of [1e-3, 1e-5, 1e-7])
      expect(counted(f, { tolerance }, [0, 3]).error).toBeLessThan(2 * tolerance);
  });

  it('does the same in other units', () => {
    for (const f of [
      Math.sqrt,
      step,
      (x: number) => Math.sin(30 * x) + 1e-13 * Math.sin(1e9 * x),
    ]) {
      const plain = counted(f);
      for (const unit of [2 ** -40, 2 ** 40]) {
        const { value, error, panels } = counted((x) => unit * f(x));
        expect([value / unit, panels]).toEqual([plain.value, plain.panels]);
        expect(error / unit).toBeCloseTo(plain.error, 25);
      }
    }
  });

  it('of nothing is nothing, but for an error', () => {
    const { value, error } = integrate(() => 0, [0, 1]);
    expect(value).toBe(0);
    expect(error).toBeGreaterThan(0);
  });

  it('refuses an integrand that is not a number', () => {
    expect(() => integrate((x) => Math.sqrt(x - 0.5), [0, 1])).toThrow(/not a number/);
  });
});
