import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../errors.ts';
import { optimalPenalty } from '../gaussian-covariate/optimal-regularisation.ts';
import { isotropicSpectrum } from '../gaussian-covariate/spectrum.ts';
import { apart } from '../generalised-linear/models.fixture.ts';
import { ermFixedPoint } from './fixed-point.ts';
import { optimalRegularisation } from './optimal-regularisation.ts';
import { logUniform, teachers } from './problems.fixture.ts';
import { cleanTeacher, labelCorrelation } from './teacher.ts';

describe('optimal regularisation', () => {
  it('ridge: the search finds the closed form, π/2 − 1 for a clean teacher at every α', () => {
    fc.assert(
      fc.property(logUniform(0.02, 50), teachers, (alpha, teacher) => {
        const spectrum = isotropicSpectrum(teacher.secondMoment);
        const searched = optimalPenalty(spectrum, teacher, 'square', alpha);
        const closed = optimalRegularisation('square', alpha, teacher);
        expect(apart(searched.lambda, closed.lambda)).toBeLessThanOrEqual(1);
        expect(searched.lambda.error).toBeLessThan(1e-6 * searched.lambda.value);
        const clean = optimalRegularisation('square', alpha, cleanTeacher);
        expect(clean.lambda.value).toBeCloseTo(Math.PI / 2 - 1, 15);
      }),
      { numRuns: 15 },
    );
  });

  it('ridge at its optimum: Nishimori, m/q = 1/c_y', () => {
    fc.assert(
      fc.property(logUniform(0.02, 50), teachers, (alpha, teacher) => {
        const { lambda } = optimalRegularisation('square', alpha, teacher);
        const { overlap, norm } = ermFixedPoint('square', alpha, lambda.value, teacher);
        expect((overlap.value / norm.value) * labelCorrelation(teacher)).toBeCloseTo(1, 12);
      }),
    );
  });

  it.each([
    ['logistic', 0.3],
    ['logistic', 4],
    ['hinge', 0.3],
    ['hinge', 4],
  ] as const)('%s at α = %f: errors rise on both sides', (loss, alpha) => {
    const teacher = { ...cleanTeacher, flipProbability: 0.05 };
    const { lambda, generalisationError } = optimalRegularisation(loss, alpha, teacher);
    for (const factor of [0.5, 0.99, 1.01, 2])
      expect(
        ermFixedPoint(loss, alpha, factor * lambda.value, teacher).generalisationError.value,
      ).toBeGreaterThan(generalisationError.value);
    expect(lambda.error).toBeLessThan(1e-7 * lambda.value);
  });

  it('optimal logistic beats optimal hinge and optimal ridge on clean labels', () => {
    for (const alpha of [0.5, 8]) {
      const best = (loss: 'square' | 'logistic' | 'hinge') =>
        optimalRegularisation(loss, alpha, cleanTeacher).generalisationError.value;
      expect(best('logistic')).toBeLessThan(best('hinge'));
      expect(best('logistic')).toBeLessThan(best('square'));
    }
  });

  it('without signal there is nothing to optimise', () => {
    const noise = { ...cleanTeacher, flipProbability: 0.5 };
    for (const loss of ['square', 'logistic'] as const)
      expect(() => optimalRegularisation(loss, 1, noise)).toThrow(DomainError);
  });
});
