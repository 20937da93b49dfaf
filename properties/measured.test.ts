import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../reference/real.fixture.ts';
import {
  difference,
  exact,
  exponential,
  type Measured,
  measured,
  product,
  quotient,
  root,
  scaled,
  sum,
  through,
} from './measured.ts';

const any = fc.record({
  value: real(-50, 50),
  error: real(0, 0.5),
});

const ends = ({ value, error }: Measured) => [value - error, value + error];

/** How far f moves at most when its arguments go to the ends of their errors. */
const farthest = (f: (x: number, y: number) => number, x: Measured, y: Measured): number =>
  Math.max(...ends(x).flatMap((a) => ends(y).map((b) => Math.abs(f(a, b) - f(x.value, y.value)))));

const same = (got: number, expected: number, scale: number) =>
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-12 * (Math.abs(scale) + 1));

describe('the error of a combination is what its arguments can do to it, and no more', () => {
  it('of sums, differences and products', () => {
    fc.assert(
      fc.property(any, any, (x, y) => {
        const combinations: readonly [(x: number, y: number) => number, Measured][] = [
          [(a, b) => a + b, sum(x, y)],
          [(a, b) => a - b, difference(x, y)],
          [(a, b) => a * b, product(x, y)],
          [(a) => -3 * a, scaled(-3, x)],
        ];
        for (const [f, { value, error }] of combinations) {
          same(value, f(x.value, y.value), value);
          same(error, farthest(f, x, y), value);
        }
      }),
    );
  });

  it('of quotients, as long as the divisor cannot be zero', () => {
    fc.assert(
      fc.property(any, any, (x, y) => {
        fc.pre(Math.abs(Math.abs(y.value) - y.error) > 1e-3);
        const { value, error } = quotient(x, y);
        if (Math.abs(y.value) < y.error) expect(error).toBe(Infinity);
        else {
          same(value, x.value / y.value, value);
          // |δ(x/y)| is largest where y is smallest, and x on the side that adds to it
          const smallest = Math.abs(y.value) - y.error;
          const worst = (Math.abs(x.value) + x.error) / smallest - Math.abs(x.value / y.value);
          same(error / (1 + worst), worst / (1 + worst), 1);
        }
      }),
    );
    expect(quotient(1, { value: 2, error: 2 }).error).toBe(Infinity);
    expect(quotient(exact(1), 4)).toEqual({ value: 0.25, error: 0 });
  });

  it('of exponentials, roots and smooth functions', () => {
    fc.assert(
      fc.property(any, (x) => {
        const small = scaled(0.1, x);
        const e = exponential(small);
        same(e.value, Math.exp(small.value), e.value);
        same(e.error, farthest(Math.exp, small, exact(0)), e.value);
        const positive = { value: x.error + Math.abs(x.value), error: x.error };
        const r = root(positive);
        same(r.value, Math.sqrt(positive.value), 1);
        // steeper below than above
        same(r.error, r.value - Math.sqrt(positive.value - positive.error), 1);
        expect(r.error).toBeGreaterThanOrEqual(0);
        expect(through(x, (t) => 2 * t + 1, 2)).toEqual({
          value: 2 * x.value + 1,
          error: 2 * x.error,
        });
      }),
    );
    expect(root({ value: 0.25, error: 1 })).toEqual({ value: 0.5, error: 0.5 });
    expect(root(4)).toEqual({ value: 2, error: 0 });
  });

  it('numbers alone are exact, and a sum of nothing is zero', () => {
    expect(measured(3)).toEqual({ value: 3, error: 0 });
    const known = { value: 3, error: 0.1 };
    expect(measured(known)).toBe(known);
    expect(sum()).toEqual({ value: 0, error: 0 });
    expect(sum(1, known, 2)).toEqual({ value: 6, error: 0.1 });
    expect(product(2, 3)).toEqual({ value: 6, error: 0 });
  });
});
