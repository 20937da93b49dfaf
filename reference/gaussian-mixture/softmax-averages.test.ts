import { describe, expect, it } from 'vitest';
import { integratePlane } from '../numerics/cubature.ts';
import type { Estimate } from '../numerics/estimate.ts';
import type { Matrix } from '../numerics/matrix.ts';
import {
  cholesky,
  combination,
  entry,
  identity,
  matrixOf,
  product,
  transpose,
} from '../numerics/small-matrix.ts';
import { type ScoreLaw, softmaxAverages } from './softmax-averages.ts';
import { contrasts, SoftmaxLoss, SoftmaxProximal } from './softmax-channel.ts';

const law = (n: number, q: number, v: number): ScoreLaw => ({
  mean: Float64Array.from({ length: n }, (_, a) => 0.4 - 0.5 * a),
  covariance: matrixOf(n, n, (i, j) => q * (i === j ? 1 - 0.1 * i : 0.2)),
  width: matrixOf(n, n, (i, j) => v * (i === j ? 1 + 0.2 * i : -0.1)),
});

describe('softmax loss', () => {
  it('contrasts are orthonormal and orthogonal to (1, …, 1)', () => {
    for (const K of [2, 3, 5]) {
      const U = contrasts(K);
      const gap = combination([1, product(transpose(U), U)], [-1, identity(K - 1)]);
      for (const x of gap.data) expect(Math.abs(x)).toBeLessThan(1e-15);
      for (const x of product(
        matrixOf(1, K, () => 1),
        U,
      ).data)
        expect(Math.abs(x)).toBeLessThan(1e-15);
    }
  });

  it('force = −∇ℓ, Hessian = ∇∇ℓ, det H = K Π p', () => {
    const loss = new SoftmaxLoss(3);
    const at = (x: number, y: number) => {
      loss.evaluate(1, [x, y]);
      return { value: loss.value, force: loss.force.slice(), hessian: loss.hessian.slice() };
    };
    const [x, y, h] = [0.7, -1.3, 1e-5];
    const centre = at(x, y);
    const det = loss.determinant;
    const [a, b, c, d] = centre.hessian;
    expect(Math.abs(a * d - b * c - det)).toBeLessThan(1e-15);
    [at(x + h, y), at(x, y + h)].forEach((up, i) => {
      const down = i === 0 ? at(x - h, y) : at(x, y - h);
      expect(Math.abs((up.value - down.value) / (2 * h) + centre.force[i])).toBeLessThan(1e-9);
      for (const j of [0, 1])
        expect(
          Math.abs((up.force[j] - down.force[j]) / (2 * h) + centre.hessian[2 * i + j]),
        ).toBeLessThan(1e-9);
    });
  });

  it('proximal: x = ω + V r(x), from tiny to huge V', () => {
    for (const v of [1e-6, 1, 1e3, 1e7]) {
      const { width } = law(3, 1, v);
      const loss = new SoftmaxLoss(4);
      const omega = [2, -3, 0.5];
      const x = Float64Array.from(omega);
      new SoftmaxProximal(loss, width).point(2, omega, x);
      for (let a = 0; a < 3; a++) {
        let pull = 0;
        for (let b = 0; b < 3; b++) pull += entry(width, a, b) * loss.force[b];
        // A spacing of x moves V r by V H spacings, at most about |x − ω| of them
        expect(Math.abs(x[a] - omega[a] - pull)).toBeLessThan(1e-13 * (1 + Math.abs(pull)) * 10);
      }
    }
  });
});

describe('averages over the scores', () => {
  it.each([
    [1, 1],
    [0.16, 30],
    [6, 0.2],
  ])('K = 3: over the proximal points = over the scores (q = %d, V = %d)', (q, v) => {
    const scores = law(2, q, v);
    const averages = softmaxAverages(3, 1, scores, 'fine');
    const loss = new SoftmaxLoss(3);
    const proximal = new SoftmaxProximal(loss, scores.width);
    const root = cholesky(scores.covariance) as Matrix;
    const x = Float64Array.from(scores.mean);
    const brute = integratePlane(
      (s, t, out) => {
        const omega = [
          scores.mean[0] + entry(root, 0, 0) * s,
          scores.mean[1] + entry(root, 1, 0) * s + entry(root, 1, 1) * t,
        ];
        proximal.point(1, omega, x);
        const density = Math.exp(-(s * s + t * t) / 2) / (2 * Math.PI);
        const { force } = loss;
        const bend = loss.curvature(scores.width);
        out.set([
          force[0],
          force[1],
          force[0] ** 2,
          force[0] * force[1],
          bend.data[0],
          bend.data[1],
          loss.value,
        ]);
        for (let k = 0; k < out.length; k++) out[k] *= density;
      },
      7,
      { left: -9, right: 9, bottom: -9, top: 9 },
      { tolerance: 1e-9 },
    );
    const { force, squaredForce, curvature, loss: value } = averages;
    [...force, squaredForce[0], squaredForce[1], curvature[0], curvature[1], value].forEach(
      (e, i) => {
        expect(Math.abs(e.value - brute[i].value)).toBeLessThanOrEqual(e.error + brute[i].error);
        expect(e.error).toBeLessThan(1e-11);
      },
    );
  });

  it('K = 3: both methods where one takes over from the other', () => {
    // q is narrow by a hair, or not
    const at = (spread: number) => softmaxAverages(3, 0, law(2, spread ** 2 / 1.16, 2), 'fine');
    const values = [0.3 - 3e-3, 0.3 - 1e-3, 0.3 + 1e-3, 0.3 + 3e-3].map((s) => at(s).loss);
    const [a, b, c, d] = values.map((e) => e.value);
    // Third difference of a smooth function of q at steps of 2e-3
    expect(Math.abs(d - 3 * c + 3 * b - a)).toBeLessThan(1e-8);
    for (const e of values) expect(e.error).toBeLessThan(1e-12);
  });

  it('K = 4: does not depend on the directions of the tensor rule, within its error', () => {
    const scores = law(3, 0.2, 1);
    const U = contrasts(4);
    const order = [3, 1, 0, 2];
    const P = matrixOf(4, 4, (i, j) => +(order[i] === j));
    // Renaming the classes turns the contrasts
    const turn = product(transpose(U), P, U);
    const turned = (a: Matrix): Matrix => product(turn, a, transpose(turn));
    const before = softmaxAverages(4, 3, scores, 'fine');
    const after = softmaxAverages(
      4,
      0,
      {
        mean: product(turn, { rows: 3, columns: 1, data: scores.mean }).data,
        covariance: turned(scores.covariance),
        width: turned(scores.width),
      },
      'fine',
    );
    const matrix = (e: readonly Estimate[]): Matrix => ({
      rows: 3,
      columns: 3,
      data: Float64Array.from(e, (x) => x.value),
    });
    const worst = Math.max(...[...before.curvature, ...after.curvature].map((e) => e.error));
    const gap = combination([1, matrix(after.curvature)], [-1, turned(matrix(before.curvature))]);
    for (const x of gap.data) expect(Math.abs(x)).toBeLessThan(6 * worst);
    expect(Math.abs(after.loss.value - before.loss.value)).toBeLessThanOrEqual(
      after.loss.error + before.loss.error,
    );
    expect(worst).toBeLessThan(1e-10);
  });
});
