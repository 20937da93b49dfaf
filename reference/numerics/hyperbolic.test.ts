import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logCosh, oneMinusSech, sech, spinEntropy } from './hyperbolic.ts';

const field = fc.double({ min: 1e-150, max: 1e300, noNaN: true });

const close = (got: number, expected: number, relative: number) =>
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));

describe('a spin in a field u', () => {
  it('functions of |u| are even', () => {
    fc.assert(
      fc.property(field, (u) => {
        for (const f of [sech, oneMinusSech, logCosh]) expect(f(-u)).toBe(f(u));
      }),
    );
  });

  it('weak fields: the first terms of the series', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-150, max: 1e-4, noNaN: true }), (u) => {
        const square = u * u;
        close(oneMinusSech(u), (square / 2) * (1 - (5 * square) / 12), 1e-15);
        close(logCosh(u), (square / 2) * (1 - square / 6), 1e-15);
        close(spinEntropy(u), Math.LN2 + (square * (Math.LN2 - 1)) / 2, 1e-14);
      }),
    );
  });

  it('fields of the order of one: the definitions', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 12, noNaN: true }), (u) => {
        close(sech(u), 1 / Math.cosh(u), 1e-15);
        close(oneMinusSech(u), 1 - 1 / Math.cosh(u), 4e-15);
        close(logCosh(u), Math.log(Math.cosh(u)), 1e-14);
        const up = 1 / (1 + Math.exp(-2 * u));
        const down = 1 / (1 + Math.exp(2 * u));
        close(
          spinEntropy(u),
          -Math.cosh(u) * (up * Math.log1p(-down) + down * Math.log(down)),
          1e-14,
        );
      }),
    );
  });

  it('strong fields: nothing overflows, what is left is the exponential', () => {
    fc.assert(
      fc.property(fc.double({ min: 19, max: 700, noNaN: true }), (u) => {
        close(sech(u), 2 * Math.exp(-u), 1e-15);
        close(oneMinusSech(u), 1, 2 * Math.exp(-u) + 1e-15);
        close(logCosh(u), u - Math.LN2, 1e-15);
        close(spinEntropy(u), Math.exp(-u) * (u + 0.5), 2e-15);
      }),
    );
    expect(logCosh(1e300)).toBe(1e300);
    expect([sech(1e300), oneMinusSech(1e300), spinEntropy(1e300)]).toEqual([0, 1, 0]);
  });
});
