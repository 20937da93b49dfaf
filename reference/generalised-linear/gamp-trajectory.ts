import type { Channel } from '../channels/channel.ts';
import { ConvergenceError, DomainError, NishimoriError, requireNumber } from '../errors.ts';
import { type Kernel, kernelFor } from '../numerics/kernels.ts';
import { type Matrix, requireVector } from '../numerics/matrix.ts';
import type { Prior } from '../priors/prior.ts';
import { requireInstance } from './instance.ts';

export interface GampOptions {
  /** T ≥ 0 */
  readonly iterations: number;
  /** The t ∈ [0, T] whose state is returned, in this order: after t iterations; 0 is the start. */
  readonly record: readonly number[];
  /** a⁰, by default E w. */
  readonly initialMean?: ArrayLike<number>;
  /** v⁰ ≥ 0, by default Var w. */
  readonly initialVariance?: ArrayLike<number>;
  /** δ ∈ [0, 1), by default 0. */
  readonly damping?: number;
  /** By default 'full'. */
  readonly variance?: 'full' | 'scalar';
}

/** The states at the times of `record`. */
export interface GampTrajectory {
  readonly means: readonly Float64Array[];
  readonly variances: readonly Float64Array[];
}

/** Smallest V_μ/ρ that the channel is shown. */
const VARIANCE_FLOOR = 1e-100;

/**
 * Generalised approximate message passing, in natural parameters. F: n × d with entries of variance
 * 1/d; y: n labels; ρ = E w². The iteration is this, exactly, so that it can be reproduced to rounding:
 *
 *   a⁰ = E w,  v⁰ = Var w,  g⁰ = 0                        (or the given a⁰, v⁰)
 *   for t = 1 … T:
 *     V_μ  = Σ_i F_μi² v_i^{t−1}                            scalar variant: V = (1/d) Σ_i v_i^{t−1}
 *     V_μ ← max(V_μ, 1e-100 ρ)
 *     ω_μ  = Σ_i F_μi a_i^{t−1} − V_μ g_μ^{t−1}             the Onsager term: NEW V, OLD g
 *     g_μ^t = ∂_ω ln Z(y_μ, ω_μ, V_μ),   dg_μ = ∂_ω² ln Z(y_μ, ω_μ, V_μ)
 *     A_i  = − Σ_μ F_μi² dg_μ                               scalar variant: A = −(1/d) Σ_μ dg_μ
 *     B_i  = A_i a_i^{t−1} + Σ_μ F_μi g_μ^t
 *     a_i^t = δ a_i^{t−1} + (1 − δ) f_a(A_i, B_i)
 *     v_i^t = δ v_i^{t−1} + (1 − δ) f_v(A_i, B_i)           damping: of a and v only, from t = 1
 *
 * with f_a = ∂_B ln Z_w, f_v = ∂_B² ln Z_w, Z_w(A, B) = E_w exp(B w − A w²/2).
 *
 * (A, B) and not (Σ, R) = (1/A, B/A): in noiseless problems A goes to 0 or ∞ and R = a + Σ(…) is ∞·0.
 *
 * The floor on V keeps 0/0 out where a row meets no uncertainty at all (a row of zeros; a discrete prior
 * whose v has underflowed). It is the only guard: nothing stops, freezes or is clipped, so that the
 * equations as printed, in double precision, give the same numbers as long as they give numbers. A
 * larger floor would show: 1e-12 is reached by a noiseless linear problem within some ten iterations.
 *
 * What it does NOT guard against is the algorithm itself, where labels without noise are fitted perfectly
 * at finite size. Its expansion needs V ≫ 1/d, and perfect recovery leaves that:
 *  - discrete prior and labels: once √V ≪ 1/n no label lies within √V of its boundary, every label is
 *    satisfied, g = dg = 0, hence A = B = 0 and a = E w. It forgets all it knew, and starts again.
 *  - sparse prior and continuous outputs: v may fall faster than the squared error, until what is left of
 *    the error (rounding, at the latest) counts as evidence that zeros are not zero.
 * State evolution stays at m = ρ in both; compare with it before. Near that the reported error
 * (gamp.ts) tells what rounding alone can still change.
 *
 * A_i may be negative for the even channels, whose dg can be positive. It is passed on as it is: with a
 * discrete prior any A will do; with a continuous part of variance S, 1 + A S ≤ 0 has no posterior.
 * Even channels: a = 0 is an exact fixed point. Start elsewhere.
 *
 * An iterate that is not finite, or has no posterior, is a {@link ConvergenceError}, never a NaN.
 *
 * Source: Rangan (2011), arXiv:1010.5141; Barbier et al. (2019), arXiv:1708.03395.
 */
export function gampTrajectory(
  prior: Prior,
  channel: Channel,
  matrix: Matrix,
  labels: ArrayLike<number>,
  options: GampOptions,
  rounding: Rounding = exact,
  kernel: Kernel = kernelFor(matrix.columns),
): GampTrajectory {
  const { damping, scalar, start } = validate(prior, channel, matrix, labels, options);
  const { rows: n, columns: d } = matrix;
  const floor = VARIANCE_FLOOR * prior.secondMoment;
  const a = start.mean;
  const v = start.variance;
  const g = new Float64Array(n);
  const field = new Float64Array(d);
  const curvature = new Float64Array(d);
  const recorded = new Map<number, { mean: Float64Array; variance: Float64Array }>();
  const wanted = new Set(options.record);
  const keep = (t: number) => {
    if (wanted.has(t)) recorded.set(t, { mean: a.slice(), variance: v.slice() });
  };

  const respond = (mu: number, projection: number, variance: number) => {
    const V = Math.max(rounding.variance(variance), floor);
    const omega = rounding.projection(mu, projection) - V * g[mu];
    const output = channel.denoise(labels[mu], omega, V);
    g[mu] = rounding.denoised(output.g);
    const dg = rounding.denoisedSlope(output.dg);
    if (!Number.isFinite(g[mu]) || !Number.isFinite(dg))
      throw new DomainError('channel.denoise', `g, dg of label ${mu}`, `${g[mu]}, ${dg}`, 'finite');
    return { g: g[mu], dg };
  };

  function iterate(): void {
    rounding.begin(a);
    if (scalar) {
      const V = mean(v);
      let sum = 0;
      kernel.sweepLinear(
        matrix,
        a,
        (mu, projection) => {
          const { g, dg } = respond(mu, projection, V);
          sum += dg;
          return g;
        },
        field,
      );
      curvature.fill(sum / d);
    } else kernel.sweep(matrix, a, v, respond, field, curvature);
    rounding.turn(g);
    for (let i = 0; i < d; i++) {
      const A = rounding.precision(i, -curvature[i]);
      const B = A * a[i] + rounding.field(i, field[i]);
      const tilted = prior.denoise(A, B);
      const newMean = rounding.denoised(tilted.mean);
      const newVariance = rounding.denoised(tilted.variance);
      if (
        !Number.isFinite(newMean) ||
        !(newVariance >= 0 && newVariance < Number.POSITIVE_INFINITY)
      )
        throw new DomainError(
          'prior.denoise',
          `mean, variance of weight ${i}`,
          `${newMean}, ${newVariance}`,
          'finite',
        );
      a[i] = damping * a[i] + (1 - damping) * newMean;
      v[i] = damping * v[i] + (1 - damping) * newVariance;
    }
  }

  keep(0);
  for (let t = 1; t <= options.iterations; t++) {
    try {
      iterate();
    } catch (error) {
      if (!(error instanceof NishimoriError)) throw error;
      throw new ConvergenceError('gamp', `iteration ${t} has no finite state (${error.message})`);
    }
    keep(t);
  }
  const states = options.record.map((t) => recorded.get(t)!);
  return { means: states.map((s) => s.mean), variances: states.map((s) => s.variance) };
}

/**
 * What becomes of numbers on the way through an iteration. `exact` leaves them alone; a perturbed
 * rounding shows how far rounding errors carry (gamp.ts).
 */
export interface Rounding {
  /** An iteration begins, at mean a. */
  begin(a: Float64Array): void;
  /** V_μ */
  variance(sum: number): number;
  /** Σ_i F_μi a_i */
  projection(mu: number, sum: number): number;
  /** What a denoiser gives: g_μ, f_a, f_v. */
  denoised(x: number): number;
  /** dg_μ */
  denoisedSlope(dg: number): number;
  /** All rows have answered, with g. */
  turn(g: Float64Array): void;
  /** A_i */
  precision(i: number, sum: number): number;
  /** Σ_μ F_μi g_μ */
  field(i: number, sum: number): number;
}

const exact: Rounding = {
  begin: () => {},
  variance: (sum) => sum,
  projection: (_, sum) => sum,
  denoised: (x) => x,
  denoisedSlope: (dg) => dg,
  turn: () => {},
  precision: (_, sum) => sum,
  field: (_, sum) => sum,
};

function mean(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i];
  return sum / x.length;
}

function validate(
  prior: Prior,
  channel: Channel,
  matrix: Matrix,
  labels: ArrayLike<number>,
  options: GampOptions,
) {
  const where = 'gamp';
  requireInstance(where, channel, matrix, labels);
  const { iterations, record, damping = 0, variance = 'full' } = options;
  requireInteger(where, 'iterations', iterations, Number.MAX_SAFE_INTEGER);
  record.forEach((t, k) => {
    requireInteger(where, `record[${k}]`, t, iterations);
  });
  requireNumber(where, 'damping', damping, { atLeast: 0, below: 1 });
  if (variance !== 'full' && variance !== 'scalar')
    throw new DomainError(where, 'variance', variance, "'full' or 'scalar'");
  const d = matrix.columns;
  const untilted = prior.denoise(0, 0);
  const start = (name: string, given: ArrayLike<number> | undefined, value: number) => {
    if (given === undefined) return new Float64Array(d).fill(value);
    requireVector(where, name, given, d);
    return Float64Array.from(given);
  };
  const initial = {
    mean: start('initialMean', options.initialMean, untilted.mean),
    variance: start('initialVariance', options.initialVariance, untilted.variance),
  };
  initial.variance.forEach((v, i) => {
    requireNumber(where, `initialVariance[${i}]`, v, { atLeast: 0 });
  });
  return { damping, scalar: variance === 'scalar', start: initial };
}

function requireInteger(where: string, parameter: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 0 || value > most)
    throw new DomainError(where, parameter, value, `an integer in [0, ${most}]`);
}
