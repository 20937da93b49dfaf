import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../real.fixture.ts';
import { weightAverages } from './weights.ts';

const conjugate = real(1e-8, 80);

describe('averages over two binary weights', () => {
  it('do not tell the sum of the units from their difference', () => {
    fc.assert(
      fc.property(conjugate, conjugate, (r, s) => {
        const one = weightAverages('rademacher', r, s, 0.25);
        const other = weightAverages('rademacher', s, r, 0.25);
        for (const part of ['q', 'V'] as const)
          for (const [a, b] of [
            [one.minus[part], other.plus[part]],
            [one.plus[part], other.minus[part]],
          ])
            expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-13 * b);
        expect(Math.abs(one.entropy - other.entropy)).toBeLessThan(1e-13 * (1 + r + s));
      }),
      {
        numRuns: 20,
        examples: [
          [40, 40],
          [0.5, 0.5],
        ],
      },
    );
  });
});
