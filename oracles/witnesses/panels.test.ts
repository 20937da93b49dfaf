import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../../reference/real.fixture.ts';
import { gauss, legendre, panels } from './panels.ts';

describe('Gauss–Legendre panels', () => {
  it('integrate polynomials up to degree 2n − 1 exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 24 }), fc.nat(46), (order, degree) => {
        const { x, w } = legendre(order);
        const sum = x.reduce((total, t, i) => total + w[i] * t ** degree, 0);
        const exact = degree % 2 === 0 ? 2 / (degree + 1) : 0;
        if (degree <= 2 * order - 1) expect(sum).toBeCloseTo(exact, 12);
        else if (degree === 2 * order) expect(Math.abs(sum - exact)).toBeGreaterThan(1e-16);
      }),
    );
  });

  it('follow a peak far narrower than their interval', () => {
    fc.assert(
      fc.property(real(-12, 0), (log) => {
        const width = 10 ** log;
        const at = 0.3;
        const { x, w } = panels(-1e3, 1e3, [{ at, width }], 16);
        const mass = x.reduce((total, t, i) => total + w[i] * gauss(t - at, width * width), 0);
        // the places around 0.3 are known to an ulp of 0.3
        expect(Math.abs(mass - 1)).toBeLessThan(1e-12 + 1e-15 / width);
      }),
    );
  });
});
