/**
 * The stabilised Runge–Kutta method of second order of Sommeijer, Shampine and Verwer, for descents: its
 * s stages are Chebyshev polynomials, so that it is stable along the negative axis as far as
 *
 *   h ρ ≤ β(s) ≈ (2/3)(s² − 1)(1 − 2ε/15),   ε = 2/13,   ρ the spectral radius of the Jacobian,
 *
 * quadratically far for a linear price. A gradient flow has a real spectrum, often with a few large
 * curvatures on which an ordinary explicit method wastes its steps.
 *
 *   Y₁ = y + μ̃₁ h f₀,   Y_j = (1 − μ_j − ν_j) y + μ_j Y_{j−1} + ν_j Y_{j−2} + μ̃_j h f(Y_{j−1}) + γ̃_j h f₀
 *   error of a step ≈ (4/5)(y − Y_s) + (2/5) h (f₀ + f(Y_s))
 *
 * For labels and statistics at a tolerance of 1e-3 or so; a trajectory to many digits is another method's.
 *
 * Source: B. P. Sommeijer, L. F. Shampine and J. G. Verwer, “RKC: an explicit solver for parabolic
 * PDEs”, J. Comput. Appl. Math. 88 (1997) 315.
 */
import { ConvergenceError } from '../errors.ts';

interface Stages {
  readonly first: number;
  /** μ, ν, μ̃, γ̃ for j = 2 … s. */
  readonly mu: Float64Array;
  readonly nu: Float64Array;
  readonly muTilde: Float64Array;
  readonly gammaTilde: Float64Array;
}

const damping = 2 / 13;
const known = new Map<number, Stages>();

/** T_j, T_j′ and T_j″ at w₀ = 1 + ε/s² by their recurrences. */
function stagesOf(s: number): Stages {
  const before = known.get(s);
  if (before !== undefined) return before;
  const w0 = 1 + damping / (s * s);
  const [t, t1, t2] = [new Float64Array(s + 1), new Float64Array(s + 1), new Float64Array(s + 1)];
  [t[0], t[1], t1[1]] = [1, w0, 1];
  for (let j = 2; j <= s; j++) {
    t[j] = 2 * w0 * t[j - 1] - t[j - 2];
    t1[j] = 2 * t[j - 1] + 2 * w0 * t1[j - 1] - t1[j - 2];
    t2[j] = 4 * t1[j - 1] + 2 * w0 * t2[j - 1] - t2[j - 2];
  }
  const w1 = t1[s] / t2[s];
  const b = Float64Array.from(
    { length: s + 1 },
    (_, j) => t2[Math.max(j, 2)] / t1[Math.max(j, 2)] ** 2,
  );
  const [mu, nu, muTilde, gammaTilde] = [0, 0, 0, 0].map(() => new Float64Array(s + 1));
  for (let j = 2; j <= s; j++) {
    mu[j] = (2 * b[j] * w0) / b[j - 1];
    nu[j] = -b[j] / b[j - 2];
    muTilde[j] = (2 * b[j] * w1) / b[j - 1];
    gammaTilde[j] = -(1 - b[j - 1] * t[j - 1]) * muTilde[j];
  }
  const stages = { first: b[1] * w1, mu, nu, muTilde, gammaTilde };
  known.set(s, stages);
  return stages;
}

/** More stages gain nothing against a step cut to pieces. */
const mostStages = 120;

export interface Descent {
  /** Writes the velocity at y and returns the potential that it descends. */
  velocity(y: Float64Array, f: Float64Array): number;
  /** A bound on the spectral radius of the Jacobian at the point of the last `velocity`, or a good estimate. */
  stiffness(): number;
  /** Puts y back on its manifold, in place. */
  retract(y: Float64Array): void;
  /** Whether the run ends at y, with velocity f and this potential. */
  ends(y: Float64Array, f: Float64Array, potential: number, time: number): boolean;
}

export interface DescentOptions {
  /** Of the error of a step, in the root mean square over coordinates. */
  readonly tolerance: number;
  readonly firstStep: number;
  /** Evaluations of the velocity before giving up (default 1e6). */
  readonly maxEvaluations?: number;
}

export interface Descended {
  readonly point: Float64Array;
  readonly potential: number;
  readonly time: number;
  readonly steps: number;
  readonly evaluations: number;
}

/** Accepted steps for which a stiffness is believed. */
const stiffnessAge = 8;

/**
 * Follows a descent until it ends. A step is accepted if its error is below the tolerance and the potential
 * has not risen (by more than rounding), as no gradient flow lets it.
 */
export function descend(
  flow: Descent,
  start: Float64Array,
  { tolerance, firstStep, maxEvaluations = 1e6 }: DescentOptions,
): Descended {
  const n = start.length;
  let y = start.slice();
  let f0 = new Float64Array(n);
  let [previous, current, next] = [0, 0, 0].map(() => new Float64Array(n));
  let f = new Float64Array(n);
  let time = 0;
  let steps = 0;
  let evaluations = 1;
  let potential = flow.velocity(y, f0);
  let radius = flow.stiffness();
  let age = 0;
  let h = firstStep;
  while (!flow.ends(y, f0, potential, time)) {
    if (evaluations > maxEvaluations)
      throw new ConvergenceError('descend', `no end within ${maxEvaluations} evaluations`);
    const limit = (mostStages * mostStages - 1) / (1.54 * radius);
    if (h > limit) h = limit;
    const s = Math.max(2, 1 + Math.floor(Math.sqrt(1 + 1.54 * h * radius)));
    const { first, mu, nu, muTilde, gammaTilde } = stagesOf(s);
    previous.set(y);
    for (let i = 0; i < n; i++) current[i] = y[i] + first * h * f0[i];
    for (let j = 2; j <= s; j++) {
      flow.velocity(current, f);
      const [m, v] = [mu[j], nu[j]];
      const [mt, gt, rest] = [h * muTilde[j], h * gammaTilde[j], 1 - m - v];
      for (let i = 0; i < n; i++)
        next[i] = rest * y[i] + m * current[i] + v * previous[i] + mt * f[i] + gt * f0[i];
      [previous, current, next] = [current, next, previous];
    }
    flow.retract(current);
    const risen = flow.velocity(current, f);
    evaluations += s;
    let square = 0;
    for (let i = 0; i < n; i++) {
      const error = 0.8 * (y[i] - current[i]) + 0.4 * h * (f0[i] + f[i]);
      square += error * error;
    }
    const error = Math.sqrt(square / n) / tolerance;
    const falls = risen <= potential * (1 + 1e-12) + 1e-300;
    if (!(error <= 1 && falls)) {
      h *= Number.isFinite(error) && falls ? Math.max(0.1, 0.8 * error ** (-1 / 3)) : 0.25;
      // the velocity's own memory of the last point must be that of y again
      flow.velocity(y, f0);
      radius = flow.stiffness();
      evaluations++;
      age = 0;
      continue;
    }
    time += h;
    steps++;
    [y, current] = [current, y];
    [f0, f] = [f, f0];
    potential = risen;
    h *= Math.min(5, Math.max(0.3, 0.8 * Math.max(error, 1e-6) ** (-1 / 3)));
    if (++age >= stiffnessAge) {
      radius = flow.stiffness();
      age = 0;
    }
  }
  return { point: y, potential, time, steps, evaluations };
}
