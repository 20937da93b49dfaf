import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../reference/real.fixture.ts';
import { derivative } from './differences.ts';
import { overInterval, overLine } from './integrals.ts';
import {
  difference,
  exact,
  exponential,
  type Measured,
  product,
  quotient,
  scaled,
  sum,
} from './measured.ts';
import { atMost, equal, holds } from './near.ts';

const finite = real(-100, 100);

/** A number, what was measured of it, and an error that covers the difference, to the full or less. */
const covered = fc
  .record({
    value: finite,
    error: fc.constantFrom(0, 1e-9, 1e-3),
    part: real(-1, 1),
  })
  .map(({ value, error, part }) => ({
    truth: value + 0.999 * part * error,
    measured: { value, error },
  }));

const covers = ({ value, error }: Measured, truth: number) =>
  expect(Math.abs(value - truth)).toBeLessThanOrEqual(error + 1e-13 * (1 + Math.abs(truth)));

describe('measured numbers', () => {
  it('stay covered by their errors', () =>
    fc.assert(
      fc.property(covered, covered, finite, (x, y, c) => {
        covers(sum(x.measured, y.measured), x.truth + y.truth);
        covers(difference(x.measured, y.measured), x.truth - y.truth);
        covers(product(x.measured, y.measured), x.truth * y.truth);
        covers(scaled(c, x.measured), c * x.truth);
        const ratio = quotient(x.measured, y.measured);
        if (Number.isFinite(ratio.error)) covers(ratio, x.truth / y.truth);
        covers(exponential(scaled(0.1, x.measured)), Math.exp(0.1 * x.truth));
      }),
    ));

  it('have no bound when divided by what may be zero', () => {
    expect(quotient(1, { value: 1e-9, error: 1e-8 }).error).toBe(Infinity);
  });
});

describe('comparisons', () => {
  it('allow the errors of both sides and a named slack, and no more', () => {
    const left = { value: 1, error: 0.1 };
    const slack = { amount: 0.2, because: 'sampling' };
    expect(holds(equal('x', left, 1.29, slack))).toBe(true);
    expect(holds(equal('x', left, 1.31, slack))).toBe(false);
    expect(equal('x', left, 1, slack).because).toContain('sampling');
    expect(holds(atMost('x', left, 0.91))).toBe(true);
    expect(holds(atMost('x', left, 0.89))).toBe(false);
    expect(holds(atMost('x', -5, 0))).toBe(true);
  });

  it('let equal infinities agree, and neither NaN nor one infinity with anything', () => {
    expect(holds(equal('x', Infinity, Infinity))).toBe(true);
    expect(holds(equal('x', { value: Infinity, error: Infinity }, 1))).toBe(false);
    expect(holds(equal('x', Number.NaN, Number.NaN))).toBe(false);
    expect(holds(atMost('x', Number.NaN, 1))).toBe(false);
    expect(holds(atMost('x', -Infinity, 1))).toBe(true);
  });
});

/** A function known to a relative accuracy, in the least favourable way that a sign can be. */
const blurred = (f: (x: number) => number, accuracy: number) => async (x: number) => {
  const value = f(x);
  const sign = Math.sin(1e7 * x) > 0 ? 1 : -1;
  return { value: value * (1 + sign * accuracy), error: accuracy * Math.abs(value) };
};

const functions = fc.constantFrom(
  { f: Math.sin, slope: Math.cos },
  { f: Math.tanh, slope: (x: number) => 1 / Math.cosh(x) ** 2 },
  {
    f: (x: number) => Math.log(Math.cosh(3 * x)) / 3,
    slope: (x: number) => Math.tanh(3 * x),
  },
  { f: (x: number) => x ** 5 - x, slope: (x: number) => 5 * x ** 4 - 1 },
);

describe('finite differences', () => {
  it('are covered by their errors, and useful', () =>
    fc.assert(
      fc.asyncProperty(
        functions,
        real(-3, 3),
        fc.constantFrom(1e-14, 1e-10, 1e-8, 1e-4),
        async ({ f, slope }, x, accuracy) => {
          const found = await derivative(blurred(f, accuracy), x, 0.5, accuracy);
          covers(found, slope(x));
          expect(found.error).toBeLessThan(
            1e4 * accuracy ** (6 / 7) * (1 + Math.abs(f(x)) + Math.abs(slope(x))),
          );
        },
      ),
    ));
});

describe('integrals', () => {
  const gaussian = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

  it('over the line are covered by their errors', () =>
    fc.assert(
      fc.asyncProperty(finite, fc.double({ min: 0.3, max: 0.9, noNaN: true }), async (c, step) => {
        const [mass, square] = await overLine(
          async (x) => [exact(gaussian(x - c)), exact((x - c) ** 2 * gaussian(x - c))],
          c,
          9,
          step,
        );
        covers(mass, 1);
        covers(square, 1);
        expect(mass.error).toBeLessThan(1e-2);
      }),
    ));

  it('over an interval are covered by their errors, and do not need the ends', () =>
    fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        fc.constantFrom(32, 48, 64),
        async (high, points) => {
          const [root, cosine] = await overInterval(
            async (x) => [exact(1 / Math.sqrt(x)), exact(Math.cos(x))],
            0,
            high,
            points,
          );
          covers(cosine, Math.sin(high));
          expect(cosine.error).toBeLessThan(1e-3);
          // The mass beyond the outermost nodes is of the order of √(their distance from the end).
          expect(Math.abs(root.value - 2 * Math.sqrt(high))).toBeLessThan(root.error + 1e-6);
        },
      ),
    ));
});
