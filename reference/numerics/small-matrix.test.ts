import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConvergenceError } from '../errors.ts';
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

  it('solve: pivots are compared relative to their rows, whose units change no bit', () => {
    fc.assert(
      fc.property(
        square,
        fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 6, maxLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        (a, powers, columns) => {
          const n = a.rows;
          const well = combination([1, a], [2 * n, identity(n)]);
          // Rows moved by one, so that no pivot stands where it should
          const moved = matrixOf(n, n, (i, j) => entry(well, (i + 1) % n, j));
          const right = matrixOf(n, columns, (i, j) => i - 2 * j + 0.5);
          const units = diagonal(powers.slice(0, n).map((k) => 2 ** k));
          const x = solve(moved, right);
          expect([x.rows, x.columns]).toEqual([n, columns]);
          expect(distance(product(moved, x), right)).toBeLessThan(1e-14);
          const scaled = solve(product(units, moved), product(units, right));
          expect([...scaled.data]).toEqual([...x.data]);
        },
      ),
    );
  });

  it('solve: names the pivot that vanishes, and knows NaN', () => {
    const rank = matrixOf(3, 3, (i, j) => (i + 1) * (j + 1) + (i === 0 && j === 0 ? 1 : 0));
    expect(() => inverse(rank)).toThrow(/singular \(pivot 3 of 3\)/);
    expect(() => inverse(identity(2, Number.NaN))).toThrow(ConvergenceError);
  });

  it('cholesky: the lower factor; nothing of a semi-definite matrix or of NaN', () => {
    const a = { rows: 2, columns: 2, data: Float64Array.of(4, 2, 2, 5) };
    expect([...(cholesky(a) as Matrix).data]).toEqual([2, 0, 1, 2]);
    expect(cholesky(identity(2, 0))).toBeNull();
    expect(cholesky(matrixOf(2, 2, () => 1))).toBeNull();
    expect(cholesky(identity(2, Number.NaN))).toBeNull();
  });

  it('eigen: leaves a diagonal matrix as it is, and refuses what is not a number', () => {
    const { values, vectors } = symmetricEigen(diagonal([3, -1, 3, 0]));
    expect([...values]).toEqual([3, -1, 3, 0]);
    expect(vectors).toStrictEqual(identity(4));
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => symmetricEigen(identity(2, x))).toThrow(ConvergenceError);
  });

  it('eigen: small off-diagonal entries count by what they do to vectors, not by their size', () => {
    // Angle 1e-12 between eigenvectors and axes
    const { values, vectors } = symmetricEigen({
      rows: 2,
      columns: 2,
      data: Float64Array.of(1, 1e-12, 1e-12, 2),
    });
    expect([...values]).toEqual([1, 2]);
    expect(entry(vectors, 0, 1)).toBeCloseTo(1e-12, 24);
    expect(entry(vectors, 1, 0)).toBeCloseTo(-1e-12, 24);
  });

  it('eigen: passes over zeros between equal diagonal entries', () => {
    const { values } = symmetricEigen({
      rows: 3,
      columns: 3,
      data: Float64Array.of(1, 0, 0.5, 0, 1, 0, 0.5, 0, 1),
    });
    expect([...values].sort()).toEqual([0.5, 1, 1.5].map((x) => expect.closeTo(x, 15)));
  });

  it('eigen: the unit changes no bit', () => {
    fc.assert(
      fc.property(square, fc.constantFrom(2 ** -600, 2 ** 600), (a, unit) => {
        // Integers: the smallest doubles lose bits
        const symmetric = symmetrised({ ...a, data: a.data.map((x) => Math.round(2 ** 40 * x)) });
        const plain = symmetricEigen(symmetric);
        const scaled = symmetricEigen(combination([unit, symmetric]));
        expect(scaled.vectors).toStrictEqual(plain.vectors);
        // + 0: −0 is 0
        expect(Array.from(scaled.values, (x) => x + 0)).toEqual(
          Array.from(plain.values, (x) => unit * x + 0),
        );
      }),
    );
  });

  it('eigen: twenty coordinates, of unlike size', () => {
    const n = 20;
    const symmetric = matrixOf(n, n, (i, j) => Math.cos(i * j + i + j) / (1 + i * j));
    const { values, vectors } = symmetricEigen(symmetric);
    const back = product(vectors, diagonal(values), transpose(vectors));
    expect(distance(back, symmetric)).toBeLessThan(2e-14);
    expect(distance(gram(vectors), identity(n))).toBeLessThan(1e-14);
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
