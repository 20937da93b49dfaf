import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ermFixedPoint } from '../empirical-risk/fixed-point.ts';
import {
  alphas,
  lambdas,
  logUniform,
  losses,
  teachers,
} from '../empirical-risk/problems.fixture.ts';
import { cleanTeacher, labelCorrelation, type Teacher } from '../empirical-risk/teacher.ts';
import { DomainError } from '../errors.ts';
import { apart } from '../generalised-linear/models.fixture.ts';
import type { LossKind } from '../losses/index.ts';
import { covariateFixedPoint } from './fixed-point.ts';
import { optimalPenalty } from './optimal-regularisation.ts';
import { explainedVariance, isotropicSpectrum, meanOf, type Spectrum } from './spectrum.ts';

/** A few blocks of eigenvalues; the features explain a part `r2` of ρ. */
const spectra = (rho: number): fc.Arbitrary<Spectrum> =>
  fc
    .record({
      blocks: fc.array(
        fc.record({
          weight: fc.double({ min: 0.05, max: 1, noNaN: true }),
          student: logUniform(1e-3, 10),
          share: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 1, noNaN: true })),
        }),
        { minLength: 1, maxLength: 5 },
      ),
      r2: fc.oneof(fc.constant(1), fc.double({ min: 0.05, max: 0.99, noNaN: true })),
    })
    .filter(({ blocks }) => blocks.some(({ share }) => share > 0))
    .map(({ blocks, r2 }) => {
      const total = blocks.reduce((sum, { weight }) => sum + weight, 0);
      const weights = blocks.map(({ weight }) => weight / total);
      const shares = blocks.reduce((sum, { share }, i) => sum + weights[i] * share, 0);
      return {
        weights,
        student: blocks.map(({ student }) => student),
        teacher: blocks.map(({ student, share }) => (rho * r2 * share * student) / shares),
      };
    });

const problems = teachers.chain((teacher) =>
  fc.record({
    teacher: fc.constant(teacher),
    spectrum: spectra(teacher.secondMoment),
    loss: losses,
    alpha: alphas,
    lambda: lambdas,
  }),
);

const classified = (
  spectrum: Spectrum,
  teacher: Teacher,
  loss: LossKind,
  alpha: number,
  lambda: number,
) => covariateFixedPoint(spectrum, teacher, 'classification', loss, alpha, lambda);

const shared = [
  'overlap',
  'norm',
  'susceptibility',
  'generalisationError',
  'trainingLoss',
] as const;

describe('Gaussian covariates', () => {
  it('a single eigenvalue is the plain model', () => {
    fc.assert(
      fc.property(teachers, losses, alphas, lambdas, (teacher, loss, alpha, lambda) => {
        const a = classified(isotropicSpectrum(teacher.secondMoment), teacher, loss, alpha, lambda);
        expect(a.norm).toEqual(ermFixedPoint(loss, alpha, lambda, teacher).norm);
        expect(apart(a.weightNorm, a.norm)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 20 },
    );
  });

  it('the unit of the features: (s, t, λ) → (cs, ct, cλ) changes no field', () => {
    fc.assert(
      fc.property(
        problems,
        logUniform(1e-2, 100),
        ({ spectrum, teacher, loss, alpha, lambda }, c) => {
          const times = (x: ArrayLike<number>) => Array.from(x, (value) => c * value);
          const { weights, student, teacher: t } = spectrum;
          const scaled = { weights, student: times(student), teacher: times(t) };
          const a = classified(spectrum, teacher, loss, alpha, lambda);
          const b = classified(scaled, teacher, loss, alpha, c * lambda);
          for (const key of shared)
            expect(apart(a[key], b[key], 1e-14), key).toBeLessThanOrEqual(1);
          const w = { value: a.weightNorm.value / c, error: a.weightNorm.error / c };
          expect(apart(w, b.weightNorm, 1e-14)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('only the sum of t over a repeated eigenvalue counts', () => {
    fc.assert(
      fc.property(
        problems,
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        ({ spectrum, teacher, loss, alpha, lambda }, part) => {
          const { weights, student, teacher: t } = spectrum;
          // The first block in two, its whole t in one of them
          const split = {
            weights: [weights[0] * part, weights[0] * (1 - part), ...Array.from(weights).slice(1)],
            student: [student[0], student[0], ...Array.from(student).slice(1)],
            teacher: [t[0] / part, 0, ...Array.from(t).slice(1)],
          };
          const a = classified(spectrum, teacher, loss, alpha, lambda);
          const b = classified(split, teacher, loss, alpha, lambda);
          for (const key of shared)
            expect(apart(a[key], b[key], 1e-13), key).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('envelope: d(α · objective)/dλ = ‖w‖²/2p', () => {
    fc.assert(
      fc.property(problems, ({ spectrum, teacher, loss, alpha, lambda }) => {
        const at = (shift: number) =>
          alpha *
          classified(spectrum, teacher, loss, alpha, lambda * Math.exp(shift)).objective.value;
        const h = 0.01;
        const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
        const { weightNorm, objective } = classified(spectrum, teacher, loss, alpha, lambda);
        const expected = (lambda * weightNorm.value) / 2;
        const noise = (40 * alpha * (objective.error + 1e-15 * objective.value)) / h;
        expect(Math.abs(slope - expected)).toBeLessThanOrEqual(1e-5 * expected + noise);
      }),
      { numRuns: 30 },
    );
  });

  it('no student aligns better than the best linear predictor', () => {
    fc.assert(
      fc.property(problems, ({ spectrum, teacher, loss, alpha, lambda }) => {
        const { overlap, norm } = classified(spectrum, teacher, loss, alpha, lambda);
        const explained = explainedVariance(spectrum);
        expect(overlap.value ** 2).toBeLessThanOrEqual(explained * norm.value * (1 + 1e-11));
      }),
      { numRuns: 60 },
    );
  });

  it('λ → ∞ is the Hebb rule', () => {
    fc.assert(
      fc.property(problems, ({ spectrum, teacher, loss, alpha }) => {
        const { overlap, norm } = classified(spectrum, teacher, loss, alpha, 1e8 * (1 + alpha));
        const c = labelCorrelation(teacher);
        const t = meanOf(spectrum, (_, x) => x);
        const ts = meanOf(spectrum, (s, x) => x * s);
        const ss = meanOf(spectrum, (s) => s * s);
        const hebb = (Math.sqrt(alpha) * c * t) / Math.sqrt(alpha * c * c * ts + ss);
        expect(overlap.value / Math.sqrt(norm.value) / hebb).toBeCloseTo(1, 6);
      }),
      { numRuns: 20 },
    );
  });

  it('square loss: q (1 − B) = A + B (1 − 2 m c_y), the textbook form', () => {
    fc.assert(
      fc.property(problems, ({ spectrum, teacher, alpha }) => {
        const lambda = 0.5;
        const point = classified(spectrum, teacher, 'square', alpha, lambda);
        const c = labelCorrelation(teacher);
        const V = point.susceptibility.value;
        const VHat = alpha / (1 + V);
        const D = (s: number) => lambda + VHat * s;
        expect(meanOf(spectrum, (s) => s / D(s)) / V).toBeCloseTo(1, 12);
        const m = c * VHat * meanOf(spectrum, (s, t) => t / D(s));
        const A = (c * VHat) ** 2 * meanOf(spectrum, (s, t) => (t * s) / D(s) ** 2);
        const B = (alpha / (1 + V) ** 2) * meanOf(spectrum, (s) => (s / D(s)) ** 2);
        const q = (A + B * (1 - 2 * m * c)) / (1 - B);
        expect(point.overlap.value / m).toBeCloseTo(1, 12);
        expect(point.norm.value / q).toBeCloseTo(1, 10);
        const loss = (1 + q - 2 * m * c) / (2 * (1 + V) ** 2);
        expect(point.trainingLoss.value / loss).toBeCloseTo(1, 10);
      }),
      { numRuns: 40 },
    );
  });

  it('square loss: the peak is where there are as many samples as features that are not 0', () => {
    const spectrum = { weights: [0.4, 0.6], student: [1, 0], teacher: [1 / 0.4, 0] };
    const error = (alpha: number) =>
      classified(spectrum, cleanTeacher, 'square', alpha, 1e-12).generalisationError.value;
    expect(error(0.4)).toBeGreaterThan(0.49);
    for (const alpha of [0.2, 0.35, 0.45, 0.8, 1, 1.2]) expect(error(alpha)).toBeLessThan(0.45);
    const ridgeless = classified(spectrum, cleanTeacher, 'square', 0.3, 0);
    expect(ridgeless.susceptibility.value).toBe(Infinity);
    expect(ridgeless.trainingLoss.value).toBe(0);
    expect(() => classified(spectrum, cleanTeacher, 'square', 0.4, 0)).toThrow(DomainError);
  });

  it('the best ridge for a classifier of structured features makes fewest errors around', () => {
    const spectrum = { weights: [0.3, 0.7], student: [2, 0.3], teacher: [2, 0.1] };
    for (const loss of ['square', 'logistic'] as const) {
      const { lambda, generalisationError } = optimalPenalty(
        spectrum,
        { ...cleanTeacher, secondMoment: 2 },
        loss,
        1.5,
      );
      for (const factor of [0.5, 0.9, 1.1, 2])
        expect(
          classified(
            spectrum,
            { ...cleanTeacher, secondMoment: 2 },
            loss,
            1.5,
            factor * lambda.value,
          ).generalisationError.value,
        ).toBeGreaterThan(generalisationError.value);
    }
  });
});

describe('a best penalty that is none', () => {
  it.each([
    // All samples pull with full force from a finite λ on
    ['hinge', { ...cleanTeacher, flipProbability: 0.49 }, 1],
    // λ* ~ 1e10 has neighbours with the same errors, to all digits
    ['square', { ...cleanTeacher, noiseVariance: 1e10 }, 1],
  ] as const)('%s: says so', (loss, teacher, alpha) => {
    expect(() => optimalPenalty(isotropicSpectrum(1), teacher, loss, alpha)).toThrow(
      /lambda -> Infinity/,
    );
  });
});

describe('regression', () => {
  const regress = (spectrum: Spectrum, rho: number, noise: number, alpha: number, lambda: number) =>
    covariateFixedPoint(
      spectrum,
      { secondMoment: rho, noiseVariance: noise, flipProbability: 0 },
      'regression',
      'square',
      alpha,
      lambda,
    );

  it('excess error is ρ + q − 2m, and the training loss (ρ + Δ + q − 2m)/2(1 + V)²', () => {
    fc.assert(
      fc.property(
        spectra(1),
        alphas,
        logUniform(0.1, 10),
        logUniform(0.01, 1),
        (spectrum, alpha, lambda, noise) => {
          const { overlap, norm, susceptibility, meanSquareError, trainingLoss } = regress(
            spectrum,
            1,
            noise,
            alpha,
            lambda,
          );
          const excess = 1 + norm.value - 2 * overlap.value;
          expect(Math.abs(meanSquareError.value - excess)).toBeLessThanOrEqual(
            1e-12 * (1 + norm.value),
          );
          const loss = (excess + noise) / (2 * (1 + susceptibility.value) ** 2);
          expect(trainingLoss.value / loss).toBeCloseTo(1, 9);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('isotropic: λ = Δ/ρ is Bayes-optimal, where m = q', () => {
    fc.assert(
      fc.property(alphas, logUniform(0.1, 10), logUniform(1e-3, 10), (alpha, rho, noise) => {
        const spectrum = isotropicSpectrum(rho);
        const best = regress(spectrum, rho, noise, alpha, noise / rho);
        expect(best.overlap.value / best.norm.value).toBeCloseTo(1, 12);
        for (const factor of [0.5, 2])
          expect(
            regress(spectrum, rho, noise, alpha, (factor * noise) / rho).meanSquareError.value,
          ).toBeGreaterThan(best.meanSquareError.value);
      }),
    );
  });

  it('noiseless, more samples than features: recovery, with the digits of a vanishing error', () => {
    const { meanSquareError } = regress(isotropicSpectrum(1), 1, 0, 2, 1e-8);
    // V → 1/(α − 1) and the error is λ²⟨t/(sD²)⟩(1 + V)/(1 + λ⟨s/D²⟩), D = λ + α − 1
    expect(meanSquareError.value / 2e-16).toBeCloseTo(1, 6);
    expect(meanSquareError.error).toBeLessThan(1e-12 * meanSquareError.value);
    expect(regress(isotropicSpectrum(1), 1, 0, 2, 0).meanSquareError.value).toBe(0);
  });
});

describe('bad input', () => {
  const good = { weights: [0.5, 0.5], student: [1, 2], teacher: [0.5, 0.5] };
  it.each([
    ['weights', { ...good, weights: [0.5, 0.6] }],
    ['student', { ...good, student: [1] }],
    ['student[1]', { ...good, student: [1, -2] }],
    ['student', { ...good, student: [0, 0], teacher: [0, 0] }],
    ['teacher[0]', { ...good, student: [0, 2] }],
    ['<t/s>', { ...good, teacher: [5, 5] }],
    ['weights', { weights: [], student: [], teacher: [] }],
  ])('%s is named', (parameter, spectrum) => {
    const call = () => classified(spectrum, cleanTeacher, 'square', 1, 1);
    expect(call).toThrow(DomainError);
    expect(call).toThrow(parameter);
  });

  it('regression is for the square loss and labels that are not flipped', () => {
    const call = (loss: LossKind, flip: number) => () =>
      covariateFixedPoint(
        good,
        { ...cleanTeacher, flipProbability: flip },
        'regression',
        loss,
        1,
        1,
      );
    expect(call('hinge', 0)).toThrow(DomainError);
    expect(call('square', 0.1)).toThrow(DomainError);
  });
});
