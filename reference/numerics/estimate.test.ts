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

  it('add what they are given and their own rounding, and no more', () => {
    const spacing = Number.EPSILON;
    fc.assert(
      fc.property(uncertain, uncertain, fc.constantFrom(0, 1), (x, y, share) => {
        const [a, b] = [x, y].map(({ estimate: { value, error } }) => ({
          value,
          error: share * error,
        }));
        const states = (e: Estimate, error: number) => {
          expect(Math.abs(e.error - error)).toBeLessThanOrEqual(4 * spacing * error + 2e-323);
        };
        const sum = plus(a, b);
        const difference = minus(a, b);
        const multiple = scaled(-8, a, 3);
        const image = mapped(a, 20, -0.25, 3);
        expect(sum.value).toBe(a.value + b.value);
        states(sum, a.error + b.error + spacing * Math.abs(sum.value));
        expect(difference.value).toBe(a.value - b.value);
        states(difference, a.error + b.error + spacing * Math.abs(difference.value));
        expect(multiple.value).toBe(-8 * a.value);
        states(multiple, 8 * a.error + 3 * spacing * Math.abs(multiple.value));
        expect(image.value).toBe(20);
        states(image, 0.25 * a.error + 60 * spacing);
        states(rounded(a.value, 5), 5 * spacing * Math.abs(a.value));
      }),
    );
  });

  it('limits carry no error, underflow does', () => {
    expect(exactly(Number.POSITIVE_INFINITY).error).toBe(0);
    expect(rounded(Number.POSITIVE_INFINITY).error).toBe(0);
    expect(plus(exactly(Number.POSITIVE_INFINITY), exactly(1)).error).toBe(0);
    expect(rounded(0).error).toBeGreaterThan(0);
    expect(scaled(1e-200, exactly(1e-200)).error).toBeGreaterThan(0);
  });
});
