/**
 * Averages over the scores of one class, ω = mean + Q^{1/2} ξ in the contrasts of `softmax-channel.ts`:
 *
 *   E r,   E r rᵀ,   E (H⁻¹ + V)⁻¹,   E ℓ(x)
 *
 *   K = 2       the logistic loss: its margin is u = ±√2 ω, of width 2V
 *   K = 3       over the proximal point x instead of ω: ω = x − V r(x), dω = det(I + V H) dx, so that
 *               nothing is inverted and the integrand varies on the scale of the softmax however large V
 *   K ≥ 4, and  tensor Gauss–Hermite rules over ξ with the proximal point at every node; the error is
 *   narrow laws the distance between two orders
 */
import { ConvergenceError } from '../errors.ts';
import { loss as lossOf } from '../losses/index.ts';
import { integratePlane } from '../numerics/cubature.ts';
import { type Estimate, epsilon } from '../numerics/estimate.ts';
import { gaussHermite } from '../numerics/gauss-hermite.ts';
import type { Matrix } from '../numerics/matrix.ts';
import {
  cholesky,
  entry,
  inverse,
  symmetricEigen,
  symmetricSqrt,
} from '../numerics/small-matrix.ts';
import { certifiedAveragesAt } from './margin-averages.ts';
import { SoftmaxLoss, SoftmaxProximal } from './softmax-channel.ts';

/** The law of the scores of a class before the sample's own pull, and the width of the pull. */
export interface ScoreLaw {
  readonly mean: Float64Array;
  readonly covariance: Matrix;
  readonly width: Matrix;
}

export interface SoftmaxAverages<T> {
  readonly force: readonly T[];
  /** E r rᵀ, row by row. */
  readonly squaredForce: readonly T[];
  /** E (H⁻¹ + V)⁻¹, row by row. */
  readonly curvature: readonly T[];
  readonly loss: T;
}

/** `coarse` is enough to follow a path; `fine` is the best there is. */
export type Precision = 'coarse' | 'fine';

export function softmaxAverages(
  classes: number,
  k: number,
  law: ScoreLaw,
  precision: Precision,
): SoftmaxAverages<Estimate> {
  if (classes === 2) return binary(k, law);
  const spread = Math.sqrt(Math.max(...symmetricEigen(law.covariance).values));
  if (classes === 3 && spread > narrow) return overPoints(k, law, spread, precision);
  return overScores(classes, k, law, ordersFor(classes, spread, precision));
}

const narrow = 0.3;

function binary(k: number, { mean, covariance, width }: ScoreLaw): SoftmaxAverages<Estimate> {
  const y = k === 0 ? 1 : -1;
  const { force, squaredForce, curvature, loss } = certifiedAveragesAt(
    lossOf('logistic'),
    { gap: -y * Math.SQRT2 * mean[0], variance: 2 * covariance.data[0] },
    2 * width.data[0],
  );
  const times = ({ value, error }: Estimate, factor: number): Estimate => ({
    value: factor * value,
    error: Math.abs(factor) * error + 2 * epsilon * Math.abs(factor * value),
  });
  return {
    force: [times(force, y * Math.SQRT2)],
    squaredForce: [times(squaredForce, 2)],
    curvature: [times(curvature, 2)],
    loss,
  };
}

/** Names for a flat list [r, r rᵀ (lower triangle), curvature (lower triangle), loss]. */
function unflatten(n: number, flat: readonly Estimate[]): SoftmaxAverages<Estimate> {
  const triangle = (n * (n + 1)) / 2;
  const symmetric = (offset: number): Estimate[] =>
    Array.from({ length: n * n }, (_, i) => {
      const [a, b] = [Math.floor(i / n), i % n];
      const [row, column] = a >= b ? [a, b] : [b, a];
      return flat[offset + (row * (row + 1)) / 2 + column];
    });
  return {
    force: flat.slice(0, n),
    squaredForce: symmetric(n),
    curvature: symmetric(n + triangle),
    loss: flat[n + 2 * triangle],
  };
}

function overPoints(
  k: number,
  { mean, covariance, width: V }: ScoreLaw,
  spread: number,
  precision: Precision,
): SoftmaxAverages<Estimate> {
  const loss = new SoftmaxLoss(3);
  const root = cholesky(covariance);
  if (root === null) throw new ConvergenceError('softmaxAverages', 'the scores are degenerate');
  const back = inverse(root);
  const [b11, b21, b22] = [back.data[0], back.data[2], back.data[3]];
  const scale = (b11 * b22) / (2 * Math.PI);
  const [v11, v12, v22] = [V.data[0], V.data[1], V.data[3]];
  const detV = v11 * v22 - v12 * v12;
  const { force: r, hessian: H } = loss;
  const point = new Float64Array(2);
  const integrand = (x: number, y: number, out: Float64Array): void => {
    point[0] = x;
    point[1] = y;
    loss.evaluate(k, point);
    const w1 = x - v11 * r[0] - v12 * r[1] - mean[0];
    const w2 = y - v12 * r[0] - v22 * r[1] - mean[1];
    const xi1 = b11 * w1;
    const xi2 = b21 * w1 + b22 * w2;
    const weight = scale * Math.exp(-(xi1 * xi1 + xi2 * xi2) / 2);
    const detH = loss.determinant;
    const density = weight * (1 + H[0] * v11 + 2 * H[1] * v12 + H[3] * v22 + detH * detV);
    out[0] = density * r[0];
    out[1] = density * r[1];
    out[2] = out[0] * r[0];
    out[3] = out[0] * r[1];
    out[4] = out[1] * r[1];
    // det(I + V H) (H⁻¹ + V)⁻¹ = H + det H · adj V
    out[5] = weight * (H[0] + detH * v22);
    out[6] = weight * (H[1] - detH * v12);
    out[7] = weight * (H[3] + detH * v11);
    out[8] = density * loss.value;
  };
  const region = imageOfDisc(loss, k, mean, root, V, spread);
  const extent = Math.max(...Object.values(region).map(Math.abs));
  const flat = integratePlane(integrand, 9, region, {
    tolerance: precision === 'fine' ? 1e-13 : 1e-7,
    scale: 24,
    ulps: 32 + (4 * extent) / Math.sqrt(Math.min(...symmetricEigen(covariance).values)),
  });
  return unflatten(2, flat);
}

/** A rectangle around the proximal points of all ω within the reach of the normal law. */
function imageOfDisc(
  loss: SoftmaxLoss,
  k: number,
  mean: Float64Array,
  root: Matrix,
  V: Matrix,
  spread: number,
) {
  // A force that falls as e^{−z} shifts the weight by up to √2 spread deviations
  const radius = 8.8 + Math.min(Math.SQRT2 * spread, 4);
  const proximal = new SoftmaxProximal(loss, V);
  const x = Float64Array.from(mean);
  const box = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
  const directions = 64;
  for (let i = 0; i < directions; i++) {
    const angle = (2 * Math.PI * i) / directions;
    const [c, s] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    const omega = [
      mean[0] + entry(root, 0, 0) * c,
      mean[1] + entry(root, 1, 0) * c + entry(root, 1, 1) * s,
    ];
    proximal.point(k, omega, x);
    box.left = Math.min(box.left, x[0]);
    box.right = Math.max(box.right, x[0]);
    box.bottom = Math.min(box.bottom, x[1]);
    box.top = Math.max(box.top, x[1]);
  }
  return box;
}

/**
 * Points per direction. The nearest pole of the softmax is at a distance of π/√2 spread from the real
 * ξ, and n points err by e^{−2a√n}.
 */
function ordersFor(classes: number, spread: number, precision: Precision): readonly number[] {
  const distance = Math.PI / Math.SQRT2 / spread;
  const most = classes <= 3 ? 24 : classes === 4 ? 60 : 14;
  const enough = (digits: number): number =>
    Math.min(most, Math.max(6, Math.ceil(((digits * Math.LN10) / (2 * distance)) ** 2)));
  if (precision === 'coarse') return [Math.min(enough(6), classes <= 4 ? 14 : 8)];
  const fine = Math.max(classes <= 3 ? 16 : 10, enough(14));
  return [Math.ceil(0.8 * fine), fine];
}

function overScores(
  classes: number,
  k: number,
  { mean, covariance, width: V }: ScoreLaw,
  orders: readonly number[],
): SoftmaxAverages<Estimate> {
  const n = classes - 1;
  const loss = new SoftmaxLoss(classes);
  const proximal = new SoftmaxProximal(loss, V);
  const root = symmetricSqrt(covariance);
  const count = n + n * (n + 1) + 1;
  const omega = new Float64Array(n);
  const x = Float64Array.from(mean);
  const rule = (order: number): { readonly sums: Float64Array; readonly moduli: Float64Array } => {
    const { nodes, weights } = gaussHermite(order);
    const sums = new Float64Array(count);
    const moduli = new Float64Array(count);
    const index = new Array<number>(n).fill(0);
    for (let flat = 0; flat < order ** n; flat++) {
      let weight = 1;
      for (let a = 0, rest = flat; a < n; a++, rest = Math.floor(rest / order)) {
        // Back and forth, so that neighbouring nodes follow each other and the last point is a good guess
        const turn = rest % (2 * order);
        index[a] = turn < order ? turn : 2 * order - 1 - turn;
        weight *= weights[index[a]];
      }
      if (weight < 1e-18) continue;
      for (let a = 0; a < n; a++) {
        omega[a] = mean[a];
        for (let b = 0; b < n; b++) omega[a] += entry(root, a, b) * nodes[index[b]];
      }
      proximal.point(k, omega, x);
      let slot = 0;
      const add = (value: number): void => {
        sums[slot] += weight * value;
        moduli[slot++] += weight * Math.abs(value);
      };
      const { force } = loss;
      for (let a = 0; a < n; a++) add(force[a]);
      for (let a = 0; a < n; a++) for (let b = 0; b <= a; b++) add(force[a] * force[b]);
      const bend = loss.curvature(V);
      for (let a = 0; a < n; a++) for (let b = 0; b <= a; b++) add(entry(bend, a, b));
      add(loss.value);
    }
    return { sums, moduli };
  };
  const results = orders.map(rule);
  const last = results[results.length - 1];
  const before = results.length > 1 ? results[results.length - 2] : last;
  return unflatten(
    n,
    Array.from(last.sums, (value, i) => ({
      value,
      error: Math.abs(value - before.sums[i]) + 64 * epsilon * last.moduli[i] + Number.MIN_VALUE,
    })),
  );
}
