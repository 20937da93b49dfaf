import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loss } from '../../losses/index.ts';
import { gaussianMatrix, multiply, multiplyTransposed, rowOf } from '../../numerics/matrix.ts';
import { philoxStream } from '../../numerics/random.ts';
import { real } from '../../real.fixture.ts';
import { certify } from './certificate.ts';
import { Hessian } from './hessian.ts';
import { along, dot, norm, problem } from './problem.ts';
import { better, minimiseSmooth } from './smooth.ts';

/** Weights at a distance from ŵ, and a step from there that is a Newton step but for an error. */
const questions = fc
  .record({
    kind: fc.constantFrom('square' as const, 'logistic' as const),
    rows: fc.integer({ min: 1, max: 8 }),
    columns: fc.integer({ min: 1, max: 8 }),
    scale: real(-1, 1),
    lambda: real(-4, 1),
    distance: real(-9, 0),
    inexact: fc.oneof(fc.constant(Number.NEGATIVE_INFINITY), real(-12, -1)),
    seed: fc.nat(),
  })
  .map(({ kind, rows, columns, scale, lambda, distance, inexact, seed }) => {
    const stream = philoxStream(seed);
    const gaussian = (n: number) => Float64Array.from({ length: n }, () => stream.normal());
    const matrix = gaussianMatrix(rows, columns, stream);
    matrix.data.forEach((x, i) => {
      matrix.data[i] = 10 ** scale * x;
    });
    const labels = gaussian(rows).map(kind === 'square' ? (x) => x : Math.sign);
    const task = problem('test', loss(kind), 10 ** lambda, matrix, labels);
    const minimum = minimiseSmooth(task);
    const size = 10 ** distance * Math.max(norm(minimum.weights), 1e-3);
    const w = along(minimum.weights, size / Math.sqrt(columns), gaussian(columns));
    const certificate = certify(task, w);
    const exact = new Hessian(task).factor(certificate.curvature)(
      certificate.gradient.map((x) => -x),
    );
    const error = (10 ** inexact * norm(exact)) / Math.sqrt(columns);
    const step = along(exact, error, gaussian(columns));
    return { task, minimum, w, certificate, step };
  });

describe('weights after a Newton step that is none', () => {
  it('have a bound where a sample is so far out that its pull and curvature are 0', () => {
    const rows = 21;
    const data = new Float64Array(rows).fill(1);
    const labels = data.map((_, mu) => (mu < 2 ? -1 : 1));
    data[20] = 1000;
    const matrix = { rows, columns: 1, data };
    const task = problem('test', loss('logistic'), 0.01, matrix, labels);
    const w = minimiseSmooth(task).weights.map((x) => x + 1e-8);
    const certificate = certify(task, w);
    expect(certificate.curvature[20]).toBe(0);
    expect(certificate.pullError[20]).toBe(0);
    const step = new Hessian(task).factor(certificate.curvature)(
      certificate.gradient.map((g) => -g),
    );
    const found = better(task, w, certificate, step);
    expect(found.weightError).toBeLessThan((0.01 * certificate.gradientBound) / task.lambda);
  });

  it('lie within their bound of the minimiser, and so do objective and duality gap', () => {
    fc.assert(
      fc.property(questions, ({ task, minimum, w, certificate, step }) => {
        const found = better(task, w, certificate, step);
        const off = norm(along(found.weights, -1, minimum.weights));
        expect(off).toBeLessThanOrEqual(found.weightError + minimum.weightError);
        expect(found.weightError).toBeLessThanOrEqual(certificate.gradientBound / task.lambda);
        const { value, error } = minimum.objective;
        expect(Math.abs(found.objective.value - value)).toBeLessThanOrEqual(
          found.objective.error + error,
        );
        const after = certify(task, found.weights).objective;
        expect(after.value - value).toBeLessThanOrEqual(
          found.dualityGap + error + (after.error - found.dualityGap),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('have the bounds that are documented, term by term', () => {
    const terms = new Map<string, number>();
    const leads = (all: { readonly [name: string]: number }): number => {
      const [name] = Object.entries(all).reduce((a, b) => (b[1] > a[1] ? b : a));
      terms.set(name, (terms.get(name) ?? 0) + 1);
      return Object.values(all).reduce((sum, x) => sum + x, 0);
    };
    fc.assert(
      fc.property(questions, ({ task, w, certificate, step }) => {
        const { lambda, matrix } = task;
        const { gradient, curvature, gradientBound, pullError } = certificate;
        // H p, densely
        const bent = multiply(matrix, step).map((x, mu) => curvature[mu] * x);
        const image = along(multiplyTransposed(matrix, bent), lambda, step);
        const residual = norm(along(image, 1, gradient));
        const roundings = 1e-14 * (norm(image) + norm(gradient));
        const longest = Math.max(
          ...Array.from({ length: matrix.rows }, (_, mu) => norm(rowOf(matrix, mu))),
        );
        const delta = task.loss.kind === 'square' ? 0 : (longest * gradientBound) / lambda;
        const bend = delta * Math.exp(2 * delta);
        const energy = dot(step, image);
        const after = along(w, 1, step);
        const noise = norm(pullError.map((e, mu) => (e === 0 ? 0 : e / Math.sqrt(curvature[mu]))));
        const distance = leads({
          'weights: residual': residual / lambda,
          'weights: bend': bend * Math.sqrt(energy / lambda),
          'weights: noise': noise / (2 * Math.sqrt(lambda)),
        });
        const found = better(task, w, certificate, step);
        if (!(distance < gradientBound / lambda)) return;
        if (found.weights.every((x, i) => x === w[i])) return;
        expect(found.weights).toEqual(after);
        const rounding = 2 ** -51 * norm(after) + 2 ** -51 * norm(step);
        const allowed = roundings / lambda + rounding + 1e-10 * distance;
        expect(Math.abs(found.weightError - distance)).toBeLessThanOrEqual(allowed);
        const frobenius = Math.sqrt(dot(matrix.data, matrix.data));
        const most = lambda + (task.loss.kind === 'square' ? 1 : 1 / 4) * frobenius ** 2;
        const slope = leads({
          'slope: residual': residual,
          'slope: bend': bend * Math.sqrt(energy * most),
          'slope: noise': frobenius * norm(pullError),
        });
        const gap = slope ** 2 / (2 * lambda);
        const slack = roundings + most * rounding + 1e-10 * slope;
        expect(Math.abs(found.dualityGap - gap)).toBeLessThanOrEqual(
          ((2 * slope + slack) * slack) / (2 * lambda),
        );
        const { objective, dualityGap } = certificate;
        expect(
          Math.abs(found.objective.value - objective.value - dot(gradient, step) / 2),
        ).toBeLessThanOrEqual(2 ** -52 * Math.abs(objective.value));
        const risk = leads({
          'objective: rounding': objective.error - dualityGap,
          'objective: residual': residual * norm(step),
          'objective: bend': bend * energy,
        });
        expect(Math.abs(found.objective.error - risk)).toBeLessThanOrEqual(
          roundings * norm(step) +
            2 ** -49 * gradientBound * norm(step) +
            1e-10 * risk +
            1e-16 * dualityGap * 4,
        );
      }),
      { numRuns: 400 },
    );
    // each matters somewhere
    expect(Math.min(...terms.values())).toBeGreaterThan(3);
    expect([...terms.keys()].sort()).toEqual([
      'objective: bend',
      'objective: residual',
      'objective: rounding',
      'slope: bend',
      'slope: noise',
      'slope: residual',
      'weights: bend',
      'weights: noise',
      'weights: residual',
    ]);
  });
});
