import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channel } from '../channels/index.ts';
import { DomainError } from '../errors.ts';
import { fixedPoint } from '../generalised-linear/fixed-point.ts';
import { generalisationError } from '../generalised-linear/generalisation-error.ts';
import { apart } from '../generalised-linear/models.fixture.ts';
import { loss as lossOf } from '../losses/index.ts';
import { agreementAt } from '../losses/margin-law.ts';
import { normalDensity } from '../numerics/normal.ts';
import { integrate } from '../numerics/quadrature.ts';
import { prior } from '../priors/index.ts';
import { real } from '../real.fixture.ts';
import { marginLaw } from './channel-averages.ts';
import { ermFixedPoint } from './fixed-point.ts';
import { alphas, lambdas, losses, type Problem, problems, teachers } from './problems.fixture.ts';
import { cleanTeacher, labelCorrelation, type Teacher } from './teacher.ts';

const solve = ({ loss, alpha, lambda, teacher }: Problem) =>
  ermFixedPoint(loss, alpha, lambda, teacher);

/** 2 E[P(u) g(u)] at the solution, by adaptive quadrature over the margin. */
const overMargins = (
  { loss, teacher }: Problem,
  norm: number,
  overlap: number,
  V: number,
  g: (u: number) => number,
) => {
  const alignment = Math.atanh(overlap / Math.sqrt(teacher.secondMoment * norm));
  const { agreement } = marginLaw(teacher, { norm, alignment, susceptibility: V });
  const width = Math.sqrt(norm);
  const k = agreement?.slope ?? 0;
  const kinks = loss === 'hinge' ? [1, 1 - V] : [-V, -V / 2, -2, -1, 0, 1, 2, 4, 8, 16];
  const breaks = [
    ...kinks,
    ...[-10, -6, -3, -1, -0.1, 0, 0.1, 1, 3, 6, 10].flatMap((t) => [t * width, t / k]),
  ]
    .filter((u) => Math.abs(u) <= 10 * width)
    .sort((a, b) => a - b);
  return integrate(
    (u) => ((2 * normalDensity(u / width)) / width) * agreementAt(agreement, u) * g(u),
    breaks,
    { tolerance: 1e-13 },
  );
};

describe('empirical risk', () => {
  it('virial identity: α 2E[P f x] = λ q, stationarity along w itself', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { alpha, lambda } = problem;
        const { norm, overlap, susceptibility } = solve(problem);
        const V = susceptibility.value;
        const { proximal } = lossOf(problem.loss);
        const left = overMargins(problem, norm.value, overlap.value, V, (u) => {
          const { force, point } = proximal(u, V);
          return force * point;
        });
        // f x has both signs: the identity is as good as what cancels in it
        const size = overMargins(problem, norm.value, overlap.value, V, (u) => {
          const { force, point } = proximal(u, V);
          return Math.abs(force * point);
        });
        expect(Math.abs(alpha * left.value - lambda * norm.value)).toBeLessThanOrEqual(
          1e-9 * alpha * size.value,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('envelope: the derivative of α · objective with respect to λ is q/2', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { alpha, lambda } = problem;
        const at = (shift: number) =>
          alpha * solve({ ...problem, lambda: lambda * Math.exp(shift) }).objective.value;
        const h = 0.01;
        const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
        const { norm, objective } = solve(problem);
        const expected = (lambda * norm.value) / 2;
        // h⁴ for the differences; the rounding of the objective over h
        const noise = (40 * alpha * (objective.error + 1e-15 * objective.value)) / h;
        expect(Math.abs(slope - expected)).toBeLessThanOrEqual(1e-5 * expected + noise);
      }),
      { numRuns: 40 },
    );
  });

  it('in λ: the norm falls, the training loss rises, the objective rises; it stays below ℓ(0)', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const low = solve(problem);
        const high = solve({ ...problem, lambda: 1.5 * problem.lambda });
        const slack = (a: { error: number }, b: { error: number }) => a.error + b.error;
        expect(high.norm.value).toBeLessThanOrEqual(low.norm.value + slack(low.norm, high.norm));
        expect(high.trainingLoss.value).toBeGreaterThanOrEqual(
          low.trainingLoss.value - slack(low.trainingLoss, high.trainingLoss),
        );
        expect(high.objective.value).toBeGreaterThanOrEqual(
          low.objective.value - slack(low.objective, high.objective),
        );
        expect(high.objective.value).toBeLessThanOrEqual(
          lossOf(problem.loss).value(0) + high.objective.error,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('λ → ∞ is the Hebb rule, for every loss', () => {
    fc.assert(
      fc.property(losses, alphas, teachers, (loss, alpha, teacher) => {
        const lambda = 1e7 * (1 + alpha);
        const { overlap, norm, weightNorm } = ermFixedPoint(loss, alpha, lambda, teacher);
        const rho = teacher.secondMoment;
        const c = labelCorrelation(teacher);
        const hebb = (Math.sqrt(alpha * rho) * c) / Math.sqrt(1 + alpha * rho * c * c);
        const cosine = overlap.value / Math.sqrt(rho * norm.value);
        expect(Math.abs(cosine / hebb - 1)).toBeLessThan(1e-6);
        expect(weightNorm.value).toBeCloseTo(norm.value, 12);
      }),
      { numRuns: 30 },
    );
  });

  it('rescaling the teacher rescales the overlap and nothing else', () => {
    fc.assert(
      fc.property(problems, fc.double({ min: 0.1, max: 10, noNaN: true }), (problem, c) => {
        const { teacher } = problem;
        const scaled: Teacher = {
          ...teacher,
          secondMoment: c * teacher.secondMoment,
          noiseVariance: c * teacher.noiseVariance,
        };
        const a = solve(problem);
        const b = solve({ ...problem, teacher: scaled });
        const root = Math.sqrt(c);
        expect(
          apart({ value: root * a.overlap.value, error: root * a.overlap.error }, b.overlap),
        ).toBeLessThanOrEqual(1);
        for (const key of [
          'norm',
          'susceptibility',
          'generalisationError',
          'trainingLoss',
        ] as const)
          expect(apart(a[key], b[key], 1e-15), key).toBeLessThanOrEqual(1);
      }),
      { numRuns: 40 },
    );
  });

  it('never beats the Bayes-optimal error', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { alpha, teacher } = problem;
        const { secondMoment, noiseVariance } = teacher;
        const label =
          noiseVariance > 0
            ? channel({ kind: 'probit', noiseVariance: noiseVariance / secondMoment })
            : channel({ kind: 'sign' });
        const bayes = fixedPoint(
          prior({ kind: 'gaussian', variance: 1 }),
          label,
          alpha,
          'uninformed',
        );
        // Against the clean teacher; flips only add to it
        const sign = channel({ kind: 'sign' });
        const { bayesClassification } = generalisationError(sign.spec, 1, bayes.overlap.value);
        const { generalisationError: error } = solve(problem);
        expect(error.value + error.error).toBeGreaterThanOrEqual(
          (bayesClassification?.value ?? Number.NaN) - 1e-12,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('order parameters keep their bounds', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const {
          overlap,
          norm,
          susceptibility,
          trainingError,
          generalisationError: error,
        } = solve(problem);
        const V = susceptibility.value;
        expect(overlap.value ** 2).toBeLessThanOrEqual(
          problem.teacher.secondMoment * norm.value * (1 + 1e-12),
        );
        expect(V).toBeGreaterThan(0);
        expect(V).toBeLessThanOrEqual((1 + 1e-12) / problem.lambda);
        expect(error.value).toBeLessThanOrEqual(0.5);
        expect(trainingError.value).toBeLessThanOrEqual(0.5 + 1e-12);
        // V̂ V ≤ α: there are not more support vectors than samples
        if (problem.loss === 'hinge')
          expect(1 / V - problem.lambda).toBeLessThanOrEqual((problem.alpha / V) * (1 + 1e-9));
      }),
    );
  });

  it('labels of pure noise teach nothing', () => {
    fc.assert(
      fc.property(losses, alphas, lambdas, (loss, alpha, lambda) => {
        const point = ermFixedPoint(loss, alpha, lambda, { ...cleanTeacher, flipProbability: 0.5 });
        expect(point.overlap.value).toBe(0);
        expect(point.generalisationError.value).toBe(0.5);
      }),
      { numRuns: 30 },
    );
  });

  it('accuracy: 1e-9 everywhere, 1e-10 away from the corner of small λ and many samples', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const point = solve(problem);
        const corner = problem.loss !== 'square' && problem.lambda < 1e-5 && problem.alpha > 30;
        const relative = corner ? 1e-9 : 1e-10;
        for (const key of [
          'overlap',
          'norm',
          'susceptibility',
          'generalisationError',
          'objective',
        ] as const)
          expect(point[key].error, key).toBeLessThanOrEqual(relative * point[key].value);
      }),
      { numRuns: 150 },
    );
  });

  it('a neighbour to start from changes nothing beyond the error', () => {
    fc.assert(
      fc.property(problems, real(-3, 3), real(-1, 1), (problem, byLambda, byAlpha) => {
        const { loss, teacher, alpha, lambda } = problem;
        const near = ermFixedPoint(
          loss,
          alpha * Math.exp(byAlpha),
          lambda * Math.exp(byLambda),
          teacher,
        );
        const warm = ermFixedPoint(loss, alpha, lambda, teacher, near);
        const cold = solve(problem);
        for (const key of ['overlap', 'norm', 'susceptibility', 'generalisationError'] as const)
          expect(apart(warm[key], cold[key]), key).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('square loss', () => {
  const textbook = (alpha: number, lambda: number, teacher: Teacher) => {
    const c = labelCorrelation(teacher);
    const rho = teacher.secondMoment;
    const A = alpha + lambda - 1;
    const V = 2 / (A + Math.sqrt(A * A + 4 * lambda));
    const D = lambda + alpha / (1 + V);
    const m = (rho * alpha * c) / ((1 + V) * D);
    const B = alpha / ((1 + V) ** 2 * D ** 2);
    const q = (m ** 2 / rho + B * (1 - 2 * m * c)) / (1 - B);
    return { m, q, V, loss: (1 + q - 2 * m * c) / (2 * (1 + V) ** 2) };
  };

  it('is the textbook formula where that does not cancel', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 5, noNaN: true }),
        fc.double({ min: 0.1, max: 5, noNaN: true }),
        teachers,
        (alpha, lambda, teacher) => {
          const point = ermFixedPoint('square', alpha, lambda, teacher);
          const { m, q, V, loss } = textbook(alpha, lambda, teacher);
          expect(point.overlap.value / m).toBeCloseTo(1, 12);
          expect(point.norm.value / q).toBeCloseTo(1, 12);
          expect(point.susceptibility.value / V).toBeCloseTo(1, 12);
          expect(point.trainingLoss.value / loss).toBeCloseTo(1, 12);
        },
      ),
    );
  });

  it('ridgeless limits, on both sides of n = d', () => {
    fc.assert(
      fc.property(alphas, teachers, (alpha, teacher) => {
        fc.pre(Math.abs(alpha - 1) > 0.01);
        const { overlap, norm, trainingLoss } = ermFixedPoint('square', alpha, 0, teacher);
        const c = labelCorrelation(teacher);
        const rho = teacher.secondMoment;
        const [m, q] =
          alpha < 1
            ? [
                rho * alpha * c,
                (alpha ** 2 * c ** 2 * rho + alpha * (1 - 2 * rho * alpha * c ** 2)) / (1 - alpha),
              ]
            : [rho * c, (rho * c ** 2 + (1 - 2 * rho * c ** 2) / alpha) / (1 - 1 / alpha)];
        expect(overlap.value / m).toBeCloseTo(1, 11);
        expect(norm.value / q).toBeCloseTo(1, 11);
        if (alpha < 1) expect(trainingLoss.value).toBe(0);
        // The next order is λ (1 + α)²/(1 − α)² at most
        const small = ermFixedPoint(
          'square',
          alpha,
          1e-8 * ((1 - alpha) / (1 + alpha)) ** 2,
          teacher,
        );
        expect(small.norm.value / norm.value).toBeCloseTo(1, 6);
        expect(small.overlap.value / overlap.value).toBeCloseTo(1, 6);
      }),
    );
  });

  it('double descent: at small λ the error peaks at n = d, where it is a coin toss', () => {
    const error = (alpha: number) =>
      ermFixedPoint('square', alpha, 1e-12, cleanTeacher).generalisationError.value;
    expect(error(1)).toBeGreaterThan(0.49);
    for (const alpha of [0.3, 0.6, 0.9, 0.99])
      expect(error(alpha)).toBeLessThan(error(1 - (1 - alpha) / 10) + 1e-3);
    for (const alpha of [1.01, 1.1, 1.5, 3]) {
      expect(error(alpha)).toBeLessThan(error(1 + (alpha - 1) / 10));
      expect(error(alpha)).toBeLessThan(error(1));
    }
  });

  it('the hinge has no peak at n = d', () => {
    const error = (alpha: number) =>
      ermFixedPoint('hinge', alpha, 1e-6, cleanTeacher).generalisationError.value;
    const curve = [0.5, 0.8, 0.95, 1, 1.05, 1.2, 1.5].map(error);
    for (let i = 1; i < curve.length; i++) expect(curve[i]).toBeLessThan(curve[i - 1]);
  });
});

describe('bad input', () => {
  it.each([
    ['alpha', () => ermFixedPoint('square', 0, 1, cleanTeacher)],
    ['lambda', () => ermFixedPoint('logistic', 1, 0, cleanTeacher)],
    ['lambda', () => ermFixedPoint('square', 1, -1, cleanTeacher)],
    ['alpha', () => ermFixedPoint('square', 1, 0, cleanTeacher)],
    ['noiseVariance', () => ermFixedPoint('hinge', 1, 1, { ...cleanTeacher, noiseVariance: -1 })],
    [
      'flipProbability',
      () => ermFixedPoint('hinge', 1, 1, { ...cleanTeacher, flipProbability: 0.6 }),
    ],
    ['secondMoment', () => ermFixedPoint('hinge', 1, 1, { ...cleanTeacher, secondMoment: 0 })],
  ])('%s is named', (parameter, call) => {
    expect(call).toThrow(DomainError);
    expect(call).toThrow(parameter);
  });
});
