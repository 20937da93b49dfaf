import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../errors.ts';
import { integratePlane } from '../numerics/cubature.ts';
import { hessianSpectrum, hessianTransition } from './hessian.ts';
import { hessianAverages } from './hessian-averages.ts';

describe('averages over the student in closed form', () => {
  test('are those of a cubature over the plane', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0.03, 0.3, 1, 10),
        fc.constantFrom(0.001, 0.02, 0.1, 0.2, 0.249),
        (offset, gamma) => {
          const found = hessianAverages(offset, gamma);
          const plane = integratePlane(
            (h, y, out) => {
              const c = (12 * h * h - 4 * y * y) / (offset + y * y);
              const ratio = (gamma * c) / (1 + gamma * c);
              const weight = (2 / Math.PI) * Math.exp(-(h * h + y * y) / 2);
              out[0] = weight * ratio;
              out[1] = weight * ratio * ratio;
              out[2] = weight * (1 - y * y) * ratio;
              out[3] = weight * (1 - y * y) * ratio * ratio;
            },
            4,
            { left: 0, right: 11, bottom: 0, top: 11 },
            { tolerance: 1e-13 },
          );
          const { first, second, tilted, tiltedSecond } = found;
          [first, second, tilted, tiltedSecond].forEach((one, k) => {
            expect(Math.abs(one.value - plane[k].value)).toBeLessThanOrEqual(
              one.error + plane[k].error,
            );
          });
        },
      ),
      { numRuns: 8 },
    );
  });

  test('are those of 40 digits, within their errors', () => {
    // scripts: mpmath.quad of the closed forms at 40 digits, offset 0.03 and γ = 0.001, offset 10 and γ = 0.249
    const known = [
      [0.03, 0.001, 0.04878901636790741, 0.01293789159852543, 0.0437521537351163],
      [10, 0.249, 0.0951344715945257, 0.0599327834235851, 0.1636840116114289],
    ] as const;
    for (const [offset, gamma, first, second, tilted] of known) {
      const found = hessianAverages(offset, gamma);
      expect(Math.abs(found.first.value - first)).toBeLessThanOrEqual(found.first.error);
      expect(Math.abs(found.second.value - second)).toBeLessThanOrEqual(found.second.error);
      expect(Math.abs(found.tilted.value - tilted)).toBeLessThanOrEqual(found.tilted.error);
    }
  });
});

describe('the spectrum', () => {
  const models = fc.record({
    offset: fc.constantFrom(0.01, 0.1, 1, 3, 100),
    ratio: fc.double({ min: 0.1, max: 50, noNaN: true }),
  });

  test('is known to 1e-10, with an outlier beyond the transition and none before', () => {
    fc.assert(
      fc.property(models, ({ offset, ratio }) => {
        const transition = hessianTransition(offset);
        expect(transition.error).toBeLessThan(1e-10 * transition.value);
        const alpha = ratio * transition.value;
        const { edge, outlier, squaredOverlap } = hessianSpectrum(alpha, offset);
        expect(edge.error).toBeLessThan(1e-10 * (1 + alpha));
        expect(outlier.error).toBeLessThan(1e-10 * (1 + alpha));
        expect(squaredOverlap.error).toBeLessThan(1e-10);
        if (ratio < 1) expect(outlier).toEqual(edge);
        if (ratio > 1) expect(outlier.value).toBeLessThan(edge.value);
        expect(squaredOverlap.value > 0).toBe(ratio > 1);
      }),
      { numRuns: 40 },
    );
  });

  test('starts at −4, the infimum of c, without samples', () => {
    expect(hessianSpectrum(1e-4, 1).edge.value).toBeCloseTo(-4, 3);
    expect(hessianSpectrum(1e-4, 1).edge.value).toBeGreaterThan(-4);
  });

  test('with many samples the outlier is the mean curvature along the teacher', () => {
    // α E c y² to leading order, and the edge α E c (1 + O(α^{−1/2}))
    const alpha = 1e6;
    const { outlier, squaredOverlap } = hessianSpectrum(alpha, 1);
    const [mean] = integratePlane(
      (h, y, out) => {
        out[0] =
          ((2 / Math.PI) * y * y * (12 * h * h - 4 * y * y) * Math.exp(-(h * h + y * y) / 2)) /
          (1 + y * y);
      },
      1,
      { left: 0, right: 11, bottom: 0, top: 11 },
      { tolerance: 1e-10 },
    );
    expect(outlier.value / (alpha * mean.value)).toBeCloseTo(1, 4);
    expect(squaredOverlap.value).toBeCloseTo(1, 4);
  });

  test('errors cover the change of the answer with the last digit of the question', () => {
    const at = (alpha: number) => hessianSpectrum(alpha, 0.3);
    for (const alpha of [0.5, 2, 10, 300]) {
      const [one, next] = [at(alpha), at(alpha * (1 + 2 ** -52))];
      for (const field of ['edge', 'outlier', 'squaredOverlap'] as const)
        expect(Math.abs(one[field].value - next[field].value)).toBeLessThanOrEqual(
          one[field].error + next[field].error + 1e-13,
        );
    }
  });

  test('refuses what is not resolved', () => {
    expect(() => hessianSpectrum(0, 1)).toThrow(DomainError);
    expect(() => hessianSpectrum(1, 0)).toThrow(DomainError);
    expect(() => hessianTransition(1e5)).toThrow(DomainError);
    expect(() => hessianTransition(Number.NaN)).toThrow(DomainError);
  });
});
