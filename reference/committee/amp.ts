/**
 * Approximate message passing for two sign units, with matrix-valued messages. F: n × d with entries of
 * variance 1/d; ŵ_i, g_μ, ω_μ ∈ R², V and Λ are 2 × 2. The iteration is this, exactly:
 *
 *   ŵ⁰ given, V⁰ given (identity by default), g⁰ = 0
 *   for t = 1 … T:
 *     ω_μ = Σ_i F_μi ŵ_i − V g_μ                      the Onsager term: the NEW V, the OLD g
 *     g_μ = ∇ ln Z(y_μ, ω_μ, V),   ∂g_μ = ∇∇ ln Z(y_μ, ω_μ, V)
 *     Λ   = −(1/d) Σ_μ ∂g_μ
 *     γ_i = Λ ŵ_i + Σ_μ F_μi g_μ
 *     ŵ_i = E[w | Λ, γ_i],   V = (1/d) Σ_i Cov[w | Λ, γ_i]
 *
 * A start with equal units keeps them equal for ever, up to rounding: start elsewhere. The only guard is
 * a floor of 1e−100 on the diagonal of V. An iterate that is not finite, has no posterior (I + Λ not
 * positive definite for Gaussian weights), or whose units are correlated to the last digit, is a
 * {@link ConvergenceError}.
 *
 * The error is found by running again with every number perturbed by more than its rounding error, as in
 * generalised-linear/gamp.ts.
 *
 * Source: [aubin2018].
 */
import { ConvergenceError, DomainError, NishimoriError } from '../errors.ts';
import { type Matrix, requireMatrix, requireVector } from '../numerics/matrix.ts';
import { philoxStream } from '../numerics/random.ts';
import { weightDenoiser } from './amp-weights.ts';
import {
  denoiseCommittee,
  isDefinite,
  requireCovariance,
  type Symmetric,
} from './output-denoiser.ts';
import type { CommitteePrior } from './weights.ts';

export interface CommitteeAmpOptions {
  /** T ≥ 0 */
  readonly iterations: number;
  /** The t ∈ [0, T] whose state is returned, in this order. */
  readonly record: readonly number[];
  /** ŵ⁰, d × 2 */
  readonly initialMean: Matrix;
  /** V⁰, symmetric positive definite; the identity by default. */
  readonly initialVariance?: Symmetric;
}

export interface CommitteeAmpState {
  /** ŵ, d × 2 row by row. */
  readonly mean: Float64Array;
  /** (1/d) Σ_i C_i */
  readonly variance: Symmetric;
}

export interface CommitteeAmpResult {
  readonly states: readonly CommitteeAmpState[];
  /** Bounds over all recorded entries; Infinity where rounding decides what the iteration does. */
  readonly error: { readonly means: number; readonly variance: number };
}

const where = 'committeeAmp';
const floor = 1e-100;
const repetitions = 2;
const safety = 4;

export function committeeAmp(
  prior: CommitteePrior,
  matrix: Matrix,
  labels: ArrayLike<number>,
  options: CommitteeAmpOptions,
): CommitteeAmpResult {
  validate(matrix, labels, options);
  const states = trajectory(prior, matrix, labels, options, null);
  let means = 0;
  let variance = 0;
  for (const { mean, variance: V } of states) {
    for (const x of mean) means = Math.max(means, Number.EPSILON * Math.abs(x));
    for (const x of V) variance = Math.max(variance, 16 * Number.EPSILON * Math.abs(x));
  }
  for (let repetition = 0; repetition < repetitions; repetition++)
    try {
      const others = trajectory(prior, matrix, labels, options, noiseOf(matrix, repetition));
      states.forEach((state, k) => {
        const other = others[k];
        for (let i = 0; i < state.mean.length; i++)
          means = Math.max(means, safety * Math.abs(state.mean[i] - other.mean[i]));
        state.variance.forEach((x, i) => {
          variance = Math.max(variance, safety * Math.abs(x - other.variance[i]));
        });
      });
    } catch (error) {
      if (!(error instanceof ConvergenceError)) throw error;
      means = variance = Number.POSITIVE_INFINITY;
    }
  return { states, error: { means, variance } };
}

/** Random errors a little above those of double precision; null for none. */
interface Noise {
  /** A number between −1 and 1. */
  readonly draw: () => number;
  /** Of a sum over a row, or over a column, per unit of the norms it is made of. */
  readonly row: number;
  readonly column: number;
}

const unit = 2 ** -53;

const noiseOf = ({ rows, columns }: Matrix, seed: number): Noise => {
  const stream = philoxStream(seed);
  return {
    draw: () => stream.word() * 2 ** -31 - 1,
    row: unit * Math.sqrt(columns + 3),
    column: unit * Math.sqrt(rows + 3),
  };
};

function trajectory(
  prior: CommitteePrior,
  { rows: n, columns: d, data: F }: Matrix,
  labels: ArrayLike<number>,
  { iterations, record, initialMean, initialVariance = [1, 0, 1] }: CommitteeAmpOptions,
  noise: Noise | null,
): CommitteeAmpState[] {
  const w = initialMean.data.slice();
  let V: Symmetric = initialVariance;
  const g = new Float64Array(2 * n);
  const field = new Float64Array(2 * d);
  const out = new Float64Array(5);
  const kept = new Map<number, CommitteeAmpState>();
  const wanted = new Set(record);
  const keep = (t: number): void => {
    if (wanted.has(t)) kept.set(t, { mean: w.slice(), variance: V });
  };
  const norm = (x: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += x[i] * x[i];
    return Math.sqrt(sum / 2);
  };
  // |F_μ| is about 1, |F^i| about √(n/d)
  const columnNorm = Math.sqrt(n / d);

  const iterate = (): void => {
    const seen: Symmetric = [Math.max(V[0], floor), V[1], Math.max(V[2], floor)];
    const [v11, v12, v22] = seen;
    // Where ±1 units are known to be alike, or opposite, V says so by a correlation of ±1 to the last digit
    if (!isDefinite(seen)) throw new ConvergenceError(where, 'V is singular to double precision');
    const rowUnit = noise === null ? 0 : noise.row * norm(w);
    let [l11, l12, l22] = [0, 0, 0];
    field.fill(0);
    for (let mu = 0; mu < n; mu++) {
      const start = mu * d;
      let [p1, p2] = [0, 0];
      for (let i = 0; i < d; i++) {
        const f = F[start + i];
        p1 += f * w[2 * i];
        p2 += f * w[2 * i + 1];
      }
      const [o1, o2] = [g[2 * mu], g[2 * mu + 1]];
      let w1 = p1 - (v11 * o1 + v12 * o2);
      let w2 = p2 - (v12 * o1 + v22 * o2);
      if (noise !== null) {
        w1 += rowUnit * noise.draw() + 4 * unit * Math.abs(w1) * noise.draw();
        w2 += rowUnit * noise.draw() + 4 * unit * Math.abs(w2) * noise.draw();
      }
      const answer = denoiseCommittee(labels[mu], [w1, w2], seen);
      let [g1, g2] = answer.g;
      let [d11, d12, d22] = answer.dg;
      if (noise !== null) {
        const e = answer.error.g / 8;
        g1 = g1 * (1 + 8 * unit * noise.draw()) + e * noise.draw();
        g2 = g2 * (1 + 8 * unit * noise.draw()) + e * noise.draw();
        const b = answer.error.dg / 8;
        d11 += b * noise.draw();
        d12 += b * noise.draw();
        d22 += b * noise.draw();
      }
      g[2 * mu] = g1;
      g[2 * mu + 1] = g2;
      l11 -= d11;
      l12 -= d12;
      l22 -= d22;
      for (let i = 0; i < d; i++) {
        const f = F[start + i];
        field[2 * i] += f * g1;
        field[2 * i + 1] += f * g2;
      }
    }
    const lambda: Symmetric = [l11 / d, l12 / d, l22 / d];
    if (!lambda.every(Number.isFinite)) throw new ConvergenceError(where, 'Λ is not finite');
    const denoise = weightDenoiser(prior, lambda);
    const columnUnit = noise === null ? 0 : noise.column * columnNorm * norm(g);
    let [c11, c12, c22] = [0, 0, 0];
    for (let i = 0; i < d; i++) {
      const [a, b] = [w[2 * i], w[2 * i + 1]];
      let g1 = lambda[0] * a + lambda[1] * b + field[2 * i];
      let g2 = lambda[1] * a + lambda[2] * b + field[2 * i + 1];
      if (noise !== null) {
        g1 += columnUnit * noise.draw() + 4 * unit * Math.abs(g1) * noise.draw();
        g2 += columnUnit * noise.draw() + 4 * unit * Math.abs(g2) * noise.draw();
      }
      denoise(g1, g2, out);
      w[2 * i] = out[0];
      w[2 * i + 1] = out[1];
      c11 += out[2];
      c12 += out[3];
      c22 += out[4];
    }
    V = [c11 / d, c12 / d, c22 / d];
    if (!V.every(Number.isFinite) || !w.every(Number.isFinite))
      throw new ConvergenceError(where, 'a weight is not finite');
  };

  keep(0);
  for (let t = 1; t <= iterations; t++) {
    try {
      iterate();
    } catch (error) {
      if (!(error instanceof NishimoriError)) throw error;
      throw new ConvergenceError(where, `iteration ${t} has no finite state (${error.message})`);
    }
    keep(t);
  }
  return record.map((t) => kept.get(t)!);
}

function validate(
  matrix: Matrix,
  labels: ArrayLike<number>,
  { iterations, record, initialMean, initialVariance }: CommitteeAmpOptions,
): void {
  requireMatrix(where, 'matrix', matrix);
  requireVector(where, 'labels', labels, matrix.rows);
  for (let mu = 0; mu < labels.length; mu++)
    if (labels[mu] !== 1 && labels[mu] !== 0 && labels[mu] !== -1)
      throw new DomainError(where, `labels[${mu}]`, labels[mu], '-1, 0 or 1');
  const integer = (parameter: string, value: number, most: number): void => {
    if (!Number.isInteger(value) || value < 0 || value > most)
      throw new DomainError(where, parameter, value, `an integer from 0 to ${most}`);
  };
  integer('iterations', iterations, Number.MAX_SAFE_INTEGER);
  record.forEach((t, k) => {
    integer(`record[${k}]`, t, iterations);
  });
  requireMatrix(where, 'initialMean', initialMean);
  if (initialMean.rows !== matrix.columns || initialMean.columns !== 2)
    throw new DomainError(
      where,
      'shape of initialMean',
      `${initialMean.rows} × ${initialMean.columns}`,
      `${matrix.columns} × 2`,
    );
  if (initialVariance !== undefined) requireCovariance(where, 'initialVariance', initialVariance);
}
