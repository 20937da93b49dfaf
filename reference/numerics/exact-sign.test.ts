import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../real.fixture.ts';
import { signOfDot } from './exact-sign.ts';

/** A double as an integer multiple of 2⁻¹⁰⁷⁴. */
function asInteger(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
  return bits >> 63n ? -magnitude : magnitude;
}

function signByIntegers(x: readonly number[], w: readonly number[], c: number): number {
  let sum = -(asInteger(c) << 1074n);
  for (let i = 0; i < w.length; i++) sum += asInteger(x[i]) * asInteger(w[i]);
  return sum > 0n ? 1 : sum < 0n ? -1 : 0;
}

const number = fc.oneof(
  real(-2, 2).filter((x) => x === 0 || Math.abs(x) > 1e-100),
  fc.constantFrom(0, 1, -1, 0.1, -0.1, 1e16, -1e16, 1e-16, 1 / 3, -1 / 3),
);
const pairs = fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 12 });

describe('signOfDot', () => {
  it('agrees with integer arithmetic', () => {
    fc.assert(
      fc.property(pairs, number, (terms, c) => {
        const [x, w] = [terms.map((t) => t[0]), terms.map((t) => t[1])];
        expect(signOfDot(x, w, c)).toBe(signByIntegers(x, w, c));
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with integer arithmetic next to a tie', () => {
    // c is the rounded sum: what is left is pure rounding error, of either sign or none.
    fc.assert(
      fc.property(pairs, (terms) => {
        const [x, w] = [terms.map((t) => t[0]), terms.map((t) => t[1])];
        const c = x.reduce((sum, xi, i) => sum + xi * w[i], 0);
        expect(signOfDot(x, w, c)).toBe(signByIntegers(x, w, c));
      }),
      { numRuns: 500 },
    );
  });

  it('knows that what cancels is zero, in any order', () => {
    const tenth = [0.1, 0.1, 0.1, -0.1, -0.1, -0.1];
    const ones = [1, 1, 1, 1, 1, 1];
    expect(0.1 + 0.1 + 0.1 - 0.1 - 0.1 - 0.1).not.toBe(0);
    expect(signOfDot(tenth, ones, 0)).toBe(0);
  });

  it('reads x from an offset', () => {
    expect(signOfDot([9, 9, 1, -2], [1, 1], 0, 2)).toBe(-1);
  });
});
