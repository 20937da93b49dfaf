import { describe, expect, it } from 'vitest';
import { gaussHermite } from './gauss-hermite.ts';

describe('Gauss–Hermite', () => {
  // Zeros of He₁₂ and its weights (mpmath, at 40 digits)
  it('nodes and weights are good to rounding', () => {
    const { nodes, weights } = gaussHermite(12);
    const upper: readonly (readonly [number, number])[] = [
      [3.2237098287700974, 0.002203380687533199],
      [4.2718258479322815, 4.837184922590628e-5],
      [5.500901704467748, 1.499927167637168e-7],
    ];
    upper.forEach(([node, weight], k) => {
      for (const i of [9 + k, 2 - k]) {
        expect(Math.abs(nodes[i])).toBeCloseTo(node, 14);
        expect(Math.sign(nodes[i])).toBe(i > 5 ? 1 : -1);
        expect(weights[i] / weight).toBeCloseTo(1, 13);
      }
    });
  });

  it('the middle node of an odd rule is zero, and has the largest weight', () => {
    for (const n of [1, 3, 5, 41]) {
      const { nodes, weights } = gaussHermite(n);
      expect(nodes.length).toBe(n);
      expect(weights.length).toBe(n);
      expect(nodes[(n - 1) / 2]).toBe(0);
      expect(weights[(n - 1) / 2]).toBe(Math.max(...weights));
      expect(weights[0] / weights[n - 1]).toBeCloseTo(1, 11);
    }
    const [outer, middle] = gaussHermite(5).weights;
    expect(outer).toBeCloseTo(0.01125741132772069, 16);
    expect(middle).toBeCloseTo(0.22207592200561266, 15);
  });

  it('a rule is made once', () => {
    expect(gaussHermite(17)).toBe(gaussHermite(17));
  });

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
