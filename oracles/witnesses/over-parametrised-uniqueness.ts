import { philoxStream } from '../../reference/numerics/random.ts';
import { uniquenessQuestions } from '../arbitraries/flow.ts';
import type { Witness } from '../oracle.ts';
import type {
  OverParametrisedUniquenessParams,
  OverParametrisedUniquenessResult,
} from '../types/over-parametrised.uniqueness.ts';
import { attempting, OutOfReach } from './attempt.ts';

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * b[i], 0);

/** Least-norm solution of J δ = r by (J Jᵀ) c = r, with pivots; null where it is singular. */
function leastNorm(J: readonly (readonly number[])[], r: readonly number[]): number[] | null {
  const n = J.length;
  const rows = J.map((a, i) => [...J.map((b) => dot(a, b)), r[i]]);
  for (let k = 0; k < n; k++) {
    const pivot = rows.reduce(
      (best, row, i) => (i >= k && Math.abs(row[k]) > Math.abs(rows[best][k]) ? i : best),
      k,
    );
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    if (!(Math.abs(rows[k][k]) > 1e-13)) return null;
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const c = Array.from({ length: n }, () => 0);
  for (let k = n - 1; k >= 0; k--) {
    let sum = rows[k][n];
    for (let j = k + 1; j < n; j++) sum -= rows[k][j] * c[j];
    c[k] = sum / rows[k][k];
  }
  return J[0].map((_, j) => c.reduce((sum, x, i) => sum + x * J[i][j], 0));
}

/**
 * Another matrix, found: A = V Vᵀ is positive semi-definite whatever V, and Gauss and Newton bring x_kᵀ A x_k to the labels. A
 * residual of rounding far from w*w*ᵀ leaves no doubt.
 */
export const foundElsewhere: Witness<
  OverParametrisedUniquenessParams,
  OverParametrisedUniquenessResult
> = {
  id: 'found-elsewhere',
  method:
    'Gauss–Newton steps of least length for V in x_kᵀ V Vᵀ x_k = (x_k·w*)² from a generic square V; speaks where it arrives elsewhere than at w*w*ᵀ',
  ...attempting(({ matrix, teacher }) => {
    const d = teacher.length;
    const n = matrix.length;
    if (d > 10 || 2 * n > d * (d + 1)) throw new OutOfReach('not asked here');
    const stream = philoxStream(17);
    const size = Math.sqrt(dot(teacher, teacher) / d);
    let V: number[] = Array.from({ length: d * d }, () => (size * stream.normal()) / Math.sqrt(d));
    const labels = matrix.map((x) => dot(x, teacher) ** 2);
    const scale = Math.max(...labels);
    for (let step = 0; step < 200; step++) {
      const images = matrix.map((x) =>
        Array.from({ length: d }, (_, a) => x.reduce((sum, xi, i) => sum + xi * V[i * d + a], 0)),
      );
      const r = labels.map((y, k) => y - dot(images[k], images[k]));
      if (Math.max(...r.map(Math.abs)) < 1e-12 * scale) {
        let away = 0;
        let whole = 0;
        for (let i = 0; i < d; i++)
          for (let j = 0; j < d; j++) {
            let entry = 0;
            for (let a = 0; a < d; a++) entry += V[i * d + a] * V[j * d + a];
            away += (entry - teacher[i] * teacher[j]) ** 2;
            whole += (teacher[i] * teacher[j]) ** 2;
          }
        // Next to w*w*ᵀ small residuals are no proof.
        if (away < 1e-2 * whole) break;
        return { result: { unique: false, margin: 0 }, error: { margin: 0 } };
      }
      const J = matrix.map((x, k) =>
        Array.from({ length: d * d }, (_, at) => 2 * x[Math.floor(at / d)] * images[k][at % d]),
      );
      const change = leastNorm(J, r);
      if (change === null) break;
      V = V.map((v, at) => v + change[at]);
    }
    throw new OutOfReach('nothing found: no proof');
  }),
};

/** Two dimensions: the dual is piecewise linear in two variables, and its minimum lies at a corner. */
export const countedCorners: Witness<
  OverParametrisedUniquenessParams,
  OverParametrisedUniquenessResult
> = {
  id: 'counted-corners',
  method:
    'in two dimensions the margin is min over (a, b) of Σ_k |v_k² + a u_k² + b u_k v_k|, at one of the points where two terms vanish',
  ...attempting(({ matrix, teacher }) => {
    if (teacher.length !== 2 || matrix.length < 2) throw new OutOfReach('two dimensions only');
    const length = Math.sqrt(dot(teacher, teacher));
    const [c, s] = [teacher[0] / length, teacher[1] / length];
    const terms = matrix.map(([x, y]) => {
      const u = c * x + s * y;
      const v = c * y - s * x;
      return [v * v, u * u, u * v];
    });
    let margin = Number.POSITIVE_INFINITY;
    terms.forEach(([p, q, r], i) => {
      for (const [P, Q, R] of terms.slice(0, i)) {
        const determinant = q * R - Q * r;
        if (determinant === 0) continue;
        const a = (-p * R + P * r) / determinant;
        const b = (-q * P + Q * p) / determinant;
        margin = Math.min(
          margin,
          terms.reduce((sum, [v2, u2, uv]) => sum + Math.abs(v2 + a * u2 + b * uv), 0),
        );
      }
    });
    const size = Math.max(...terms.flat());
    if (margin > 1e-9 * size)
      return { result: { unique: true, margin }, error: { margin: 1e-11 * size * terms.length } };
    if (matrix.length === 2) return { result: { unique: false, margin: 0 }, error: { margin: 0 } };
    throw new OutOfReach('too close to call');
  }),
  sample: uniquenessQuestions(2),
};
