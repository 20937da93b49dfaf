import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channel } from '../channels/index.ts';
import { TooLargeError } from '../errors.ts';
import { gaussianMatrix, type Matrix } from '../numerics/matrix.ts';
import { philoxStream } from '../numerics/random.ts';
import { exactAverage } from './exact-average.ts';
import { exactPosterior } from './exact-posterior.ts';
import { matrixOf, shuffled } from './instance.fixture.ts';

/** Every ±1 vector of length d. */
const corners = (d: number): number[][] =>
  Array.from({ length: 2 ** d }, (_, k) =>
    Array.from({ length: d }, (_, i) => ((k >> i) & 1 ? -1 : 1)),
  );

const entry = ({ data, columns }: Matrix, mu: number, i: number) => data[mu * columns + i];

/** By the definition: teachers grouped by their label string, ⟨w⟩ as the mean of the group. */
function byGrouping(matrix: Matrix) {
  const { rows, columns: d } = matrix;
  const teachers = corners(d);
  const groups = new Map<string, number[][]>();
  for (const w of teachers) {
    const key = Array.from({ length: rows }, (_, mu) =>
      w.reduce((z, wi, i) => z + entry(matrix, mu, i) * wi, 0) >= 0 ? '+' : '-',
    ).join('');
    groups.set(key, [...(groups.get(key) ?? []), w]);
  }
  let freeEntropy = 0;
  let selfOverlap = 0; // E|⟨w⟩|²/d
  let teacherOverlap = 0; // E⟨w⟩·w*/d
  for (const cell of groups.values()) {
    const mean = Array.from({ length: d }, (_, i) =>
      cell.reduce((s, w) => s + w[i] / cell.length, 0),
    );
    for (const teacher of cell) {
      freeEntropy += Math.log(cell.length / teachers.length) / d / teachers.length;
      for (let i = 0; i < d; i++) {
        selfOverlap += mean[i] ** 2 / d / teachers.length;
        teacherOverlap += (mean[i] * teacher[i]) / d / teachers.length;
      }
    }
  }
  return { freeEntropy, selfOverlap, teacherOverlap };
}

const matrices = fc
  .record({
    rows: fc.integer({ min: 1, max: 10 }),
    columns: fc.integer({ min: 1, max: 8 }),
    seed: fc.nat(),
  })
  .map(({ rows, columns, seed }) => gaussianMatrix(rows, columns, philoxStream(seed)));

/** With entries ±1/√d, √d irrational, and even d, many teachers sit exactly on a boundary. */
const tiedMatrices = fc
  .record({
    rows: fc.integer({ min: 1, max: 6 }),
    columns: fc.constantFrom(2, 6, 8),
    seed: fc.nat(),
  })
  .map(({ rows, columns, seed }) => {
    const stream = philoxStream(seed);
    const scale = 1 / Math.sqrt(columns);
    return matrixOf(rows, columns, () => (stream.uniform() < 0.5 ? -scale : scale));
  });

describe('exactAverage', () => {
  it('is what grouping the teachers by their labels gives', () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        const { freeEntropy, overlap } = exactAverage(matrix);
        const grouped = byGrouping(matrix);
        expect(Math.abs(freeEntropy.value - grouped.freeEntropy)).toBeLessThan(1e-13);
        expect(Math.abs(overlap.value - grouped.selfOverlap)).toBeLessThan(1e-13);
      }),
      { numRuns: 60 },
    );
  });

  it('obeys Nishimori at fixed inputs: E⟨w⟩·w*/d = q_d', () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        const { overlap } = exactAverage(matrix);
        expect(Math.abs(overlap.value - byGrouping(matrix).teacherOverlap)).toBeLessThan(1e-13);
      }),
      { numRuns: 60 },
    );
  });

  it('recognises ties: entries ±1/√d count like entries ±1, to the last bit', () => {
    fc.assert(
      fc.property(tiedMatrices, (matrix) => {
        const integers = { ...matrix, data: matrix.data.map(Math.sign) };
        const expected = byGrouping(integers); // integer sums are exact
        const found = exactAverage(matrix);
        expect(found).toEqual(exactAverage(integers));
        expect(Math.abs(found.freeEntropy.value - expected.freeEntropy)).toBeLessThan(1e-13);
        expect(Math.abs(found.overlap.value - expected.selfOverlap)).toBeLessThan(1e-13);
      }),
      { numRuns: 60 },
    );
  });

  it('is the average over teachers of the exact posterior: f_d = E ln Z/d, q_d = E|⟨w⟩|²/d', () => {
    const sign = channel({ kind: 'sign' });
    const matrix = gaussianMatrix(9, 7, philoxStream(11));
    const teachers = corners(7);
    let freeEntropy = 0;
    let overlap = 0;
    for (const w of teachers) {
      const labels = Array.from({ length: 9 }, (_, mu) =>
        w.reduce((z, wi, i) => z + entry(matrix, mu, i) * wi, 0) >= 0 ? 1 : -1,
      );
      const { mean, logEvidence } = exactPosterior({ kind: 'rademacher' }, sign, matrix, labels);
      freeEntropy += logEvidence.value / 7 / teachers.length;
      overlap += mean.value.reduce((s, a) => s + a * a, 0) / 7 / teachers.length;
    }
    const exact = exactAverage(matrix);
    expect(exact.freeEntropy.value).toBeCloseTo(freeEntropy, 13);
    expect(exact.overlap.value).toBeCloseTo(overlap, 13);
  });

  it('does not change under gauge, permutations and positive scalings of rows', () => {
    fc.assert(
      fc.property(matrices, fc.nat(), (matrix, seed) => {
        const stream = philoxStream(seed);
        const { rows, columns } = matrix;
        const gauge = Array.from({ length: columns }, () => (stream.uniform() < 0.5 ? -1 : 1));
        const scale = Array.from({ length: rows }, () => 10 ** (6 * stream.uniform() - 3));
        const [p, q] = [shuffled(rows, seed), shuffled(columns, seed + 1)];
        const moved = matrixOf(
          rows,
          columns,
          (mu, i) => scale[mu] * gauge[i] * entry(matrix, p[mu], q[i]),
        );
        const [a, b] = [exactAverage(matrix), exactAverage(moved)];
        expect(Math.abs(a.freeEntropy.value - b.freeEntropy.value)).toBeLessThanOrEqual(
          a.freeEntropy.error + b.freeEntropy.error,
        );
        expect(Math.abs(a.overlap.value - b.overlap.value)).toBeLessThanOrEqual(
          a.overlap.error + b.overlap.error,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('learns nothing from zero inputs, one bit from one input, everything from enough', () => {
    const zero = exactAverage(matrixOf(3, 5, () => 0));
    expect([zero.freeEntropy.value, zero.overlap.value]).toEqual([0, 0]);
    const one = exactAverage(gaussianMatrix(1, 5, philoxStream(1)));
    expect(one.freeEntropy.value).toBeCloseTo(-Math.LN2 / 5, 15);
    const identity = exactAverage(matrixOf(9, 9, (mu, i) => Number(mu === i)));
    expect(identity.freeEntropy.value).toBeCloseTo(-Math.LN2, 15);
    expect(identity.overlap.value).toBe(1);
  });

  it('is monotone in the data: another row lowers f_d and raises q_d', () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        fc.pre(matrix.rows > 1);
        const rows = matrix.rows - 1;
        const data = matrix.data.subarray(0, rows * matrix.columns);
        const [less, more] = [exactAverage({ ...matrix, rows, data }), exactAverage(matrix)];
        expect(more.freeEntropy.value).toBeLessThanOrEqual(less.freeEntropy.value + 1e-14);
        expect(more.overlap.value).toBeGreaterThanOrEqual(less.overlap.value - 1e-14);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses d = 21 by size, not by running out of memory', () => {
    const wide = gaussianMatrix(1, 21, philoxStream(1));
    expect(() => exactAverage(wide)).toThrow(TooLargeError);
    expect(() => exactAverage(wide)).toThrow(/d must be <= 20, got 21/);
  });
});
