import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConvergenceError, DomainError } from '../errors.ts';
import { gaussianMatrix, type Matrix, matrixFromRows, rowOf } from '../numerics/matrix.ts';
import { philoxStream } from '../numerics/random.ts';
import { symmetricEigen } from '../numerics/symmetric-eigen.ts';
import { isUniqueMinimiser, uniqueness, uniquenessOfRun } from './uniqueness.ts';

function drawn(rows: number, columns: number, seed: number) {
  const stream = philoxStream(seed).fork(rows).fork(columns);
  const matrix = gaussianMatrix(rows, columns, stream.fork(1));
  const normals = stream.fork(2);
  return { matrix, teacher: Float64Array.from({ length: columns }, () => normals.normal()) };
}

const instances = fc
  .record({
    columns: fc.integer({ min: 2, max: 10 }),
    ratio: fc.double({ min: 0.4, max: 4, noNaN: true }),
    seed: fc.integer({ min: 0, max: 1e6 }),
  })
  .map(({ columns, ratio, seed }) =>
    drawn(Math.max(1, Math.round(ratio * columns)), columns, seed),
  );

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, x, i) => sum + x * b[i], 0);

const quadratic = (A: Matrix, x: Float64Array): number =>
  dot(
    x,
    Array.from({ length: A.rows }, (_, i) => dot(rowOf(A, i), x)),
  );

/** Coordinates orthogonal to the teacher: an orthonormal basis by Gram and Schmidt. */
function across(teacher: Float64Array): Float64Array[] {
  const basis = [teacher.map((x) => x / Math.sqrt(dot(teacher, teacher)))];
  for (let i = 0; basis.length < teacher.length && i < teacher.length; i++) {
    const e = Float64Array.from(teacher, (_, j) => (i === j ? 1 : 0));
    for (let pass = 0; pass < 2; pass++)
      for (const b of basis) {
        const along = dot(e, b);
        for (let j = 0; j < e.length; j++) e[j] -= along * b[j];
      }
    const length = Math.sqrt(dot(e, e));
    if (length > 1e-8) basis.push(e.map((x) => x / length));
  }
  return basis.slice(1);
}

const smallest = (size: number, entry: (i: number, j: number) => number): number => {
  const data = Float64Array.from({ length: size * size }, (_, k) =>
    entry(Math.floor(k / size), k % size),
  );
  return symmetricEigen({ rows: size, columns: size, data }).values[0];
};

describe('either proof is one', () => {
  test('multipliers balance and make a definite form as large as the margin; directions explain the labels', () => {
    fc.assert(
      fc.property(instances, ({ matrix, teacher }) => {
        const answer = uniqueness(matrix, teacher);
        const basis = across(teacher);
        const scale = Math.max(...Array.from(matrix.data, Math.abs)) ** 2 * matrix.rows;
        if (answer.unique) {
          const { multipliers, margin } = answer;
          expect(Math.max(...Array.from(multipliers, Math.abs))).toBeLessThanOrEqual(1);
          const u = Array.from({ length: matrix.rows }, (_, k) => dot(rowOf(matrix, k), teacher));
          for (let i = 0; i < matrix.columns; i++) {
            const balance = u.reduce(
              (sum, x, k) => sum + multipliers[k] * x * matrix.data[k * matrix.columns + i],
              0,
            );
            expect(Math.abs(balance)).toBeLessThan(
              1e-12 * scale * Math.sqrt(dot(teacher, teacher)),
            );
          }
          const v = Array.from({ length: matrix.rows }, (_, k) =>
            basis.map((b) => dot(b, rowOf(matrix, k))),
          );
          const t = smallest(basis.length, (i, j) =>
            v.reduce((sum, x, k) => sum + multipliers[k] * x[i] * x[j], 0),
          );
          expect(t).toBeGreaterThan(0);
          expect(t).toBeGreaterThan(margin.value - 3 * margin.error - 1e-12 * scale);
          expect(t).toBeLessThan(margin.value + margin.error + 1e-12 * scale);
        } else {
          const { direction: H } = answer;
          for (let k = 0; k < matrix.rows; k++)
            expect(Math.abs(quadratic(H, rowOf(matrix, k)))).toBeLessThan(
              1e-11 * (1 + dot(rowOf(matrix, k), rowOf(matrix, k))) * matrix.columns,
            );
          const Z = (i: number, j: number) =>
            dot(
              basis[i],
              Array.from({ length: H.rows }, (_, r) => dot(rowOf(H, r), basis[j])),
            );
          // Positive orthogonal to the teacher, or a direction that no input sees.
          expect(smallest(basis.length, Z)).toBeGreaterThan(-1e-14);
          const norm = dot(teacher, teacher);
          const step = (1e-3 * norm) / (1 + Math.max(...Array.from(H.data, Math.abs))) ** 2;
          const least = smallest(
            H.rows,
            (i, j) => teacher[i] * teacher[j] + step * H.data[i * H.rows + j],
          );
          expect(least).toBeGreaterThan(-1e-9 * norm);
        }
        expect(isUniqueMinimiser(matrix, teacher)).toBe(answer.unique);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the boundary', () => {
  test('is never guessed: on a path from one alternative to the other the labels change once, with no certainty between', () => {
    const d = 5;
    const n = 8;
    const one = drawn(n, d, 3);
    const opposite = Array.from({ length: 50 }, (_, seed) => drawn(n, d, 100 + seed)).find(
      ({ matrix }) =>
        isUniqueMinimiser(matrix, one.teacher) !== isUniqueMinimiser(one.matrix, one.teacher),
    );
    expect(opposite).toBeDefined();
    const other = opposite!;
    const at = (s: number): Matrix => ({
      ...one.matrix,
      data: one.matrix.data.map((x, k) => (1 - s) * x + s * other.matrix.data[k]),
    });
    const label = (s: number): boolean | 'undecided' => {
      try {
        return uniqueness(at(s), one.teacher).unique;
      } catch (error) {
        if (error instanceof ConvergenceError && /undecided/.test(error.message))
          return 'undecided';
        throw error;
      }
    };
    const grid = Array.from({ length: 41 }, (_, k) => label(k / 40));
    const flips = grid.findIndex((l, k) => k > 0 && l !== grid[k - 1]);
    expect(flips).toBeGreaterThan(0);
    let [a, b] = [(flips - 1) / 40, flips / 40];
    const [left, right] = [label(a), label(b)];
    expect(left).not.toBe(right);
    for (let step = 0; step < 50; step++) {
      const middle = (a + b) / 2;
      const found = label(middle);
      if (found === left) a = middle;
      else if (found === right) b = middle;
      else break;
    }
    // Next to the boundary: on the side of the unique ones the margin has gone to nothing.
    const answer = (() => {
      try {
        return uniqueness(at(left === true ? a : b), one.teacher).margin.value;
      } catch {
        return 0;
      }
    })();
    expect(answer).toBeLessThan(1e-8);
  });
});

describe('degenerate inputs', () => {
  const rows = (list: number[][]) => matrixFromRows('test', 'matrix', list);

  test('two dimensions: three samples are enough, two are not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const { matrix, teacher } = drawn(3, 2, seed);
        const { margin } = uniqueness(matrix, teacher);
        expect(margin.value).toBeGreaterThan(0);
        const two = { rows: 2, columns: 2, data: matrix.data.slice(0, 4) };
        expect(uniqueness(two, teacher)).toMatchObject({ unique: false, margin: { value: 0 } });
      }),
      { numRuns: 30 },
    );
  });

  test('repeated, null and opposite samples say nothing new', () => {
    const { matrix, teacher } = drawn(2, 3, 5);
    const list = [0, 1].map((k) => [...rowOf(matrix, k)]);
    const padded = rows([...list, [0, 0, 0], list[0].map((x) => -x), list[1].map((x) => 2 * x)]);
    expect(uniqueness(padded, teacher).unique).toBe(false);
  });

  test('a direction that no input sees is free', () => {
    const { matrix, teacher } = drawn(12, 3, 6);
    const flat = rows(
      Array.from({ length: 12 }, (_, k) => [...rowOf(matrix, k).map((x, i) => (i === 2 ? 0 : x))]),
    );
    const answer = uniqueness(flat, teacher);
    expect(answer.unique).toBe(false);
    if (!answer.unique) expect(answer.direction.data[8]).toBeGreaterThan(0.1);
  });

  test('one sample, and a matrix of one unit', () => {
    expect(uniqueness(rows([[1, 2]]), [1, 1]).unique).toBe(false);
    expect(() => uniqueness(rows([[1], [2]]), [1])).toThrow(DomainError);
    expect(() => uniqueness(rows([[1, 2]]), [0, 0])).toThrow(DomainError);
    expect(() => uniqueness(rows([[1, 2]]), [1])).toThrow(DomainError);
  });

  test('scales from 1e-100 to 1e100', () => {
    const { matrix, teacher } = drawn(10, 4, 8);
    const plain = uniqueness(matrix, teacher);
    for (const c of [1e-100, 1e100]) {
      const scaled = uniqueness(
        { ...matrix, data: matrix.data.map((x) => c * x) },
        teacher.map((w) => w / c),
      );
      expect(scaled.unique).toBe(plain.unique);
      expect(scaled.margin.value / c ** 2).toBeCloseTo(plain.margin.value, 9);
    }
  });
});

test('a run is a pure function of its four numbers', () => {
  const question = { dimension: 10, alpha: 2, seed: 4, run: 3 };
  expect(uniquenessOfRun(question)).toBe(uniquenessOfRun(question));
  const labels = Array.from({ length: 30 }, (_, run) => uniquenessOfRun({ ...question, run }));
  expect(new Set(labels).size).toBe(2);
  for (const run of [0.5, -1, 2 ** 32])
    expect(() => uniquenessOfRun({ ...question, run })).toThrow(/^uniquenessOfRun: run/);
  expect(() => uniquenessOfRun({ ...question, alpha: 0 })).toThrow(DomainError);
});

test('d = 64 is within reach', () => {
  const { matrix, teacher } = drawn(192, 64, 2);
  expect(isUniqueMinimiser(matrix, teacher)).toBe(true);
  const few = drawn(100, 64, 2);
  expect(isUniqueMinimiser(few.matrix, few.teacher)).toBe(false);
});

test('a sample given twice, or with the other sign, says what it says once', () => {
  for (let seed = 0; seed < 24; seed++) {
    const { matrix, teacher } = drawn(4 + (seed % 5), 4, seed);
    const rows = Array.from({ length: matrix.rows }, (_, k) => [...rowOf(matrix, k)]);
    const alone = isUniqueMinimiser(matrix, teacher);
    for (const again of [rows[0], rows[1].map((x) => -x)]) {
      const twice = matrixFromRows('test', 'matrix', [...rows, again]);
      expect(isUniqueMinimiser(twice, teacher)).toBe(alone);
    }
  }
});
