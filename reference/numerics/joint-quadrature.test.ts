import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConvergenceError } from '../errors.ts';
import { real } from '../real.fixture.ts';
import {
  addIntegrals,
  certifiedIntegrals,
  type JointIntegrand,
  panelEnds,
} from './joint-quadrature.ts';
import { integrate } from './quadrature.ts';

describe('joint quadrature', () => {
  const breaks = fc.array(real(-5, 5), { maxLength: 8 });

  it('agrees with one integral at a time, within its errors, and more certain than sure', () => {
    fc.assert(
      fc.property(breaks, fc.double({ min: 0.2, max: 6, noNaN: true }), (inside, k) => {
        const ends = panelEnds([...inside, -3, -1, 1, 3], -6, 6);
        const joint: JointIntegrand = (x, out) => {
          out[0] = Math.exp((-x * x) / 2);
          out[1] = Math.cos(k * x);
        };
        const got = certifiedIntegrals(joint, ends, 2);
        const exact = [
          integrate((x) => Math.exp((-x * x) / 2), ends),
          { value: (2 * Math.sin(6 * k)) / k, error: 1e-15 },
        ];
        got.forEach(({ value, error }, i) => {
          expect(Math.abs(value - exact[i].value)).toBeLessThanOrEqual(error + exact[i].error);
        });
        const sums = new Float64Array(2);
        addIntegrals(joint, ends, sums, new Float64Array(2));
        expect(Math.abs(sums[0] - got[0].value)).toBeLessThanOrEqual(got[0].error);
        expect(Math.abs(sums[1] - got[1].value)).toBeLessThanOrEqual(got[1].error);
      }),
    );
  });

  it('says so when the panels do not resolve the integrand', () => {
    const rough: JointIntegrand = (x, out) => {
      out[0] = Math.abs(x - 0.1234);
    };
    const [{ value, error }] = certifiedIntegrals(rough, [-1, 1], 1);
    const exact = (1.1234 ** 2 + 0.8766 ** 2) / 2;
    expect(Math.abs(value - exact)).toBeGreaterThan(1e-6);
    expect(Math.abs(value - exact)).toBeLessThanOrEqual(error);
  });

  it('integrates polynomials to rounding, and knows that it does', () => {
    const ends = [-1, 0.5, 0.5, 2];
    for (let degree = 0; degree < 28; degree++) {
      let calls = 0;
      const powers: JointIntegrand = (x, out) => {
        calls++;
        out[0] = x ** degree;
        out[1] = -3 * x ** degree;
      };
      const power = (2 ** (degree + 1) - (-1) ** (degree + 1)) / (degree + 1);
      const size = (2 ** (degree + 1) + 1) / (degree + 1);
      // A rounding of x is `degree` roundings of its power
      const certified = certifiedIntegrals(powers, ends, 2, 8 + degree);
      const sums = Float64Array.of(0.25, 0);
      expect(calls).toBe(2 * (20 + 14)); // nothing is asked about a panel without width
      addIntegrals(powers, ends, sums, new Float64Array(2));
      expect(calls).toBe(2 * (20 + 14 + 20));
      [power, -3 * power].forEach((exact, k) => {
        const { value, error } = certified[k];
        expect(Math.abs(value - exact)).toBeLessThanOrEqual(error);
        expect(error).toBeLessThan((40 + degree) * Number.EPSILON * Math.abs(exact / power) * size);
        expect(Math.abs(sums[k] - (k === 0 ? 0.25 : 0) - exact)).toBeLessThanOrEqual(
          error + Number.EPSILON,
        );
      });
    }
  });

  it('an integrand that is known less well makes a larger error, in proportion to ∫|f|', () => {
    const f: JointIntegrand = (x, out) => {
      out[0] = x < 0 ? -2 : 3;
    };
    const [{ value, error }] = certifiedIntegrals(f, [-1, 0, 1], 1, 1e6);
    expect(value).toBeCloseTo(1, 14);
    expect(error / (1e6 * Number.EPSILON * 5)).toBeCloseTo(1, 5);
    const [nothing] = certifiedIntegrals((_, out) => out.fill(0), [0, 1], 1);
    expect(nothing.value).toBe(0);
    expect(nothing.error).toBeGreaterThan(0);
  });

  it('panel ends are all breaks between the limits, and these', () => {
    expect(panelEnds([3, 1, -5, 2, 9, 0, 0.5], 0, 3)).toEqual([0, 0.5, 1, 2, 3]);
  });

  it('panel ends are ascending and stay between the limits', () => {
    fc.assert(
      fc.property(breaks, (inside) => {
        const ends = panelEnds(inside, -2, 3);
        expect(ends[0]).toBe(-2);
        expect(ends[ends.length - 1]).toBe(3);
        for (let i = 1; i < ends.length; i++) expect(ends[i]).toBeGreaterThanOrEqual(ends[i - 1]);
      }),
    );
  });

  it('an integrand that is no number is an error', () => {
    const bad: JointIntegrand = (_, out) => {
      out[0] = Number.NaN;
    };
    expect(() => certifiedIntegrals(bad, [0, 1], 1)).toThrow(ConvergenceError);
  });
});
