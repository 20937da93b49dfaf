import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { casesWithin, type Share } from './false-alarms.ts';

const rates = fc.oneof(
  fc.constant(0),
  fc.double({ min: -14, max: -0.5, noNaN: true }).map((x) => 10 ** x),
  fc.constantFrom(1e-9, 1e-10, 1e-11), // equal ones are the rule
);
const shares: fc.Arbitrary<readonly Share[]> = fc.array(
  fc.record({ rate: rates, cases: fc.oneof(fc.nat(40), fc.nat(10_000_000)) }),
  { maxLength: 60 },
);
const bounds = fc.double({ min: -12, max: -0.5, noNaN: true }).map((x) => 10 ** x);
const risk = (plan: readonly Share[], cases: readonly number[]): number =>
  plan.reduce((sum, { rate }, i) => sum + rate * cases[i], 0);

describe('cases within a false-alarm rate', () => {
  it('never exceed it, nor what is wanted, and leave what is deterministic alone', () => {
    fc.assert(
      fc.property(shares, bounds, (plan, bound) => {
        const cases = casesWithin(plan, bound);
        expect(risk(plan, cases)).toBeLessThanOrEqual(bound);
        for (const [i, { rate, cases: wanted }] of plan.entries()) {
          expect(Number.isSafeInteger(cases[i])).toBe(true);
          expect(cases[i]).toBeGreaterThanOrEqual(0);
          expect(cases[i]).toBeLessThanOrEqual(wanted);
          if (rate === 0) expect(cases[i]).toBe(wanted);
        }
      }),
    );
  });

  it('are those wanted where these fit', () => {
    fc.assert(
      fc.property(shares, (plan) => {
        const cases = plan.map((one) => one.cases);
        expect(casesWithin(plan, 2 * risk(plan, cases) + 1e-300)).toEqual(cases);
      }),
    );
  });

  it('make one of a check before a second of another, and the less risky first', () => {
    fc.assert(
      fc.property(shares, bounds, (plan, bound) => {
        const cases = casesWithin(plan, bound);
        const left = plan.filter((one, i) => one.cases > 0 && cases[i] === 0);
        if (left.length === 0) return;
        const least = Math.min(...left.map(({ rate }) => rate));
        for (const [i, { rate }] of plan.entries()) {
          if (cases[i] > 0) expect(rate).toBeLessThanOrEqual(least);
        }
        // what is left out does not fit beside one case of each of the others
        const ones = plan.map((_, i) => Math.min(1, cases[i]));
        expect(risk(plan, ones) + least).toBeGreaterThan(bound * (1 - 1e-11));
      }),
    );
  });

  it('may exhaust the bound', () => {
    expect(casesWithin([{ rate: 1e-9, cases: 5 }], 1e-9)).toEqual([1]);
  });

  it('are cut in proportion', () => {
    const plan = [
      { rate: 1e-9, cases: 1001 },
      { rate: 4e-9, cases: 101 },
      { rate: 0, cases: 7 },
    ];
    // 1.4e-6 of further cases, of which 0.7e-6 may be made
    expect(casesWithin(plan, 0.7e-6 + 5e-9 + 1e-15)).toEqual([501, 51, 7]);
  });
});
