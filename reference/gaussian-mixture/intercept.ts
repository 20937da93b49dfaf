/**
 * The free intercept: b makes the forces of the two classes cancel,
 *
 *   p₊ E f(u₊) = p₋ E f(u₋),   u_y ~ N(m + y b, q_y),
 *
 * one side of which falls with b while the other rises. The unknown is the gap u₀ − m − y b of the larger
 * class, which can be tiny: a strong penalty puts that class onto the margin of the hinge (u₀ = 1), or
 * leaves balanced ones where the logistic force is centred (u₀ = 0).
 *
 * Where all forces are nearly 1 the equation is flat to rounding; with the complements it is not:
 *
 *   (p₊ − p₋) + p₋ E(1 − f(u₋)) = p₊ E(1 − f(u₊)).
 *
 * These need no code of their own, because both losses are symmetric: 1 − f at the gap g is f at the gap
 * V − g. Either equation is compared on a logarithmic scale.
 */
import { ConvergenceError } from '../errors.ts';
import type { Loss } from '../losses/loss.ts';
import { halfLogTwoPi } from '../numerics/normal.ts';
import { integrate } from '../numerics/quadrature.ts';
import { findRoot } from '../numerics/roots.ts';
import { averagesAt, featureOf } from './margin-averages.ts';
import type { PerClass } from './problem.ts';

export interface InterceptProblem {
  readonly loss: Loss;
  readonly probabilities: PerClass<number>;
  readonly overlap: number;
  readonly norm: PerClass<number>;
  readonly susceptibility: PerClass<number>;
}

/** The class whose gap is the unknown. */
export const largerClass = (p: PerClass<number>): 0 | 1 => (p[0] >= p[1] ? 0 : 1);

/** The gaps at which the forces are 1 − f. */
export const mirrored = (V: PerClass<number>, gaps: PerClass<number>): PerClass<number> => [
  V[0] - gaps[0],
  V[1] - gaps[1],
];

/** Both gaps u₀ − m − y b, from that of one class. */
export const gapsFrom = (
  loss: Loss,
  overlap: number,
  larger: 0 | 1,
  gap: number,
): PerClass<number> => {
  const other = 2 * (featureOf(loss) - overlap) - gap;
  return larger === 0 ? [gap, other] : [other, gap];
};

/** The gap of the larger class, looked for around `guess`. */
export function balancingGap(problem: InterceptProblem, guess: number): number {
  const { overlap, norm } = problem;
  const balance = (gap: number): number => imbalance(problem, gap);
  let step = 0.05 * (Math.sqrt(norm[0] + norm[1]) + Math.abs(overlap)) + 1e-3 * Math.abs(guess);
  let near = guess;
  let atNear = balance(near);
  for (let doubling = 0; doubling < 100; doubling++) {
    if (atNear === 0) return near;
    const far = near - Math.sign(atNear) * step;
    const atFar = balance(far);
    if (Math.sign(atFar) !== Math.sign(atNear)) {
      return findRoot(balance, near, far, { ends: [atNear, atFar], tolerance: 0 }).root;
    }
    near = far;
    atNear = atFar;
    step *= 2;
  }
  throw new ConvergenceError('mixtureFixedPoint', `no intercept balances the classes`);
}

/** ln(pull of the larger class/pull of the other), rising with the gap of the larger one. */
function imbalance(problem: InterceptProblem, gap: number): number {
  const { loss, probabilities, overlap, norm, susceptibility } = problem;
  const c = largerClass(probabilities);
  const o = c === 0 ? 1 : 0;
  const gaps = gapsFrom(loss, overlap, c, gap);
  const p = probabilities;
  const V = susceptibility;
  const force = (k: 0 | 1, at: number): number =>
    averagesAt(loss, { gap: at, variance: norm[k] }, V[k]).force;
  const pull = force(c, gaps[c]);
  const against = force(o, gaps[o]);
  if (pull + against <= 1) {
    if (pull === 0 && against === 0)
      throw new ConvergenceError('mixtureFixedPoint', 'no sample pulls');
    return Math.log((p[c] * pull) / (p[o] * against));
  }
  const away = mirrored(V, gaps);
  const idle = force(c, away[c]);
  const idleAgainst = force(o, away[o]);
  const left = p[c] - p[o] + p[o] * idleAgainst;
  const right = p[c] * idle;
  if (left > 0 && right > 0) return Math.log(left / right);
  if (left > 0 || right > 0) return left - right;
  const tail = (k: 0 | 1): number => {
    const deviation = Math.sqrt(norm[k]);
    return logHingeTail((gaps[k] - V[k]) / deviation, V[k] / deviation);
  };
  return tail(o) - tail(c);
}

/** ln E min(1, (ξ − z)₊/w) so far out that it underflows: φ(z) ∫ e^{−zτ−τ²/2} min(1, τ/w) dτ. */
function logHingeTail(z: number, width: number): number {
  const breaks = [0, 0.5, 1, 2, 4, 8, 16, 30, 45].map((x) => x / z);
  const sorted = [...breaks, width].filter((x) => x <= 45 / z).sort((a, b) => a - b);
  const { value } = integrate(
    (tau) => Math.exp(-z * tau - (tau * tau) / 2) * Math.min(1, tau / width),
    sorted,
  );
  return -(z * z) / 2 - halfLogTwoPi + Math.log(value);
}
