import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loss } from '../../losses/index.ts';
import { gaussianMatrix, multiply } from '../../numerics/matrix.ts';
import { philoxStream } from '../../numerics/random.ts';
import { real } from '../../real.fixture.ts';
import { conjugateGradients, Hessian, hessianProduct } from './hessian.ts';
import { evaluate, lineSearch, newton } from './newton.ts';
import { along, dot, norm, type Problem, problem } from './problem.ts';

/** Passes over the data, which are what everything here costs. */
function counted(question: Problem) {
  const passes = { count: 0 };
  const kernel: Problem['kernel'] = {
    ...question.kernel,
    sweepLinear: (...args) => {
      passes.count++;
      question.kernel.sweepLinear(...args);
    },
  };
  return { question: { ...question, kernel }, passes };
}

const questions = fc
  .record({
    kind: fc.constantFrom('square' as const, 'logistic' as const),
    rows: fc.integer({ min: 1, max: 12 }),
    columns: fc.integer({ min: 1, max: 12 }),
    lambda: real(-6, 2),
    noise: fc.constantFrom(0, 1),
    seed: fc.nat(),
  })
  .map(({ kind, rows, columns, lambda, noise, seed }) => {
    const stream = philoxStream(seed);
    const gaussian = (n: number) => Float64Array.from({ length: n }, () => stream.normal());
    const matrix = gaussianMatrix(rows, columns, stream);
    const labels = multiply(matrix, gaussian(columns)).map((z) =>
      Math.sign(z + noise * stream.normal()),
    );
    return {
      ...counted(problem('test', loss(kind), 10 ** lambda, matrix, labels)),
      curvature: Float64Array.from({ length: rows }, () => stream.uniform() / 4),
      w: gaussian(columns),
      b: gaussian(columns),
    };
  });

describe('a line search', () => {
  it('halves the slope in a few passes, from steps a thousand times too short or too long', () => {
    const kinds = { longer: 0, shorter: 0, atOnce: 0 };
    fc.assert(
      fc.property(questions, real(-3, 3), ({ question, passes, w }, scale) => {
        const from = evaluate(question, w);
        const direction = from.gradient.map((x) => (-(10 ** scale) * x) / norm(from.gradient));
        passes.count = 0;
        const found = lineSearch(question, from, direction);
        const [start, slope] = [from, found].map(({ gradient }) => dot(gradient, direction));
        expect(Math.abs(slope)).toBeLessThanOrEqual(Math.abs(start) / 2);
        const t = norm(along(found.w, -1, w)) / norm(direction);
        kinds[t > 1.5 ? 'longer' : t < 0.999 ? 'shorter' : 'atOnce']++;
        expect(passes.count).toBeLessThanOrEqual(20);
        expect(dot(along(found.w, -1, w), direction)).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
    expect(Math.min(...Object.values(kinds))).toBeGreaterThan(10);
  });
});

describe('conjugate gradients', () => {
  it('solve H x = b, in as many products as there are dimensions and some for rounding', () => {
    fc.assert(
      fc.property(questions, real(-10, -1), ({ question, passes, curvature, b }, exponent) => {
        const tolerance = 10 ** exponent;
        const { rows, columns } = question.matrix;
        const budget = 400;
        passes.count = 0;
        const { x, converged } = conjugateGradients(question, curvature, b, { tolerance, budget });
        expect(converged).toBe(true);
        const products = passes.count;
        if (question.lambda > 0.1)
          expect(products).toBeLessThanOrEqual(Math.min(rows + 1, columns) + 6);
        const image = hessianProduct(question, curvature, x);
        const condition = 1 + question.matrixNorm ** 2 / question.lambda;
        expect(norm(along(image, -1, b))).toBeLessThanOrEqual(
          (tolerance + 1e-14 * condition) * 1.001 * norm(b),
        );
        if (products < 2) return;
        const less = conjugateGradients(question, curvature, b, {
          tolerance,
          budget: products - 1,
        });
        expect(less.converged).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('need one product or two with the inverse for preconditioner, and none for b = 0', () => {
    fc.assert(
      fc.property(questions, ({ question, passes, curvature, b }) => {
        const precondition = new Hessian(question).factor(curvature);
        const tolerance = 1e-6;
        passes.count = 0;
        const { converged } = conjugateGradients(question, curvature, b, {
          tolerance,
          budget: 4,
          precondition,
        });
        expect(converged).toBe(true);
        expect(passes.count).toBeLessThanOrEqual(question.lambda > 1e-3 ? 1 : 3);
        const zero = b.map(() => 0);
        passes.count = 0;
        const nothing = conjugateGradients(question, curvature, zero, { tolerance, budget: 4 });
        expect(nothing).toEqual({ x: zero, converged: true });
        expect(passes.count).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('have converged where nothing is left at all', () => {
    const matrix = gaussianMatrix(1, 3, philoxStream(1));
    const question = problem('test', loss('square'), 2, matrix, [1]);
    const b = Float64Array.of(1, -2, 3);
    const found = conjugateGradients(question, Float64Array.of(0), b, { tolerance: 0, budget: 1 });
    expect(found).toEqual({ x: Float64Array.of(0.5, -1, 1.5), converged: true });
  });

  it('asked for more than rounding allows, stop with what they have', () => {
    fc.assert(
      fc.property(questions, ({ question, curvature, b }) => {
        const { x } = conjugateGradients(question, curvature, b, {
          tolerance: 1e-20,
          budget: 2000,
        });
        const image = hessianProduct(question, curvature, x);
        const condition = 1 + question.matrixNorm ** 2 / question.lambda;
        expect(norm(along(image, -1, b))).toBeLessThanOrEqual(1e-13 * condition * norm(b));
      }),
      { numRuns: 200 },
    );
  });
});

describe("Newton's method", () => {
  it('is at the minimum to ten digits after a few passes', () => {
    fc.assert(
      fc.property(questions, ({ question, passes }) => {
        passes.count = 0;
        const { w } = newton(question);
        const { columns, rows } = question.matrix;
        expect(passes.count).toBeLessThanOrEqual(45 + 15 * Math.min(columns, rows));
        const { gradient, scale } = evaluate(question, w);
        expect(norm(gradient)).toBeLessThanOrEqual(
          Math.max(1.001e-10 * question.lambda * norm(w), 1e-13 * scale),
        );
      }),
      { numRuns: 300 },
    );
  });
});
