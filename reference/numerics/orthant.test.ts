import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../errors.ts';
import { real } from '../real.fixture.ts';
import type { Estimate } from './estimate.ts';
import type { Matrix } from './matrix.ts';
import { normalCdf, normalDensity } from './normal.ts';
import { orthantsAddUpToOne } from './orthant.fixture.ts';
import { orthantProbability } from './orthant.ts';
import { integrate } from './quadrature.ts';
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
    const far = orthantProbability([-20], identity(1));
    expect(far.error).toBeLessThan(1000 * Number.EPSILON * far.value);
    expect(orthantProbability([20], identity(1)).error).toBeLessThan(16 * Number.EPSILON);
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

  /** Yᵢ = sᵢ (hᵢ + aᵢ z + √(1 − aᵢ²) εᵢ): given the common z the coordinates are independent. */
  const oneFactor = (
    coordinates: readonly { h: number; a: number; s: number }[],
  ): readonly [number[], Matrix, Estimate] => {
    const n = coordinates.length;
    const at = (z: number): number =>
      coordinates.reduce(
        (p, { h, a }) => p * normalCdf((h + a * z) / Math.sqrt((1 - a) * (1 + a))),
        normalDensity(z),
      );
    const steps = coordinates.flatMap(({ h, a }) => (a === 0 ? [] : [-h / a]));
    const marks = Array.from({ length: 49 }, (_, i) => i / 2 - 12);
    const ends = [...marks, ...steps.filter((z) => Math.abs(z) < 12)].sort((x, y) => x - y);
    return [
      coordinates.map(({ h, s }) => h * s),
      matrixOf(n, n, (i, j) => {
        const [x, y] = [coordinates[i], coordinates[j]];
        return x.s * y.s * (i === j ? 1 : x.a * y.a);
      }),
      integrate(at, ends),
    ];
  };
  const coordinate = fc.record({
    h: real(-2, 3),
    a: real(-0.9, 0.9),
    s: fc.constantFrom(0.01, 1, 30),
  });

  it('one common factor: a single integral, for one to three coordinates', () => {
    fc.assert(
      fc.property(fc.array(coordinate, { minLength: 1, maxLength: 3 }), (coordinates) => {
        const [mean, covariance, exact] = oneFactor(coordinates);
        const e = orthantProbability(mean, covariance);
        expect(Math.abs(e.value - exact.value)).toBeLessThanOrEqual(
          e.error + exact.error + 1e-15 * exact.value,
        );
        expect(e.error).toBeLessThan(1e-11 * exact.value);
      }),
      { numRuns: 12 },
    );
  });

  it('one common factor: by lattices, to two digits or more', () => {
    fc.assert(
      fc.property(fc.array(coordinate, { minLength: 4, maxLength: 7 }), (coordinates) => {
        const [mean, covariance, exact] = oneFactor(coordinates);
        const e = orthantProbability(mean, covariance);
        expect(Math.abs(e.value - exact.value)).toBeLessThanOrEqual(e.error + exact.error);
        expect(e.error).toBeLessThan(0.02 * exact.value + 1e-6);
      }),
      { numRuns: 12 },
    );
  });

  it('the order of coordinates changes no bit, up to three', () => {
    for (const [h, r] of [
      [[-5.6, -25.8], 0.84297164978484],
      [[-0.9, -28.5], 0.30526223409584],
      [[-1, 2, 0.3], 0.4],
    ] as const) {
      const n = h.length;
      const one = orthantProbability(h, correlation(n, r));
      expect(orthantProbability(h.toReversed(), correlation(n, r))).toEqual(one);
    }
  });

  it('next to opposite coordinates: what is left between two steps', () => {
    for (const [h1, h2, r] of [
      [0.2, -0.2, -0.9999999086873],
      [-1.4, 1.2, -0.99997559541819],
      [1.6, -1.6, -0.99999976211285],
      [3.4, -0.3, -0.99999997455852],
    ] as const) {
      const width = Math.sqrt((1 - r) * (1 + r));
      const step = -h2 / r;
      const near = Array.from({ length: 161 }, (_, k) => step + (k - 80) * 0.25 * width);
      const ends = [-h1, ...near.filter((x) => x > -h1), step + 0.3, step + 3, step + 20];
      const exact = integrate(
        (x) => normalDensity(x) * normalCdf((h2 + r * x) / width),
        ends.sort((a, b) => a - b),
      );
      const e = orthantProbability([h1, h2], correlation(2, r));
      expect(Math.abs(e.value - exact.value)).toBeLessThanOrEqual(e.error + exact.error);
      expect(e.error).toBeLessThan(1e-9 * exact.value);
    }
  });

  it('four independent coordinates: a product, to rounding', () => {
    expect(orthantProbability([0, 0, 0, 0], correlation(4, 0.5)).error).toBeLessThan(4e-4);
    const e = orthantProbability([1, -2, 0.5, 3], identity(4));
    const exact = [1, -2, 0.5, 3].map((h) => normalCdf(h)).reduce((a, b) => a * b);
    within(e, exact, 1e-12);
    expect(e.error).toBeGreaterThan(1e-15 * exact);
  });

  it('twenty-one coordinates at most', () => {
    const equals = (n: number) => orthantProbability(new Array(n).fill(0), correlation(n, 0.5));
    expect(Math.abs(equals(21).value - 1 / 22)).toBeLessThanOrEqual(equals(21).error);
    expect(() => equals(22)).toThrow(/dimension must be at most 21, got 22/);
    expect(() => orthantProbability([], identity(0))).toThrow(DomainError);
  });

  it('refuses what is not a covariance', () => {
    expect(() => orthantProbability([0, 0], correlation(2, 1.5))).toThrow(/positive definite/);
    expect(() => orthantProbability([0], correlation(2, 0))).toThrow(/1 × 1/);
    for (const [rows, columns] of [
      [2, 3],
      [3, 2],
    ])
      expect(() =>
        orthantProbability(
          [0, 0],
          matrixOf(rows, columns, () => 1),
        ),
      ).toThrow(/2 × 2/);
  });
});
