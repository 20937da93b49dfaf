import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../errors.ts';
import {
  gaussianMatrix,
  matrixFromRows,
  multiply,
  multiplyTransposed,
  requireMatrix,
  requireVector,
  rowOf,
} from './matrix.ts';
import { philoxStream } from './random.ts';

const made = (rows: number[][]) => matrixFromRows('f', 'matrix', rows);

const grid = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([rows, columns]) =>
    fc.array(
      fc.array(fc.integer({ min: -99, max: 99 }), { minLength: columns, maxLength: columns }),
      { minLength: rows, maxLength: rows },
    ),
  );

describe('matrix', () => {
  it('holds the rows it was made from', () => {
    fc.assert(
      fc.property(grid, (rows) => {
        const matrix = made(rows);
        expect(rows.map((_, i) => [...rowOf(matrix, i)])).toEqual(rows);
      }),
    );
  });

  it('multiplies: the j-th unit vector picks column j, and the product is linear', () => {
    fc.assert(
      fc.property(grid, fc.nat(), (rows, pick) => {
        const matrix = made(rows);
        const j = pick % matrix.columns;
        const unit = Array.from({ length: matrix.columns }, (_, k) => Number(k === j));
        const column = rows.map((row) => row[j]);
        expect([...multiply(matrix, unit)]).toEqual(column);
        const sum = rows.map((row) => row.reduce((s, x) => s + x, 0));
        const ones = unit.map(() => 1);
        expect([...multiply(matrix, ones)]).toEqual(sum);
      }),
    );
  });

  it('gaussianMatrix: entries have variance 1/d (five standard errors, fixed seed)', () => {
    const { data } = gaussianMatrix(200, 50, philoxStream(5));
    const variance = data.reduce((s, x) => s + x * x, 0) / data.length;
    expect(Math.abs(50 * variance - 1)).toBeLessThan(5 * Math.sqrt(2 / data.length));
  });

  it('finds a single non-finite entry anywhere', () => {
    fc.assert(
      fc.property(grid, fc.constantFrom(Number.NaN, 1 / 0, -1 / 0), (rows, bad) => {
        const matrix = made(rows);
        for (let k = 0; k < matrix.data.length; k++) {
          const data = matrix.data.slice();
          data[k] = bad;
          const place = `F[${Math.floor(k / matrix.columns)}][${k % matrix.columns}]`;
          expect(() => requireMatrix('f', 'F', { ...matrix, data })).toThrow(place);
        }
      }),
    );
  });

  it('times a vector, from either side', () => {
    const X = made([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(Array.from(multiply(X, [1, 10, 100]))).toEqual([321, 654]);
    expect(Array.from(multiplyTransposed(X, [1, 10]))).toEqual([41, 52, 63]);
    expect(() => multiply(X, [1, 2])).toThrow(/length of vector/);
    expect(() => multiplyTransposed(X, [1, 2, 3])).toThrow(/length of vector/);
  });

  it.each([
    [0, 2],
    [2, 0],
    [-1, -2],
    [1.5, 2],
    [2, 0.5],
    [Number.NaN, 1],
  ])('of %d × %d has no shape', (rows, columns) => {
    const data = new Float64Array(Math.max(0, Math.ceil(rows * columns) || 0));
    expect(() => requireMatrix('f', 'F', { rows, columns, data })).toThrow(/shape of F/);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['no rows', () => made([]), /non-empty/],
    ['no columns', () => made([[], []]), /at least 1 × 1/],
    ['ragged rows', () => made([[1, 2], [3]]), /matrix\[1\].*2 entries.*got 1 entries/],
    [
      'NaN',
      () =>
        made([
          [1, 2],
          [3, Number.NaN],
        ]),
      /matrix\[1\]\[1\].*NaN/,
    ],
    ['infinity', () => made([[Number.POSITIVE_INFINITY]]), /Infinity/],
    [
      'a wrong length',
      () => requireMatrix('f', 'F', { rows: 2, columns: 2, data: new Float64Array(3) }),
      /F\.data.*= 4, got 3/,
    ],
    ['a short vector', () => requireVector('f', 'labels', [1], 2), /length of labels must be 2/],
    ['a NaN in a vector', () => requireVector('f', 'y', [1, Number.NaN], 2), /y\[1\]/],
    ['a product of wrong length', () => multiply(made([[1, 2]]), [1]), /vector/],
  ])('rejects %s', (_, make, message) => {
    expect(make).toThrow(DomainError);
    expect(make).toThrow(message);
  });
});
