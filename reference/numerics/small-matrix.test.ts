import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../real.fixture.ts';
import type { Matrix } from './matrix.ts';
import {
  cholesky,
  combination,
  diagonal,
  entry,
  identity,
  inverse,
  matrixOf,
  product,
  solve,
  symmetricEigen,
  symmetricSqrt,
  symmetrised,
  trace,
  transpose,
} from './small-matrix.ts';

const square = fc
  .integer({ min: 1, max: 6 })
  .chain((n) => fc.array(real(-1, 1), { minLength: n * n, maxLength: n * n }))
  .map((x): Matrix => {
    const n = Math.sqrt(x.length);
    return { rows: n, columns: n, data: Float64Array.from(x) };
  });
const distance = (a: Matrix, b: Matrix): number =>
  Math.max(...combination([1, a], [-1, b]).data.map(Math.abs));
const gram = (a: Matrix): Matrix => symmetrised(product(a, transpose(a)));

describe('small matrices', () => {
  it('solve: A (A⁻¹ B) = B, well conditioned', () => {
    fc.assert(
      fc.property(square, square, (a, b) => {
        const n = a.rows;
        const well = combination([1, a], [2 * n, identity(n)]);
        const right = matrixOf(n, 2, (i, j) => b.data[(i + 2 * j) % b.data.length]);
        expect(distance(product(well, solve(well, right)), right)).toBeLessThan(1e-14);
        expect(distance(product(inverse(well), well), identity(n))).toBeLessThan(1e-14);
      }),
    );
  });

  it('solve: pivots, so that a vanishing corner and unlike rows do no harm', () => {
    const a = { rows: 2, columns: 2, data: Float64Array.of(0, 1e-9, 1, 1) };
    const x = solve(a, { rows: 2, columns: 1, data: Float64Array.of(2e-9, 5) });
    expect(distance(x, { rows: 2, columns: 1, data: Float64Array.of(3, 2) })).toBeLessThan(1e-15);
    expect(() => inverse(matrixOf(2, 2, () => 1))).toThrow(/singular/);
  });

  it('cholesky: L Lᵀ = A, and null for what is not positive definite', () => {
    fc.assert(
      fc.property(square, (a) => {
        const positive = combination([1, gram(a)], [1e-3, identity(a.rows)]);
        const l = cholesky(positive);
        expect(l).not.toBeNull();
        expect(distance(gram(l as Matrix), positive)).toBeLessThan(1e-14);
        expect(cholesky(combination([-1, positive]))).toBeNull();
      }),
    );
  });

  it('eigen: V diag Vᵀ = A with orthonormal V; the trace is kept; sqrt squares to A', () => {
    fc.assert(
      fc.property(square, (a) => {
        const symmetric = symmetrised(a);
        const { values, vectors } = symmetricEigen(symmetric);
        const back = product(vectors, diagonal(values), transpose(vectors));
        expect(distance(back, symmetric)).toBeLessThan(1e-14);
        expect(distance(gram(vectors), identity(a.rows))).toBeLessThan(1e-14);
        expect(Math.abs(values.reduce((s, x) => s + x, 0) - trace(symmetric))).toBeLessThan(1e-14);
        const root = symmetricSqrt(gram(a));
        expect(distance(product(root, root), gram(a))).toBeLessThan(1e-13);
        expect(entry(root, 0, 0)).toBeGreaterThanOrEqual(-1e-15);
      }),
    );
  });

  it('refuses shapes that do not fit', () => {
    expect(() => product(identity(2), identity(3))).toThrow(/rows of a factor/);
  });
});
