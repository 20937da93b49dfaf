import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaussianMatrix, multiply } from './matrix.ts';
import { multiplyByTransposed } from './product.ts';
import { philoxStream } from './random.ts';

describe('A Bᵀ', () => {
  it('has A b as its columns, for any shape', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 150 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 600 }),
        fc.nat(1000),
        (rows, others, columns, seed) => {
          const stream = philoxStream(seed);
          const a = gaussianMatrix(rows, columns, stream.fork(1));
          const b = gaussianMatrix(others, columns, stream.fork(2));
          const product = multiplyByTransposed(a, b);
          expect([product.rows, product.columns]).toEqual([rows, others]);
          for (let j = 0; j < others; j++) {
            const column = multiply(a, b.data.subarray(j * columns, (j + 1) * columns));
            // |a||b| is of order one; both sums are of at most 600 terms
            for (let i = 0; i < rows; i++)
              expect(Math.abs(product.data[i * others + j] - column[i])).toBeLessThan(1e-13);
          }
        },
      ),
      { numRuns: 30 },
    ));

  it('needs rows of one length', () => {
    const stream = philoxStream(1);
    expect(() =>
      multiplyByTransposed(gaussianMatrix(2, 3, stream), gaussianMatrix(2, 4, stream)),
    ).toThrow('columns of B must be 3, got 4');
  });
});
