import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { iterateToFixedPoint } from './fixed-point.ts';
import { findMaximum, findMinimum, findRoot, findRootByNewton, signChanges } from './roots.ts';

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('roots', () => {
  it('a root of a monotone function is found to rounding, wherever it is', () => {
    fc.assert(
      fc.property(real(-8, 8), real(-2, 2), (root, logSlope) => {
        const k = 10 ** logSlope;
        // a smooth function, one of infinite slope at its root, and a step
        for (const f of [
          (x: number) => Math.atan(k * (x - root)),
          (x: number) => Math.cbrt(x - root),
          (x: number) => (x < root ? -1 : 1),
        ]) {
          const found = findRoot(f, -10, 10);
          expect(Math.abs(found.root - root)).toBeLessThan(1e-14);
          expect(found.lower).toBeLessThanOrEqual(found.root);
          expect(found.upper).toBeGreaterThanOrEqual(found.root);
          expect(found.evaluations).toBeLessThan(130);
        }
      }),
    );
  });

  it('interpolation makes a smooth root cheap', () => {
    expect(findRoot((x) => Math.exp(x) - 2, -10, 10).evaluations).toBeLessThan(16);
    expect(findRoot((x) => Math.exp(x) - 2, -10, 10).root).toBeCloseTo(Math.LN2, 14);
  });

  it('Newton keeps its bracket where it would run away', () => {
    // atan: pure Newton diverges from |x| > 1.4
    const { root, evaluations } = findRootByNewton(
      (x) => [Math.atan(x - 0.3), 1 / (1 + (x - 0.3) ** 2)],
      -1e6,
      3e6,
    );
    expect(root).toBeCloseTo(0.3, 14);
    expect(evaluations).toBeLessThan(60);
  });

  it('takes a root at an end, and refuses a bracket without a sign change', () => {
    expect(findRoot((x) => x, 0, 1).root).toBe(0);
    expect(findRoot((x) => x - 1, 0, 1).root).toBe(1);
    expect(findRootByNewton((x) => [x, 1], 0, 1).root).toBe(0);
    expect(findRootByNewton((x) => [x - 1, 1], 0, 1).root).toBe(1);
    expect(() => findRoot((x) => x * x + 1, -1, 1)).toThrow(/sign change/);
    expect(() => findRootByNewton((x) => [x * x + 1, 2 * x], -1, 1)).toThrow(/sign change/);
    expect(() => findRoot((x) => (x === 0 ? Number.NaN : x), -1, 1)).toThrow(/not a number/);
    expect(() => findRoot((x) => x ** 9, -1, 2, { maxEvaluations: 5 })).toThrow(/5 evaluations/);
  });

  it('signChanges brackets every simple root of the grid, and no other', () => {
    const grid = Array.from({ length: 100 }, (_, i) => 0.5 + i * 0.1);
    const brackets = signChanges(Math.sin, grid);
    expect(brackets.length).toBe(3);
    brackets.forEach(({ lower, upper }, k) => {
      expect(lower).toBeLessThanOrEqual((k + 1) * Math.PI);
      expect(upper).toBeGreaterThanOrEqual((k + 1) * Math.PI);
    });
  });

  it('an extremum has its value to rounding and its place to √ε', () => {
    fc.assert(
      fc.property(real(-4, 4), real(0.1, 10), (at, width) => {
        const f = (x: number) => Math.cosh((x - at) / width);
        const low = findMinimum(f, -5, 5);
        expect(low.value - 1).toBeLessThan(1e-14);
        expect(Math.abs(low.at - at)).toBeLessThan(1e-7 * Math.max(1, width));
        const high = findMaximum((x) => -f(x), -5, 5);
        expect(high.value).toBe(-low.value);
      }),
    );
  });
});

describe('fixed points', () => {
  it('the error bound holds for linear maps of any slope, damped or not', () => {
    fc.assert(
      fc.property(real(-0.9, 0.999), real(0, 0.8), (slope, damping) => {
        const exact = 1 / (1 - slope);
        const end = iterateToFixedPoint((x) => 1 + slope * x, 0.1, {
          damping,
          tolerance: 1e-9,
          maxIterations: 200_000,
        });
        expect(end.status).toBe('converged');
        if (end.status !== 'converged') return;
        expect(Math.abs(end.point - exact)).toBeLessThanOrEqual(2 * end.errorBound + 1e-12);
      }),
    );
  });

  it('a small step is not a small error: critical slowing down is not convergence', () => {
    // x ← x − x²: the steps shrink like 1/k², the distance like 1/k
    const end = iterateToFixedPoint((x) => x - x * x, 0.5, {
      tolerance: 1e-6,
      maxIterations: 5000,
    });
    expect(end.status).toBe('out-of-steps');
    expect(end.residual).toBeLessThan(1e-6);
  });

  it('divergence is an outcome', () => {
    expect(iterateToFixedPoint((x) => x * x, 3).status).toBe('diverged');
  });
});
