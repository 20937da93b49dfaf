import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../real.fixture.ts';
import { logCosh, oneMinusSech, sech, spinEntropy } from './hyperbolic.ts';
import {
  entropyTerm,
  expm1Minus,
  log1pMinus,
  logAddExp,
  relativeEntropyTerm,
} from './log-sum-exp.ts';

const close = (a: number, b: number, relative: number) =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(relative * Math.max(Math.abs(a), Math.abs(b)));

/** Σ_k c_k x^k, k = 2…: Taylor series as the independent route at small x. */
const series = (x: number, coefficient: (k: number) => number): number => {
  let sum = 0;
  for (let k = 40; k >= 2; k--) sum = sum * x + coefficient(k);
  return sum * x * x;
};
const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
const sign = (k: number): number => (k % 2 === 0 ? 1 : -1);

describe('logarithms of sums', () => {
  it('logAddExp does not overflow, and forgets the order', () => {
    fc.assert(
      fc.property(real(-1e4, 1e4), real(-50, 50), (a, d) => {
        const rounding = 4e-16 * (Math.abs(a) + Math.abs(d) + 1);
        const value = logAddExp(a, a + d);
        expect(logAddExp(a + d, a)).toBe(value);
        expect(Math.abs(value - a - Math.log1p(Math.exp(d)))).toBeLessThanOrEqual(rounding);
      }),
    );
  });

  it('know the empty sum', () => {
    const none = Number.NEGATIVE_INFINITY;
    expect(logAddExp(none, none)).toBe(none);
    expect(logAddExp(none, 3)).toBe(3);
    expect(entropyTerm(0)).toBe(0);
  });
});

describe('functions that vanish to second order', () => {
  it('agree with their Taylor series near zero', () => {
    fc.assert(
      fc.property(real(-12, -0.7), fc.constantFrom(-1, 1), (logSize, s) => {
        const x = s * 10 ** logSize;
        close(
          expm1Minus(x),
          series(x, (k) => 1 / factorial(k)),
          1e-15,
        );
        close(
          log1pMinus(x),
          series(x, (k) => -sign(k) / k),
          1e-15,
        );
        close(
          relativeEntropyTerm(x),
          series(x, (k) => sign(k) / (k * (k - 1))),
          2e-15,
        );
      }),
    );
  });

  it('agree with the textbook form away from zero', () => {
    fc.assert(
      fc.property(real(1, 30), (x) => {
        close(expm1Minus(x), Math.exp(x) - 1 - x, 2e-15);
        close(expm1Minus(-x), Math.exp(-x) - 1 + x, 4e-15);
        close(log1pMinus(x), Math.log(1 + x) - x, 1e-14);
        close(relativeEntropyTerm(x), (1 + x) * Math.log(1 + x) - x, 1e-14);
        close(logCosh(x), Math.log(Math.cosh(x)), 1e-14);
      }),
    );
    expect(relativeEntropyTerm(-1)).toBe(1);
  });

  it('have no seam where their form changes', () => {
    const next = 1e-13;
    for (const [f, x] of [
      [expm1Minus, 0.5],
      [expm1Minus, -0.5],
      [log1pMinus, 0.5],
      [log1pMinus, -0.5],
      [relativeEntropyTerm, 0.5],
      [relativeEntropyTerm, -0.5],
      [logCosh, 1],
      [spinEntropy, 20],
    ] as const) {
      close(f(x - next), f(x + next), 2e-12);
    }
  });
});

describe('a spin in a field', () => {
  it('b(u) = cosh u times the entropy of its two states', () => {
    fc.assert(
      fc.property(real(1e-100, 15), (u) => {
        const down = 1 / (1 + Math.exp(2 * u));
        const entropy = entropyTerm(down) - (1 - down) * Math.log1p(-down);
        close(spinEntropy(u), Math.cosh(u) * entropy, 1e-13);
        close(oneMinusSech(u), 2 * Math.sinh(u / 2) ** 2 * sech(u), 1e-14);
      }),
    );
    expect(spinEntropy(0)).toBeCloseTo(Math.LN2, 15);
    expect(sech(-1e4)).toBe(0);
  });
});
