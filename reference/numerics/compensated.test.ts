import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Accumulator, multiplyAccurately, residualAccurately } from './compensated.ts';

/**
 * Integers of 26 bits, whose products are exact, and of 53, whose products are not, times powers of two:
 * BigInt knows all sums and products exactly.
 */
const number = fc
  .tuple(
    fc.oneof(fc.integer({ min: -(2 ** 26), max: 2 ** 26 }), fc.maxSafeInteger()),
    fc.integer({ min: 0, max: 60 }),
  )
  .map(([mantissa, exponent]) => mantissa * 2 ** exponent);

const table = fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 30 });

const exact = (terms: readonly (readonly [number, number])[]) =>
  terms.reduce((sum, [x, y]) => sum + BigInt(x) * BigInt(y), 0n);

const absolute = (terms: readonly (readonly [number, number])[]) =>
  terms.reduce((sum, [x, y]) => sum + Math.abs(x * y), 0);

/** The bound of the docstring, and the rounding of the exact sum to a double. */
const within = (value: number, terms: readonly (readonly [number, number])[]) => {
  const truth = Number(exact(terms));
  const k = terms.length + 1;
  expect(Math.abs(value - truth)).toBeLessThanOrEqual(
    2 * Number.EPSILON * Math.abs(truth) + (k * Number.EPSILON) ** 2 * absolute(terms),
  );
};

describe('compensated sums', () => {
  it('a dot product is good to its last digits however its terms cancel', () => {
    fc.assert(
      fc.property(table, (terms) => {
        const cancelling = [...terms, ...terms.slice(1).map(([x, y]) => [-x, y] as const)];
        for (const list of [terms, cancelling]) {
          const sum = new Accumulator();
          for (const [x, y] of list) sum.addProduct(x, y);
          within(sum.value, list);
          const [x, y] = [list.map((t) => t[0]), list.map((t) => t[1])].map((v) =>
            Float64Array.from(v),
          );
          const row = { rows: 1, columns: list.length, data: x };
          within(multiplyAccurately(row, y)[0], list);
          within(multiplyAccurately(row, y, Float64Array.of(3))[0], [...list, [3, -1]]);
          const column = { rows: list.length, columns: 1, data: x };
          const [lambda, w] = [-terms[0][0], terms[0][1]]; // cancels what is left
          const residual = residualAccurately(
            lambda,
            Float64Array.of(w),
            column,
            y.map((v) => -v),
          );
          within(residual[0], [...list, [lambda, w]]);
        }
      }),
    );
  });

  it('keeps what a plain sum loses', () => {
    const sum = new Accumulator();
    for (const x of [1, 1e100, 1, -1e100]) sum.add(x);
    expect(sum.value).toBe(2);
  });
});
