import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConvergenceError, DomainError } from '../errors.ts';
import { gramOfColumns } from './gram.ts';
import { gaussianMatrix, type Matrix } from './matrix.ts';
import { philoxStream } from './random.ts';
import { symmetricEigen, symmetricProjections } from './symmetric-eigen.ts';

/** Dense, of low rank (a multiple eigenvalue 0), diagonal with repetitions, and graded over 20 decades. */
const symmetric = fc
  .record({
    size: fc.integer({ min: 1, max: 24 }),
    kind: fc.constantFrom('dense', 'low rank', 'diagonal', 'graded', 'sparse'),
    seed: fc.nat(),
  })
  .map(({ size, kind, seed }): Matrix => {
    const stream = philoxStream(seed);
    if (kind === 'low rank')
      return gramOfColumns(gaussianMatrix(Math.ceil(size / 3), size, stream));
    const data = new Float64Array(size * size);
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= i; j++) {
        let x = stream.normal();
        if (kind === 'diagonal') x = i === j ? Math.round(x) : 0;
        if (kind === 'graded') x *= 10 ** (-(10 * (i + j)) / size);
        if (kind === 'sparse' && stream.uniform() < 0.8) x = 0;
        data[i * size + j] = data[j * size + i] = x;
      }
    return { rows: size, columns: size, data };
  });

const size = (data: Float64Array) => Math.sqrt(data.reduce((s, x) => s + x * x, 0));

describe('symmetricEigen', () => {
  it('A v = λ v, VᵀV = 1, ascending, with the trace and the norm of A', () => {
    fc.assert(
      fc.property(symmetric, (matrix) => {
        const n = matrix.rows;
        const { values, vectors } = symmetricEigen(matrix);
        const norm = size(matrix.data);
        const tolerance = 8 * n * Number.EPSILON;
        for (let k = 0; k < n; k++) {
          const v = vectors.data.subarray(k * n, (k + 1) * n);
          if (k > 0) expect(values[k]).toBeGreaterThanOrEqual(values[k - 1]);
          let residual = 0;
          for (let i = 0; i < n; i++) {
            let sum = -values[k] * v[i];
            for (let j = 0; j < n; j++) sum += matrix.data[i * n + j] * v[j];
            residual += sum * sum;
          }
          expect(Math.sqrt(residual)).toBeLessThanOrEqual(tolerance * norm);
          for (let l = 0; l <= k; l++) {
            let product = k === l ? -1 : 0;
            for (let i = 0; i < n; i++) product += v[i] * vectors.data[l * n + i];
            expect(Math.abs(product)).toBeLessThanOrEqual(tolerance);
          }
        }
        let trace = 0;
        for (let i = 0; i < n; i++) trace += matrix.data[i * (n + 1)];
        const sum = values.reduce((s, x) => s + x, 0);
        expect(Math.abs(sum - trace)).toBeLessThanOrEqual(tolerance * n * norm);
        expect(Math.abs(size(values) - norm)).toBeLessThanOrEqual(tolerance * norm);
      }),
    );
  });

  it('the components of a vector are its products with the eigenvectors', () => {
    fc.assert(
      fc.property(symmetric, fc.nat(), (matrix, seed) => {
        const n = matrix.rows;
        const stream = philoxStream(seed);
        const x = Float64Array.from({ length: n }, () => stream.normal());
        const { values, vectors } = symmetricEigen(matrix);
        const projected = symmetricProjections(matrix, x);
        expect(projected.values).toStrictEqual(values);
        for (let k = 0; k < n; k++) {
          let product = 0;
          for (let i = 0; i < n; i++) product += vectors.data[k * n + i] * x[i];
          expect(Math.abs(projected.components[k] - product)).toBeLessThanOrEqual(
            8 * n * Number.EPSILON * size(x),
          );
        }
      }),
    );
  });

  it('the path graph: 2 − 2 cos(π k/(n + 1)), known in closed form', () => {
    for (const n of [1, 2, 3, 50, 200]) {
      const data = new Float64Array(n * n);
      for (let i = 0; i < n; i++) {
        data[i * (n + 1)] = 2;
        if (i > 0) data[i * n + i - 1] = data[(i - 1) * n + i] = -1;
      }
      const { values } = symmetricEigen({ rows: n, columns: n, data });
      values.forEach((value, k) => {
        const exact = 4 * Math.sin((Math.PI * (k + 1)) / (2 * (n + 1))) ** 2;
        expect(Math.abs(value - exact)).toBeLessThan(4 * (n + 1) * Number.EPSILON);
      });
    }
  });

  it('scales by powers of two without a change of bits, from 1e-150 to 1e150', () => {
    const matrix = gramOfColumns(gaussianMatrix(9, 7, philoxStream(2)));
    const { values, vectors } = symmetricEigen(matrix);
    for (const c of [2 ** -500, 2 ** 500]) {
      const scaled = symmetricEigen({ ...matrix, data: matrix.data.map((x) => c * x) });
      expect([...scaled.values]).toEqual([...values].map((x) => c * x));
      expect(scaled.vectors).toStrictEqual(vectors);
    }
  });

  it('multiples of the smallest number have the eigenvalues of integers', () => {
    const integers = fc
      .integer({ min: 1, max: 5 })
      .chain((n) =>
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: n * n, maxLength: n * n }),
      );
    fc.assert(
      fc.property(integers, (drawn) => {
        const n = Math.sqrt(drawn.length);
        const times = (unit: number): Matrix => ({
          rows: n,
          columns: n,
          data: Float64Array.from(
            drawn,
            (_, k) => unit * (drawn[k] + drawn[(k % n) * n + Math.floor(k / n)]),
          ),
        });
        const { values } = symmetricEigen(times(1));
        symmetricEigen(times(Number.MIN_VALUE)).values.forEach((value, k) => {
          expect(Math.abs(value / Number.MIN_VALUE - values[k])).toBeLessThan(16 * n);
        });
      }),
    );
  });

  it('a chain that falls apart by underflow keeps both its parts', () => {
    const data = Float64Array.of(
      ...[0, 2e-290, 3e-240, 0],
      ...[2e-290, 0, 1e-170, 0],
      ...[3e-240, 1e-170, 0, -1e-80],
      ...[0, 0, -1e-80, 1e-310],
    );
    const { values } = symmetricEigen({ rows: 4, columns: 4, data });
    [-1e-80, -2e-290, 2e-290, 1e-80].forEach((expected, k) => {
      expect(values[k] / expected).toBeCloseTo(1, 14);
    });
  });

  it('says so where hundreds of decades are too many', () => {
    const data = Float64Array.of(
      ...[1e-178, -2e-15, -2e-122, 0],
      ...[-2e-15, -1e-6, -7e-244, 0],
      ...[-2e-122, -7e-244, 0, 5e-232],
      ...[0, 0, 5e-232, 0],
    );
    expect(() => symmetricEigen({ rows: 4, columns: 4, data })).toThrow(
      /eigenvalue 1 of 4 is not found/,
    );
  });

  it('leaves the matrix as it was', () => {
    const matrix = gramOfColumns(gaussianMatrix(5, 4, philoxStream(3)));
    const before = matrix.data.slice();
    symmetricEigen(matrix);
    symmetricProjections(matrix, [1, 2, 3, 4]);
    expect(matrix.data).toStrictEqual(before);
    expect(() => symmetricProjections(matrix, [1, 2, 3])).toThrow(DomainError);
  });

  it('rejects what is not square and what is not a number', () => {
    const rectangle = { rows: 1, columns: 2, data: new Float64Array(2) };
    expect(() => symmetricEigen(rectangle)).toThrow(DomainError);
    const nothing = { rows: 2, columns: 2, data: new Float64Array(4).fill(Number.NaN) };
    expect(() => symmetricEigen(nothing)).toThrow(ConvergenceError);
  });
});
