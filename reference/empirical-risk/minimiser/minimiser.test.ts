import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../errors.ts';
import { type LossKind, loss, lossKinds } from '../../losses/index.ts';
import {
  gaussianMatrix,
  type Matrix,
  multiply,
  multiplyTransposed,
} from '../../numerics/matrix.ts';
import { philoxStream } from '../../numerics/random.ts';
import { real } from '../../real.fixture.ts';
import { certify } from './certificate.ts';
import { Hessian } from './hessian.ts';
import { minimise } from './index.ts';
import { along, norm, problem } from './problem.ts';
import { minimiseSquare } from './square.ts';

interface Instance {
  readonly kind: LossKind;
  readonly lambda: number;
  readonly matrix: Matrix;
  readonly labels: Float64Array;
  readonly [fc.toStringMethod]?: () => string;
}

/** Teacher labels with noise from none (separable) to everything; shapes on both sides of n = d. */
const instance = fc
  .record({
    kind: fc.constantFrom(...lossKinds),
    exponent: real(-8, 6),
    rows: fc.integer({ min: 1, max: 40 }),
    columns: fc.integer({ min: 1, max: 40 }),
    noise: fc.constantFrom(0, 0.5, 100),
    seed: fc.nat(),
  })
  .map(({ kind, exponent, rows, columns, noise, seed }): Instance => {
    const stream = philoxStream(seed);
    const matrix = gaussianMatrix(rows, columns, stream);
    const teacher = Float64Array.from({ length: columns }, () => stream.normal());
    const labels = multiply(matrix, teacher).map((z) => (z + noise * stream.normal() < 0 ? -1 : 1));
    const lambda = 10 ** exponent;
    const print = () =>
      `${kind}, λ = ${lambda}, ${rows} × ${columns}, noise ${noise}, seed ${seed}`;
    return { kind, lambda, matrix, labels, [fc.toStringMethod]: print };
  });

const solved = ({ kind, lambda, matrix, labels }: Instance) =>
  minimise(kind, lambda, matrix, labels);

function objective({ kind, lambda, matrix, labels }: Instance, w: Float64Array): number {
  const { value } = loss(kind);
  const risk = multiply(matrix, w).reduce((sum, z, mu) => sum + value(labels[mu] * z), 0);
  return risk + (lambda / 2) * norm(w) ** 2;
}

const near = (a: Float64Array, b: Float64Array, allowance: number) =>
  expect(norm(along(a, -1, b))).toBeLessThanOrEqual(allowance);

/** What a relative perturbation ε of the data moves: condition (|X|²/λ + 1) at most. */
const sensitivity = ({ lambda, matrix }: Instance) =>
  64 * Number.EPSILON * (1 + norm(matrix.data) ** 2 / lambda);

describe('minimise', () => {
  it('knows its weights and its objective to ten digits, from λ = 1e-8 to 1e6', () => {
    fc.assert(
      fc.property(instance, (question) => {
        const { weights, weightError, objective: minimum } = solved(question);
        // Without a penalty to speak of weights are of order one, and a single one may be small by accident
        const scale = question.lambda < 1e-4 ? Math.max(1, norm(weights)) : norm(weights);
        expect(weightError).toBeLessThanOrEqual(1e-10 * scale);
        expect(minimum.error).toBeLessThanOrEqual(1e-10 * minimum.value);
      }),
      { numRuns: 200 },
    );
  });

  it('samples of unlike lengths, from a tenth to ten times the usual, some of them twice', () => {
    const unlike = fc
      .tuple(instance, fc.array(real(-1, 1), { minLength: 40, maxLength: 40 }), real(-3, 2))
      .map(([{ kind, matrix, labels }, lengths, exponent]): Instance => {
        const { rows, columns } = matrix;
        const data = matrix.data.map((x, i) => x * 10 ** lengths[Math.floor(i / columns)]);
        if (rows > 2) data.copyWithin(columns, 0, columns);
        const scaled = { rows, columns, data };
        return { kind, lambda: 10 ** exponent, matrix: scaled, labels };
      });
    fc.assert(
      fc.property(unlike, (question) => {
        const { weights, weightError, objective: minimum } = solved(question);
        expect(minimum.error).toBeLessThanOrEqual(1e-9 * minimum.value);
        // Where dependent samples lie on its edge, the weights of the hinge are known less well
        if (question.kind === 'hinge') return;
        expect(weightError).toBeLessThanOrEqual((1e-9 + 8 * sensitivity(question)) * norm(weights));
      }),
      { numRuns: 200 },
    );
  });

  it('two samples that contradict each other far out, where a full Newton step overshoots', () => {
    for (const c of [20, 150, 1000]) {
      const data = Float64Array.of(c, c, -c, -c, -0.004, 0.013);
      const matrix = { rows: 3, columns: 2, data };
      // Along (1, 1) the two are balanced by what the third one and λ leave
      const answer = minimise('logistic', 4e-5, matrix, Float64Array.of(1, 1, -1));
      expect(answer.weightError).toBeLessThan(1e-9 * norm(answer.weights));
      expect(answer.objective.error).toBeLessThan(1e-12);
    }
  });

  it('the objective is the one of the definition, and no other point has a smaller one', () => {
    fc.assert(
      fc.property(instance, fc.nat(), fc.integer({ min: -12, max: 1 }), (question, seed, size) => {
        const { weights, objective: minimum } = solved(question);
        const n = question.matrix.rows;
        // rounding of the plain sum: of the margins, of the order of one, and of their losses
        const rounding = 8 * Number.EPSILON * (n + minimum.value) * (n + question.matrix.columns);
        expect(Math.abs(objective(question, weights) - minimum.value)).toBeLessThanOrEqual(
          minimum.error + rounding,
        );
        const stream = philoxStream(seed);
        const other = weights.map((w) => w + 10 ** size * stream.normal());
        expect(objective(question, other)).toBeGreaterThanOrEqual(
          minimum.value - minimum.error - rounding,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('the weights are a combination of the samples with the pulls −ℓ′(u), smooth losses', () => {
    fc.assert(
      fc.property(instance, (question) => {
        fc.pre(question.kind !== 'hinge');
        const { weights, weightError } = solved(question);
        const { lambda, matrix, labels } = question;
        const { derivative, maximalCurvature } = loss(question.kind);
        const gradient = weights.map((w) => lambda * w);
        multiply(matrix, weights).forEach((z, mu) => {
          const pull = -labels[mu] * derivative(labels[mu] * z);
          for (let i = 0; i < gradient.length; i++)
            gradient[i] -= matrix.data[mu * gradient.length + i] * pull;
        });
        const squared = norm(matrix.data) ** 2;
        const rounding =
          1e-14 * (norm(matrix.data) * Math.sqrt(matrix.rows) + squared * norm(weights));
        expect(norm(gradient)).toBeLessThanOrEqual(
          (lambda + maximalCurvature * squared) * weightError + rounding,
        );
      }),
    );
  });

  it('hinge: the duality gap closes', () => {
    fc.assert(
      fc.property(instance, (question) => {
        const { dualityGap, weights } = solved({ ...question, kind: 'hinge' });
        const n = question.matrix.rows;
        // the weights are rounded: each margin moves by that much, and its loss with it
        const fields = norm(question.matrix.data) * norm(weights);
        expect(dualityGap).toBeLessThanOrEqual(4 * Number.EPSILON * n * (1 + fields));
      }),
      { numRuns: 100 },
    );
  });

  it('inputs × c and λ × c²: weights / c, same objective (c a power of two)', () => {
    fc.assert(
      fc.property(instance, fc.constantFrom(0.125, 0.5, 2, 64), (question, c) => {
        const { matrix, lambda } = question;
        const one = solved(question);
        const scaled = solved({
          ...question,
          lambda: c * c * lambda,
          matrix: { ...matrix, data: matrix.data.map((x) => c * x) },
        });
        near(
          scaled.weights.map((w) => c * w),
          one.weights,
          one.weightError + c * scaled.weightError,
        );
        expect(Math.abs(scaled.objective.value - one.objective.value)).toBeLessThanOrEqual(
          one.objective.error + scaled.objective.error,
        );
      }),
    );
  });

  it('samples and features may be permuted, and signs moved between inputs and labels', () => {
    fc.assert(
      fc.property(instance, (question) => {
        const { matrix, labels } = question;
        const { rows, columns } = matrix;
        const data = new Float64Array(rows * columns);
        for (let mu = 0; mu < rows; mu++)
          for (
            let i = 0;
            i < columns;
            i++ // reversed both ways, all labels +1
          )
            data[(rows - 1 - mu) * columns + (columns - 1 - i)] =
              labels[mu] * matrix.data[mu * columns + i];
        const turned = solved({
          ...question,
          matrix: { rows, columns, data },
          labels: new Float64Array(rows).fill(1),
        });
        const one = solved(question);
        near(turned.weights.slice().reverse(), one.weights, one.weightError + turned.weightError);
      }),
    );
  });

  it('orthogonal transformations of the inputs turn the weights (Householder)', () => {
    fc.assert(
      fc.property(instance, fc.nat(), (question, seed) => {
        const { matrix } = question;
        const stream = philoxStream(seed);
        const axis = Float64Array.from({ length: matrix.columns }, () => stream.normal());
        const factor = 2 / norm(axis) ** 2;
        const reflect = (x: Float64Array) =>
          along(x, -factor * x.reduce((s, xi, i) => s + xi * axis[i], 0), axis);
        const data = new Float64Array(matrix.data.length);
        for (let mu = 0; mu < matrix.rows; mu++) {
          const at = mu * matrix.columns;
          data.set(reflect(matrix.data.subarray(at, at + matrix.columns)), at);
        }
        const one = solved(question);
        const turned = solved({ ...question, matrix: { ...matrix, data } });
        near(
          reflect(turned.weights),
          one.weights,
          one.weightError + turned.weightError + sensitivity(question) * norm(one.weights) + 1e-14,
        );
      }),
    );
  });

  it('a sample given twice is a sample that counts twice: half of λ on half of the data', () => {
    fc.assert(
      fc.property(instance, (question) => {
        const { matrix, labels } = question;
        const twice = solved({
          ...question,
          lambda: 2 * question.lambda,
          matrix: {
            ...matrix,
            rows: 2 * matrix.rows,
            data: Float64Array.of(...matrix.data, ...matrix.data),
          },
          labels: Float64Array.of(...labels, ...labels),
        });
        const one = solved(question);
        near(twice.weights, one.weights, one.weightError + twice.weightError);
      }),
    );
  });

  it('λ → ∞ is the Hebb rule: λ ŵ → −ℓ′(0) Xᵀ y', () => {
    fc.assert(
      fc.property(instance, (question) => {
        const { matrix, labels, kind } = question;
        const lambda = 1e10;
        const { weights } = solved({ ...question, lambda });
        const hebb = new Float64Array(matrix.columns);
        matrix.data.forEach((x, k) => {
          hebb[k % matrix.columns] += labels[Math.floor(k / matrix.columns)] * x;
        });
        const slope = -loss(kind).derivative(0);
        const allowance = (norm(matrix.data) ** 2 * norm(hebb)) / lambda;
        near(
          weights.map((w) => lambda * w),
          hebb.map((h) => slope * h),
          allowance + 1e-13 * norm(hebb),
        );
      }),
    );
  });

  it('hinge on samples that are alike: the weights are still unique', () => {
    const matrix = { rows: 4, columns: 2, data: Float64Array.of(1, 0, 1, 0, 1, 0, 0, 1) };
    const { weights, dualityGap } = minimise('hinge', 0.5, matrix, [1, 1, 1, 1]);
    near(weights, Float64Array.of(1, 1), 1e-12);
    expect(dualityGap).toBeLessThan(1e-14);
  });

  it.each(lossKinds)('%s: inputs that are all zero leave zero weights', (kind) => {
    const matrix = { rows: 3, columns: 2, data: new Float64Array(6) };
    const { weights, objective: minimum } = minimise(kind, 1, matrix, [1, -1, 1]);
    expect([...weights].map(Math.abs)).toEqual([0, 0]);
    expect(minimum.value).toBeCloseTo(3 * loss(kind).value(0), 14);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['λ = 0', () => minimise('square', 0, tiny, [1, -1]), /lambda must be a finite number > 0/],
    ['λ < 0', () => minimise('hinge', -1, tiny, [1, -1]), /lambda/],
    ['a label 0', () => minimise('logistic', 1, tiny, [1, 0]), /labels\[1\] must be \+1 or -1/],
    ['a real label', () => minimise('square', 1, tiny, [1, 0.5]), /labels\[1\]/],
    ['too few labels', () => minimise('hinge', 1, tiny, [1]), /length of labels must be 2/],
    [
      'NaN',
      () => minimise('square', 1, { ...tiny, data: Float64Array.of(1, Number.NaN) }, [1, 1]),
      /matrix\[1\]\[0\]/,
    ],
    ['an unknown loss', () => minimise('cubic' as LossKind, 1, tiny, [1, 1]), /"square"/],
  ])('rejects %s', (_, make, message) => {
    expect(make).toThrow(DomainError);
    expect(make).toThrow(message);
  });
});

const tiny: Matrix = { rows: 2, columns: 1, data: Float64Array.of(1, 2) };

it('hinge, λ → 0: a vertex of the linear programme, where its Hessian has no digits left', () => {
  const labels = Float64Array.of(1, 1, -1, -1, 1);
  for (const lambda of [1e-10, 1e-12, 1e-14])
    for (const [inputs, vertex, risk] of [
      [[1, 1, 1, 1, 1, 1, -1, 1, 2, 1], [1, 0], 2],
      [[-1, 1, -1, 1, -2, -2, 1, -1, -1, -1], [-1 / 4, 3 / 4], 3 / 2],
    ] as const) {
      const matrix = { rows: 5, columns: 2, data: Float64Array.from(inputs) };
      const {
        weights,
        weightError,
        objective: minimum,
      } = minimise('hinge', lambda, matrix, labels);
      expect(norm(weights.map((w, i) => w - vertex[i]))).toBeLessThan(1e-12);
      expect(weightError).toBeLessThan(0.1);
      const exact = risk + (lambda / 2) * (vertex[0] ** 2 + vertex[1] ** 2);
      expect(Math.abs(minimum.value - exact)).toBeLessThanOrEqual(minimum.error);
      expect(minimum.error).toBeLessThan(1e-14);
    }
});

describe('the certificate of a smooth problem, at any weights', () => {
  it('is the gradient of the definition, and the duality gap |∇P|²/2λ = P(w) − D(a)', () => {
    fc.assert(
      fc.property(instance, real(-2, 2), fc.boolean(), (question, size, square) => {
        const kind = square ? 'square' : 'logistic';
        const { matrix, labels } = question;
        const lambda = 10 ** (size / 2);
        const stream = philoxStream(9);
        const w = Float64Array.from({ length: matrix.columns }, () => 10 ** size * stream.normal());
        const found = certify(problem('test', loss(kind), lambda, matrix, labels), w);
        // −∂ℓ/∂z, and D(a) = −Σ ℓ*(−a) − |Xᵀa|²/2λ; u = y z
        const z = multiply(matrix, w);
        const pull = z.map((x, mu) => -labels[mu] * loss(kind).derivative(labels[mu] * x));
        const back = multiplyTransposed(matrix, pull);
        const gradient = back.map((x, i) => lambda * w[i] - x);
        near(found.gradient, gradient, 1e-12 * (norm(back) + lambda * norm(w)));
        const conjugate = pull.reduce((sum, a, mu) => {
          const p = a * labels[mu]; // −ℓ′(u)
          const entropy = (x: number) => (x > 0 ? x * Math.log(x) : 0);
          return sum + (square ? p * p : 2 * (entropy(p) + entropy(1 - p))) / 2 - (square ? p : 0);
        }, 0);
        const primal = objective({ kind, lambda, matrix, labels }, w);
        const gap = primal + conjugate + norm(back) ** 2 / (2 * lambda);
        const scale = primal + Math.abs(conjugate) + norm(back) ** 2 / lambda;
        expect(Math.abs(found.dualityGap - gap)).toBeLessThan(1e-12 * scale);
        expect(found.gradientBound).toBeGreaterThanOrEqual(norm(found.gradient));
        expect(found.gradientBound).toBeLessThan(norm(gradient) + 1e-13 * scale);
        expect(Math.abs(found.objective.value - primal)).toBeLessThan(1e-13 * scale);
        const rounding = found.objective.error - found.dualityGap;
        expect(rounding).toBeGreaterThanOrEqual(0);
        expect(rounding).toBeLessThan(1e-13 * scale);
      }),
      { numRuns: 100 },
    );
  });
});

describe('Hessian', () => {
  it('is inverted alike in both shapes', () => {
    fc.assert(
      fc.property(instance, (question) => {
        const { matrix } = question;
        const lambda = Math.max(question.lambda, 1e-3);
        const stream = philoxStream(matrix.rows);
        // curvatures down to nothing, as on samples of large margin
        const curvature = Float64Array.from({ length: matrix.rows }, () =>
          stream.uniform() < 0.2 ? 0 : 10 ** (-4 * stream.uniform()),
        );
        const b = Float64Array.from({ length: matrix.columns }, () => stream.normal());
        const [columns, rows] = (['columns', 'rows'] as const).map((shape) =>
          new Hessian({ matrix, lambda }, shape).factor(curvature)(b),
        );
        near(
          columns,
          rows,
          sensitivity({ ...question, lambda }) * norm(rows) + (1e-15 * norm(b)) / lambda,
        );
      }),
    );
  });
});

describe('the price of a factor, in products H v of 2 n d multiplications', () => {
  const ofShape = (n: number, d: number) => {
    const { shape, cost } = new Hessian({
      matrix: gaussianMatrix(n, d, philoxStream(1)),
      lambda: 1,
    });
    return { shape, multiplications: cost * 2 * n * d };
  };
  // A Gram matrix has m²/2 places, each a sum of the longer side, and its Cholesky factor costs m³/6
  it('by columns, if there are no more of them than rows', () => {
    expect(ofShape(5, 4).shape).toBe('columns');
    expect(ofShape(4, 4).shape).toBe('columns');
    expect(ofShape(5, 4).multiplications).toBeCloseTo((5 * 4 ** 2) / 2 + 4 ** 3 / 6, 12);
  });
  it('by rows otherwise', () => {
    expect(ofShape(3, 4).shape).toBe('rows');
    expect(ofShape(3, 4).multiplications).toBeCloseTo((4 * 3 ** 2) / 2 + 3 ** 3 / 6, 12);
  });
});

describe('ridge regression', () => {
  it('recovers the weights of noiseless targets as λ → 0 and shrinks orthogonal inputs by 1/(1 + λ)', () => {
    const matrix = gaussianMatrix(30, 10, philoxStream(8));
    const truth = Float64Array.from({ length: 10 }, (_, i) => i - 4.5);
    near(minimiseSquare(1e-13, matrix, multiply(matrix, truth)).weights, truth, 1e-11);
    const identity = { rows: 3, columns: 3, data: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1) };
    near(minimiseSquare(3, identity, [4, 8, -2]).weights, Float64Array.of(1, 2, -0.5), 1e-15);
  });
});
