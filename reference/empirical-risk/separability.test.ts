import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConvergenceError, DomainError } from '../errors.ts';
import { normalCdf, normalDensity } from '../numerics/normal.ts';
import { integrate } from '../numerics/quadrature.ts';
import { real } from '../real.fixture.ts';
import { ermFixedPoint } from './fixed-point.ts';
import { maxMargin } from './max-margin.ts';
import { logUniform } from './problems.fixture.ts';
import { separability } from './separability.ts';
import { cleanTeacher, type Teacher } from './teacher.ts';

const noisy: fc.Arbitrary<Teacher> = fc.record({
  secondMoment: logUniform(0.2, 5),
  noiseVariance: fc.oneof(fc.constant(0), logUniform(1e-4, 10)),
  flipProbability: fc.constantFrom(0.01, 0.1, 0.3),
});

describe('separability', () => {
  it('pure noise: Cover’s two samples per dimension; no noise: always', () => {
    expect(separability({ ...cleanTeacher, flipProbability: 0.5 }).alpha).toEqual({
      value: 2,
      error: 0,
    });
    expect(separability(cleanTeacher).alpha.value).toBe(Infinity);
    const { value } = separability({ ...cleanTeacher, noiseVariance: 1e12 }).alpha;
    expect(value).toBeGreaterThan(2);
    expect(value).toBeCloseTo(2, 10);
  });

  it('is the maximum over t of 1/E(Z − tU)₊², integrated directly', () => {
    fc.assert(
      fc.property(noisy, logUniform(0.1, 10), (teacher, factor) => {
        const { secondMoment, noiseVariance, flipProbability: flip } = teacher;
        const k = noiseVariance === 0 ? 1e8 : Math.sqrt(secondMoment / noiseVariance);
        const second = (a: number) => (1 + a * a) * normalCdf(-a) - a * normalDensity(a);
        const atT = (t: number) =>
          integrate(
            (U) =>
              2 * normalDensity(U) * (flip + (1 - 2 * flip) * normalCdf(k * U)) * second(t * U),
            [-10, -4, -1, -1 / k, 0, 1 / k, 1, 4, 10].sort((a, b) => a - b),
          ).value;
        const { alpha } = separability(teacher);
        let best = 0;
        for (let t = 0.01; t < 40; t *= 1.02) best = Math.max(best, 1 / atT(t));
        expect(best).toBeLessThanOrEqual(alpha.value * (1 + 1e-10));
        if (alpha.value < 50) expect(best).toBeGreaterThan(alpha.value * (1 - 1e-3));
        expect(1 / atT(factor)).toBeLessThanOrEqual(alpha.value * (1 + 1e-10));
        expect(alpha.error).toBeLessThan(1e-12 * alpha.value);
      }),
      { numRuns: 10 },
    );
  });

  it('next to no noise: (π/√3)√(ρ/Δ), as far as there are numbers', () => {
    fc.assert(
      fc.property(real(-300, 300), real(10, 300), (exponent, ratio) => {
        const noiseVariance = 10 ** (exponent - ratio);
        const secondMoment = 10 ** (exponent + ratio);
        fc.pre(noiseVariance > 1e-307 && secondMoment < 1e307);
        const { value, error } = separability({
          secondMoment,
          noiseVariance,
          flipProbability: 0,
        }).alpha;
        const limit =
          (Math.PI / Math.sqrt(3)) * (Math.sqrt(secondMoment) / Math.sqrt(noiseVariance));
        // to first order in √(Δ/ρ)
        expect(Math.abs(value / limit - 1)).toBeLessThanOrEqual(
          error / value + 10 ** (1 - ratio) + 1e-15,
        );
        expect(error).toBeLessThan(1e-13 * value);
      }),
      { numRuns: 50 },
    );
    const beyond = { secondMoment: 1e308, noiseVariance: 1e-308, flipProbability: 0 };
    expect(() => separability(beyond)).toThrow(ConvergenceError);
  });

  it('more noise, less separable; only the ratio of noise to signal counts', () => {
    fc.assert(
      fc.property(noisy, (teacher) => {
        const more = separability({ ...teacher, noiseVariance: teacher.noiseVariance + 0.5 });
        const here = separability(teacher);
        expect(more.alpha.value).toBeLessThan(here.alpha.value);
        const scaled = separability({
          ...teacher,
          secondMoment: 3 * teacher.secondMoment,
          noiseVariance: 3 * teacher.noiseVariance,
        });
        expect(scaled.alpha.value / here.alpha.value).toBeCloseTo(1, 12);
      }),
      { numRuns: 30 },
    );
  });

  it('the margin closes there, linearly', () => {
    fc.assert(
      fc.property(noisy, (teacher) => {
        const { value: threshold } = separability(teacher).alpha;
        const margin = (gap: number) => maxMargin(threshold * (1 - gap), teacher).margin.value;
        expect(margin(1e-4) / margin(5e-5)).toBeCloseTo(2, 2);
        expect(() => maxMargin(threshold * (1 + 1e-9), teacher)).toThrow(DomainError);
      }),
      { numRuns: 12 },
    );
  });

  it('the unpenalised training loss vanishes below and not above', () => {
    const teacher = { ...cleanTeacher, flipProbability: 0.1 };
    const { value } = separability(teacher).alpha;
    const loss = (alpha: number) =>
      ermFixedPoint('logistic', alpha, 1e-8, teacher).trainingLoss.value;
    expect(loss(0.9 * value)).toBeLessThan(1e-4);
    expect(loss(1.1 * value)).toBeGreaterThan(1e-2);
  });
});

describe('max-margin', () => {
  it('is the hinge at a small penalty, to all digits', () => {
    fc.assert(
      fc.property(logUniform(0.05, 20), (alpha) => {
        const { norm, overlap, margin } = maxMargin(alpha, cleanTeacher);
        const hinge = ermFixedPoint('hinge', alpha, 1e-6, cleanTeacher);
        expect(hinge.norm.value / norm.value).toBeCloseTo(1, 9);
        expect(hinge.overlap.value / overlap.value).toBeCloseTo(1, 9);
        expect(margin.value ** 2 * norm.value).toBeCloseTo(1, 12);
      }),
      { numRuns: 20 },
    );
  });

  it('the logistic loss approaches its direction', () => {
    const distance = (lambda: number) =>
      Math.abs(
        ermFixedPoint('logistic', 2, lambda, cleanTeacher).generalisationError.value -
          maxMargin(2, cleanTeacher).generalisationError.value,
      );
    expect(distance(1e-8)).toBeLessThan(distance(1e-6));
    expect(distance(1e-6)).toBeLessThan(distance(1e-4));
  });

  it('few samples: κ → 1/√α; many clean ones: the error falls as 0.50/α', () => {
    expect(maxMargin(1e-4, cleanTeacher).margin.value * 1e-2).toBeCloseTo(1, 2);
    const far = maxMargin(1e4, cleanTeacher).generalisationError.value * 1e4;
    const near = maxMargin(1e3, cleanTeacher).generalisationError.value * 1e3;
    expect(far).toBeCloseTo(near, 2);
    expect(far).toBeCloseTo(0.5, 1);
  });

  it('more samples, smaller margin', () => {
    fc.assert(
      fc.property(logUniform(1e-2, 100), (alpha) => {
        expect(maxMargin(1.1 * alpha, cleanTeacher).margin.value).toBeLessThan(
          maxMargin(alpha, cleanTeacher).margin.value,
        );
      }),
      { numRuns: 20 },
    );
  });
});
