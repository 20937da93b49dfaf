import { describe, expect, it } from 'vitest';
import type { Matrix } from './matrix.ts';
import { normalCdf } from './normal.ts';
import { orthantsAddUpToOne } from './orthant.fixture.ts';
import { orthantProbability } from './orthant.ts';
import { identity, matrixOf } from './small-matrix.ts';

const correlation = (n: number, rho: number): Matrix =>
  matrixOf(n, n, (i, j) => (i === j ? 1 : rho));

const within = (e: { value: number; error: number }, expected: number, relative = 1e-12): void => {
  expect(Math.abs(e.value - expected)).toBeLessThanOrEqual(e.error + 4e-16 * expected);
  expect(e.error).toBeLessThan(relative * expected);
};

describe('orthant probability', () => {
  it('two coordinates without means: 1/4 + arcsin(ρ)/2π', () => {
    for (const rho of [-0.999, -0.5, -1e-8, 0, 0.3, 0.9, 1 - 1e-9])
      within(
        orthantProbability([0, 0], correlation(2, rho)),
        Math.acos(-rho) / (2 * Math.PI),
        1e-9,
      );
  });

  it('three coordinates without means: 1/8 + Σ arcsin(ρ)/4π', () => {
    for (const rho of [-0.4, 0.5, 0.95])
      within(
        orthantProbability([0, 0, 0], correlation(3, rho)),
        1 / 8 + (3 * Math.asin(rho)) / (4 * Math.PI),
      );
  });

  it('independent coordinates: the product, in the tail too', () => {
    const mean = [-9, 0.5, -3];
    const variance = [1, 4, 0.25];
    const covariance = matrixOf(3, 3, (i, j) => (i === j ? variance[i] : 0));
    const expected = mean
      .map((m, i) => normalCdf(m / Math.sqrt(variance[i])))
      .reduce((a, b) => a * b);
    within(orthantProbability(mean, covariance), expected, 1e-11);
  });

  it('states what one spacing of a mean does in the tail', () => {
    for (const [mean, covariance] of [
      [[-20], identity(1)],
      [[-20, 1], identity(2)],
    ] as const) {
      const e = orthantProbability(mean, covariance);
      // d ln Φ(h)/dh is |h| there, and a rounding of h up to |h| ε/2
      expect(e.error).toBeGreaterThan((20 * 20 * Number.EPSILON * e.value) / 2);
      expect(e.error).toBeLessThan(1e-11 * e.value);
    }
  });

  it('largest of K independent equals: 1/K, for every number of coordinates', () => {
    for (let n = 1; n <= 6; n++) {
      const e = orthantProbability(new Array(n).fill(0), correlation(n, 0.5));
      expect(Math.abs(e.value - 1 / (n + 1))).toBeLessThanOrEqual(e.error);
      expect(e.error).toBeLessThan(n <= 3 ? 1e-13 : 1e-3);
    }
  });

  it('the orthants of one vector add up to one', () => {
    orthantsAddUpToOne(2, 10);
  });

  it('refuses what is not a covariance', () => {
    expect(() => orthantProbability([0, 0], correlation(2, 1.5))).toThrow(/positive definite/);
    expect(() => orthantProbability([0], correlation(2, 0))).toThrow(/1 × 1/);
  });
});
