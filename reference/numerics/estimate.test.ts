import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../real.fixture.ts';
import { type Estimate, exactly, mapped, minus, plus, rounded, scaled } from './estimate.ts';

/** An estimate with a hidden true value inside its error. */
const uncertain = fc
  .record({
    truth: real(-100, 100),
    error: fc.double({ min: 1e-12, max: 1, noNaN: true }),
    place: real(-0.99, 0.99),
  })
  .map(({ truth, error, place }) => ({
    truth,
    estimate: { value: truth + place * error, error } as Estimate,
  }));

const holds = ({ value, error }: Estimate, truth: number) =>
  expect(Math.abs(value - truth)).toBeLessThanOrEqual(error);

describe('estimates', () => {
  it('sums, differences, multiples and images stay honest', () => {
    fc.assert(
      fc.property(uncertain, uncertain, (a, b) => {
        holds(plus(a.estimate, b.estimate), a.truth + b.truth);
        holds(minus(a.estimate, b.estimate), a.truth - b.truth);
        holds(scaled(-3.7, a.estimate), -3.7 * a.truth);
        holds(mapped(a.estimate, Math.sin(a.estimate.value), 1), Math.sin(a.truth));
      }),
    );
  });

  it('limits carry no error, underflow does', () => {
    expect(exactly(Number.POSITIVE_INFINITY).error).toBe(0);
    expect(rounded(Number.POSITIVE_INFINITY).error).toBe(0);
    expect(plus(exactly(Number.POSITIVE_INFINITY), exactly(1)).error).toBe(0);
    expect(rounded(0).error).toBeGreaterThan(0);
  });
});
