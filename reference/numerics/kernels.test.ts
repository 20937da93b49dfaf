import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simdKernel } from './kernels.simd.ts';
import { type Kernel, kernelFor, plainKernel } from './kernels.ts';
import { gaussianMatrix, type Matrix } from './matrix.ts';
import { philoxStream } from './random.ts';

/** Sizes around the blocks of four rows and two columns; numbers from 1e-150 to 1e150 and zeros. */
const instance = fc
  .record({
    rows: fc.integer({ min: 1, max: 13 }),
    columns: fc.integer({ min: 1, max: 13 }),
    seed: fc.nat(),
    spread: fc.constantFrom(0, 1, 150),
    zeros: fc.constantFrom(0, 0.3),
  })
  .map(({ rows, columns, seed, spread, zeros }) => {
    const stream = philoxStream(seed);
    const number = () =>
      stream.uniform() < zeros ? 0 : stream.normal() * 10 ** (spread * (2 * stream.uniform() - 1));
    const vector = (length: number) => Float64Array.from({ length }, number);
    const matrix: Matrix = { rows, columns, data: vector(rows * columns) };
    return { matrix, a: vector(columns), v: vector(columns) };
  });

type Instance = { matrix: Matrix; a: Float64Array; v: Float64Array };

function run(kernel: Kernel, { matrix, a, v }: Instance) {
  const asked: number[][] = [];
  const [b, c, linear] = [0, 1, 2].map(() => new Float64Array(matrix.columns).fill(Number.NaN));
  kernel.sweep(
    matrix,
    a,
    v,
    (row, p, q) => {
      asked.push([row, p, q]);
      return { g: Math.sin(p), dg: q / (1 + q * q) - row };
    },
    b,
    c,
  );
  kernel.sweepLinear(
    matrix,
    a,
    (row, p) => {
      asked.push([row, p]);
      return Math.cos(p);
    },
    linear,
  );
  return { asked, b: [...b], c: [...c], linear: [...linear] };
}

describe('kernels', () => {
  it('finds SIMD on this machine', () => {
    expect(kernelFor(3).name).toBe('simd');
  });

  it('SIMD and plain JavaScript give the same bytes', () => {
    fc.assert(
      fc.property(instance, (question) => {
        const simd = simdKernel(question.matrix.columns)!;
        // Object.is, entry by entry
        expect(run(simd, question)).toStrictEqual(run(plainKernel, question));
      }),
      { numRuns: 300 },
    );
  });

  it('a SIMD kernel may be used again, for any number of rows', () => {
    const simd = simdKernel(5)!;
    for (const rows of [9, 2, 4, 1]) {
      const matrix = gaussianMatrix(rows, 5, philoxStream(rows));
      const vector = Float64Array.from({ length: 5 }, (_, i) => i - 1.5);
      const question = { matrix, a: vector, v: vector };
      expect(run(simd, question)).toStrictEqual(run(plainKernel, question));
    }
  });

  it('a memory of many pages works', () => {
    const matrix = gaussianMatrix(6, 20_001, philoxStream(1));
    const vector = Float64Array.from({ length: 20_001 }, (_, i) => 1 / (1 + i));
    const question = { matrix, a: vector, v: vector };
    expect(run(simdKernel(20_001)!, question)).toStrictEqual(run(plainKernel, question));
  });

  it.each([plainKernel, simdKernel(8)!])('$name: the sums are the four products', (kernel) => {
    const [rows, columns] = [7, 8];
    const stream = philoxStream(3);
    const matrix = gaussianMatrix(rows, columns, stream);
    const entry = (mu: number, i: number) => matrix.data[mu * columns + i];
    const a = Float64Array.from({ length: columns }, () => stream.normal());
    const v = Float64Array.from({ length: columns }, () => stream.uniform());
    const g = Float64Array.from({ length: rows }, () => stream.normal());
    const dg = Float64Array.from({ length: rows }, () => -stream.uniform());
    const [b, c] = [new Float64Array(columns), new Float64Array(columns)];
    const sum = (count: number, term: (k: number) => number) =>
      Array.from({ length: count }, (_, k) => term(k)).reduce((s, x) => s + x, 0);
    kernel.sweep(
      matrix,
      a,
      v,
      (mu, p, q) => {
        expect(p).toBeCloseTo(
          sum(columns, (i) => entry(mu, i) * a[i]),
          14,
        );
        expect(q).toBeCloseTo(
          sum(columns, (i) => entry(mu, i) ** 2 * v[i]),
          14,
        );
        return { g: g[mu], dg: dg[mu] };
      },
      b,
      c,
    );
    for (let i = 0; i < columns; i++) {
      expect(b[i]).toBeCloseTo(
        sum(rows, (mu) => entry(mu, i) * g[mu]),
        14,
      );
      expect(c[i]).toBeCloseTo(
        sum(rows, (mu) => entry(mu, i) ** 2 * dg[mu]),
        14,
      );
    }
  });
});
