/**
 * Square loss: the susceptibilities do not depend on means, labels or weights and come first.
 * With one covariance spectrum s_c per class c, of probability p_c,
 *
 *   u_c = 1/(1 + V_c),   V_c = ⟨s_c/D⟩,   D = λ + α Σ_c p_c u_c s_c.
 *
 * u_c is what is left of a residual after the sample has been fitted too (one minus its leverage).
 *
 * The map u ↦ 1/(1 + ⟨s/D(u)⟩) is increasing and concave, so Newton's method for u − map(u), begun at
 * u = 1, decreases to the only solution without ever leaving the domain, at any λ. The last steps
 * solve the same equations in a form where nothing cancels at small λ (V ~ 1/λ for α < 1, 1/√λ at
 * α = 1): the sum of all of them, by Σ_c α p_c u_c V_c = 1 − ⟨λ/D⟩,
 *
 *   α Σ_c p_c u_c = (α − 1) + ⟨λ/D⟩,    and    u_c (1 + V_c) = u₀ (1 + V₀).
 *
 * Source: the fixed point of [mignacco2020] for the square loss; forms derived here.
 */
import { ConvergenceError } from '../errors.ts';
import { epsilon } from '../numerics/estimate.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { matrixOf, solve } from '../numerics/small-matrix.ts';
import { average } from './spectrum.ts';

export interface LeverageProblem {
  readonly alpha: number;
  readonly lambda: number;
  readonly weights: readonly number[];
  /** One spectrum per class. */
  readonly covariances: readonly (readonly number[])[];
  readonly probabilities: readonly number[];
}

export interface Leverage {
  /** u_c = 1/(1 + V_c). */
  readonly remainder: readonly number[];
  /** V_c. */
  readonly susceptibility: readonly number[];
  /** D of each block. */
  readonly denominator: readonly number[];
}

export function leverage(problem: LeverageProblem): Leverage {
  const classes = problem.covariances.length;
  let u: readonly number[] = new Array(classes).fill(1);
  let change = Number.POSITIVE_INFINITY;
  for (let step = 0; change > 1e-4; step++) {
    if (step === 200) throw new ConvergenceError('leverage', 'monotone Newton did not settle');
    [u, change] = advance(u, monotoneSystem(problem, u));
  }
  for (let step = 0; change > 4 * epsilon; step++) {
    // Rounding may keep the last digit moving: then the step before was as good
    if (step === 12) {
      if (change > 1e-13) throw new ConvergenceError('leverage', `last change ${change}`);
      break;
    }
    [u, change] = advance(u, balancedSystem(problem, u));
  }
  const { denominator, susceptibility } = at(problem, u);
  return { remainder: u, susceptibility, denominator };
}

interface System {
  readonly residual: Matrix;
  readonly jacobian: Matrix;
}

function at(
  { alpha, lambda, weights, covariances, probabilities }: LeverageProblem,
  u: readonly number[],
) {
  const denominator = weights.map((_, j) =>
    covariances.reduce((sum, s, c) => sum + alpha * probabilities[c] * u[c] * s[j], lambda),
  );
  const susceptibility = covariances.map((s) => average(weights, (j) => s[j] / denominator[j]));
  /** −∂V_c/∂u_e */
  const slope = matrixOf(covariances.length, covariances.length, (c, e) => {
    const pair = average(
      weights,
      (j) => (covariances[c][j] * covariances[e][j]) / denominator[j] ** 2,
    );
    return alpha * probabilities[e] * pair;
  });
  return { denominator, susceptibility, slope };
}

function monotoneSystem(problem: LeverageProblem, u: readonly number[]): System {
  const { susceptibility, slope } = at(problem, u);
  const n = u.length;
  const image = susceptibility.map((v) => 1 / (1 + v));
  return {
    residual: matrixOf(n, 1, (c) => u[c] - image[c]),
    jacobian: matrixOf(n, n, (c, e) => (c === e ? 1 : 0) - image[c] ** 2 * slope.data[c * n + e]),
  };
}

function balancedSystem(problem: LeverageProblem, u: readonly number[]): System {
  const { alpha, lambda, weights, covariances, probabilities } = problem;
  const { denominator, susceptibility, slope } = at(problem, u);
  const n = u.length;
  const outer = (c: number): number => u[c] * (1 + susceptibility[c]);
  const outerSlope = (c: number, e: number): number =>
    (c === e ? 1 + susceptibility[c] : 0) - u[c] * slope.data[c * n + e];
  return {
    residual: matrixOf(n, 1, (c) => {
      if (c > 0) return outer(c) - outer(0);
      const left = u.reduce((sum, x, e) => sum + alpha * probabilities[e] * x, 0);
      return left - (alpha - 1) - average(weights, (j) => lambda / denominator[j]);
    }),
    jacobian: matrixOf(n, n, (c, e) => {
      if (c > 0) return outerSlope(c, e) - outerSlope(0, e);
      const s = covariances[e];
      const response = average(weights, (j) => (lambda * s[j]) / denominator[j] ** 2);
      return alpha * probabilities[e] * (1 + response);
    }),
  };
}

/** A Newton step, kept positive, and the largest relative change. */
function advance(
  u: readonly number[],
  { residual, jacobian }: System,
): [readonly number[], number] {
  const step = solve(jacobian, residual).data;
  const next = u.map((x, c) => Math.max(x - step[c], x / 64));
  return [next, Math.max(...next.map((x, c) => Math.abs(x / u[c] - 1)))];
}
