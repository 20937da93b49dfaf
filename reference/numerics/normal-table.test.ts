import fc from 'fast-check';
import { expect, it } from 'vitest';
import { real } from '../real.fixture.ts';
import { normalCdf } from './normal.ts';
import { tabulatedNormalCdf } from './normal-table.ts';

it('agrees with the accurate form to a few units of roundoff, in the tail too', () => {
  fc.assert(
    fc.property(real(-40, 12), (x) => {
      const [fast, accurate] = [tabulatedNormalCdf(x), normalCdf(x)];
      expect(Math.abs(fast - accurate)).toBeLessThanOrEqual(12 * Number.EPSILON * accurate);
    }),
    { numRuns: 2000 },
  );
});

it('has the limits of a probability', () => {
  expect(tabulatedNormalCdf(Number.POSITIVE_INFINITY)).toBe(1);
  expect(tabulatedNormalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(tabulatedNormalCdf(0)).toBe(0.5);
  expect(tabulatedNormalCdf(Number.NaN)).toBeNaN();
});
