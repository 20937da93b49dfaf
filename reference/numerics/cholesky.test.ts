import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConvergenceError } from '../errors.ts';
import { cholesky } from './cholesky.ts';
import { gramOfColumns, gramOfRows } from './gram.ts';
import { gaussianMatrix, type Matrix, multiply } from './matrix.ts';
import { philoxStream } from './random.ts';

/** Sizes around the blocks of 4, 64 and 256. */
const shape = fc.record({
  rows: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(63, 64, 65, 131, 257, 300)),
  columns: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(64, 67, 130)),
  seed: fc.nat(),
});

const at = ({ data, columns }: Matrix, i: number, j: number) => data[i * columns + j];

describe('Gram matrices', () => {
  it('are the inner products of rows, and of columns with weights', () => {
    fc.assert(
      fc.property(shape, ({ rows, columns, seed }) => {
        const stream = philoxStream(seed);
        const matrix = gaussianMatrix(rows, columns, stream);
        const weights = Float64Array.from({ length: rows }, () => stream.uniform());
        const [byRows, byColumns] = [gramOfRows(matrix), gramOfColumns(matrix, weights)];
        expect([byRows.rows, byRows.columns, byColumns.rows]).toEqual([rows, rows, columns]);
        for (let trial = 0; trial < 30; trial++) {
          const pick = (n: number) => Math.floor(stream.uniform() * n);
          const [mu, nu, i, j] = [pick(rows), pick(rows), pick(columns), pick(columns)];
          let [row, column, weighted] = [0, 0, 0];
          for (let k = 0; k < columns; k++) row += at(matrix, mu, k) * at(matrix, nu, k);
          for (let k = 0; k < rows; k++) {
            column += weights[k] * at(matrix, k, i) * at(matrix, k, j);
            weighted += weights[k] * (at(matrix, k, i) ** 2 + at(matrix, k, j) ** 2);
          }
          expect(Math.abs(at(byRows, mu, nu) - row)).toBeLessThan(1e-14 * columns);
          expect(Math.abs(at(byColumns, i, j) - column)).toBeLessThanOrEqual(1e-14 * weighted);
          expect(at(byColumns, i, j)).toBe(at(byColumns, j, i));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('rows longer than one panel are summed over all of their length', () => {
    const matrix = gaussianMatrix(3, 600, philoxStream(5));
    const gram = gramOfRows(matrix);
    for (const [mu, nu] of [
      [0, 0],
      [2, 1],
    ]) {
      let sum = 0;
      for (let k = 0; k < 600; k++) sum += at(matrix, mu, k) * at(matrix, nu, k);
      expect(at(gram, mu, nu)).toBeCloseTo(sum, 11);
    }
  });

  it('weights of one change nothing', () => {
    const matrix = gaussianMatrix(70, 9, philoxStream(4));
    expect(gramOfColumns(matrix, new Float64Array(70).fill(1))).toStrictEqual(
      gramOfColumns(matrix),
    );
  });
});

describe('Cholesky', () => {
  it('L Lᵀ = A within Higham’s bound, and A x = b', () => {
    fc.assert(
      fc.property(shape, fc.constantFrom(1e-6, 1, 1e3), ({ rows, seed }, lambda) => {
        const stream = philoxStream(seed);
        const matrix = gramOfRows(gaussianMatrix(rows, Math.ceil(rows / 2), stream));
        for (let i = 0; i < rows; i++) matrix.data[i * (rows + 1)] += lambda;
        const factor = cholesky(matrix);
        const lower = { rows, columns: rows, data: factor.lower };
        for (let trial = 0; trial < 30; trial++) {
          const [i, j] = [0, 0].map(() => Math.floor(stream.uniform() * rows));
          let sum = 0;
          for (let k = 0; k <= Math.min(i, j); k++) sum += at(lower, i, k) * at(lower, j, k);
          const scale = Math.sqrt(at(matrix, i, i) * at(matrix, j, j));
          expect(Math.abs(sum - at(matrix, i, j))).toBeLessThanOrEqual(
            2 * (rows + 2) * Number.EPSILON * scale,
          );
          if (i < j) expect(at(lower, i, j)).toBe(0);
        }
        const b = Float64Array.from({ length: rows }, () => stream.normal());
        const x = factor.solve(b);
        const size = (v: Float64Array) => Math.sqrt(v.reduce((s, e) => s + e * e, 0));
        const residual = multiply(matrix, x).map((ax, i) => ax - b[i]);
        let trace = 0;
        for (let i = 0; i < rows; i++) trace += at(matrix, i, i);
        expect(size(residual)).toBeLessThanOrEqual(
          8 * rows * Number.EPSILON * (trace * size(x) + size(b)),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('b·A⁻¹b is the squared norm of L⁻¹ b', () => {
    const matrix = { rows: 2, columns: 2, data: Float64Array.of(4, 2, 2, 5) };
    const half = cholesky(matrix).forward([2, 5]);
    expect([...half]).toEqual([1, 2]);
    expect([...cholesky(matrix).solve([2, 5])]).toEqual([0, 1]);
  });

  it.each([
    ['indefinite', [1, 2, 2, 1], /pivot 2 of 2/],
    ['singular', [1, 1, 1, 1], /pivot 2 of 2 is 0/],
    ['infinite', [1, 0, 0, Infinity], /pivot 2 of 2 is Infinity/],
    ['not a number', [Number.NaN, 0, 0, 1], /pivot 1/],
  ])('refuses a matrix that is %s', (_, entries, message) => {
    const refuse = () => cholesky({ rows: 2, columns: 2, data: Float64Array.from(entries) });
    expect(refuse).toThrow(ConvergenceError);
    expect(refuse).toThrow(message);
  });
});
