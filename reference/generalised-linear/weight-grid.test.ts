import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaussianMatrix, matrixFromRows } from '../numerics/matrix.ts';
import { philoxStream } from '../numerics/random.ts';
import { matrixOf } from './instance.fixture.ts';
import { WeightGrid } from './weight-grid.ts';

/** All projections of all weight vectors, in the order of their numbers. */
function allProjections(grid: WeightGrid, mu: number, thresholds: readonly number[]): number[] {
  const z = new Float64Array(grid.tails);
  return Array.from({ length: grid.heads }, (_, head) => {
    grid.projections(head, mu, thresholds, z);
    return [...z];
  }).flat();
}

describe('WeightGrid', () => {
  it('meets every weight vector once, and projects it within the error it owns up to', () => {
    fc.assert(
      fc.property(
        fc.constantFrom([1, -1], [0, 1, 3], [0.1, 0.2, 0.3, 0.4], [2]),
        fc.integer({ min: 1, max: 6 }),
        fc.nat(),
        (values, d, seed) => {
          const matrix = gaussianMatrix(3, d, philoxStream(seed));
          const grid = new WeightGrid('f', matrix, Float64Array.from(values));
          const weights = Array.from({ length: grid.size }, (_, w) =>
            Array.from({ length: d }, (_, i) => grid.component(w, i)),
          );
          expect(new Set(weights.map(String)).size).toBe(values.length ** d);
          for (let mu = 0; mu < 3; mu++) {
            const z = allProjections(grid, mu, []);
            weights.forEach((w, k) => {
              const direct = w.reduce((sum, x, i) => sum + x * matrix.data[mu * d + i], 0);
              expect(Math.abs(z[k] - direct)).toBeLessThanOrEqual(2 * grid.errors[mu]);
            });
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('splits large grids into heads and tails', () => {
    const grid = new WeightGrid(
      'f',
      gaussianMatrix(1, 12, philoxStream(1)),
      Float64Array.of(1, -1),
    );
    expect([grid.heads, grid.tails]).toEqual([4, 1024]);
    expect([grid.isHead(1), grid.isHead(2)]).toEqual([true, false]);
  });

  it('finds ties with a threshold, and the side of everything else', () => {
    // Sums of 0.1, 0.2, … as doubles: some meet 0.6 exactly, some only up to rounding.
    const thresholds = [-0.6, 0.6];
    const matrix = matrixFromRows('f', 'matrix', [[0.1, 0.2, 0.3, 0.4, 0.6]]);
    const grid = new WeightGrid('f', matrix, Float64Array.of(1, 0, -1));
    const asInteger = (x: number) => BigInt(Math.round(x * 2 ** 56)); // exact: 0.1 ≥ 2⁻⁴
    const z = allProjections(grid, 0, thresholds);
    const seen = { tie: 0, near: 0 };
    z.forEach((found, w) => {
      const exact = Array.from(matrix.data).reduce(
        (sum, x, i) => sum + asInteger(x) * BigInt(grid.component(w, i)),
        0n,
      );
      for (const threshold of thresholds) {
        const difference = exact - asInteger(threshold);
        expect(Math.sign(found - threshold)).toBe(difference > 0n ? 1 : difference < 0n ? -1 : 0);
        if (difference === 0n) seen.tie++;
        else if (difference < 64n && difference > -64n) seen.near++;
      }
    });
    expect(seen.tie).toBeGreaterThan(0);
    expect(seen.near).toBeGreaterThan(0);
  });

  it('d = 20 fits', () => {
    const grid = new WeightGrid(
      'f',
      matrixOf(1, 20, () => 1),
      Float64Array.of(1, -1),
    );
    expect(grid.size).toBe(2 ** 20);
  });
});
