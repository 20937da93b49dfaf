import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConvergenceError } from '../errors.ts';
import { real } from '../real.fixture.ts';
import { weightDenoiser } from './amp-weights.ts';

const denoise = (prior: 'gaussian' | 'rademacher', lambda: readonly number[], g: number[]) => {
  const out = new Float64Array(5);
  weightDenoiser(prior, lambda as [number, number, number])(g[0], g[1], out);
  return [...out];
};

const fields = fc.tuple(real(-5, 5), real(-5, 5));

describe('a pair of weights behind a Gaussian channel', () => {
  it('Gaussian: mean and covariance of the posterior, (I + Λ)⁻¹', () => {
    fc.assert(
      fc.property(real(-0.5, 3), real(-0.4, 0.4), real(-0.5, 3), fields, (a, b, c, [g, h]) => {
        const [w1, w2, c11, c12, c22] = denoise('gaussian', [a, b, c], [g, h]);
        expect((1 + a) * c11 + b * c12).toBeCloseTo(1, 12);
        expect((1 + a) * c12 + b * c22).toBeCloseTo(0, 12);
        expect(b * c12 + (1 + c) * c22).toBeCloseTo(1, 12);
        expect(w1).toBeCloseTo(c11 * g + c12 * h, 11);
        expect(w2).toBeCloseTo(c12 * g + c22 * h, 11);
      }),
    );
  });

  it.each([
    [-1, 0, 0],
    [-3, 0, -3],
    [0.5, 2, 0.5],
    [-2, 0, 5],
  ])('Gaussian: there is no posterior for Λ = (%d, %d, %d)', (...lambda) => {
    expect(() => denoise('gaussian', lambda, [0, 0])).toThrow(ConvergenceError);
  });

  it('±1: the average over four states, however large their exponents', () => {
    fc.assert(
      fc.property(real(-900, 900), real(-900, 900), real(-900, 900), (g1, g2, l12) => {
        const states = [1, -1].flatMap((s) =>
          [1, -1].map((t) => ({ s, t, exponent: g1 * s + g2 * t - l12 * s * t })),
        );
        const top = Math.max(...states.map(({ exponent }) => exponent));
        const weights = states.map(({ exponent }) => Math.exp(exponent - top));
        const total = weights.reduce((sum, w) => sum + w, 0);
        const mean = (f: (s: number, t: number) => number) =>
          states.reduce((sum, { s, t }, i) => sum + weights[i] * f(s, t), 0) / total;
        const [m1, m2] = [mean((s) => s), mean((_, t) => t)];
        const got = denoise('rademacher', [1, l12, 1], [g1, g2]);
        [m1, m2, 1 - m1 * m1, mean((s, t) => s * t) - m1 * m2, 1 - m2 * m2].forEach((x, i) => {
          expect(got[i]).toBeCloseTo(x, 11);
        });
      }),
    );
    // both states of equal sign, or both of unlike signs, stay alive
    expect(denoise('rademacher', [1, 800, 1], [0, 0])).toEqual([0, 0, 1, -1, 1]);
    expect(denoise('rademacher', [1, -800, 1], [0, 0])).toEqual([0, 0, 1, 1, 1]);
  });
});
