import { Accumulator, multiplyAccurately, residualAccurately } from '../../numerics/compensated.ts';
import { type Estimate, epsilon } from '../../numerics/estimate.ts';
import { norm, type Problem, respond } from './problem.ts';

/**
 * How far a smooth P is from its minimum at w, from what can be computed at w alone.
 *
 *   g = ∇P(w) = λ w − Xᵀ a,   a_μ = −∂ℓ/∂z_μ
 *
 * P(w) − P(ŵ) ≤ |g|²/(2λ), which is the duality gap P(w) − D(a), and |w − ŵ| ≤ |g|/λ by strong
 * convexity. g is a difference of sums that cancel: it is formed in twice the working precision. What
 * remains is the rounding of z_μ and of a_μ, with |δa_μ| ≤ 4 ε |a_μ| + D_μ |δz_μ|.
 */
export interface Certificate {
  readonly gradient: Float64Array;
  readonly curvature: Float64Array;
  /** |δa_μ| */
  readonly pullError: Float64Array;
  /** Bound on |∇P|, its rounding included. */
  readonly gradientBound: number;
  readonly objective: Estimate;
  readonly dualityGap: number;
}

export function certify(problem: Problem, w: Float64Array): Certificate {
  const { lambda, matrix } = problem;
  const { rows: n, columns: d } = matrix;
  const z = multiplyAccurately(matrix, w);
  const tiny = (d * epsilon) ** 2 * problem.longestRow * norm(w);
  const pull = new Float64Array(n);
  const curvature = new Float64Array(n);
  const pullError = new Float64Array(n);
  const sum = new Accumulator();
  let rounding = 0;
  for (let mu = 0; mu < n; mu++) {
    const answer = respond(problem, mu, z[mu]);
    const fieldError = epsilon * Math.abs(z[mu]) + tiny;
    pull[mu] = answer.pull;
    curvature[mu] = answer.curvature;
    pullError[mu] = 4 * epsilon * Math.abs(answer.pull) + answer.curvature * fieldError;
    sum.add(answer.value);
    rounding += 4 * epsilon * answer.value + Math.abs(answer.pull) * fieldError;
  }
  const penalty = (lambda / 2) * squaredNorm(w);
  const value = sum.value + penalty;
  const gradient = residualAccurately(lambda, w, matrix, pull);
  const gradientBound =
    (1 + 2 * epsilon) * norm(gradient) +
    problem.matrixNorm * (norm(pullError) + (n * epsilon) ** 2 * norm(pull));
  const dualityGap = gradientBound ** 2 / (2 * lambda);
  return {
    gradient,
    curvature,
    pullError,
    gradientBound,
    dualityGap,
    objective: { value, error: dualityGap + rounding + 4 * epsilon * penalty },
  };
}

/** |w|², as if summed in twice the working precision. */
export function squaredNorm(w: Float64Array): number {
  const sum = new Accumulator();
  for (const x of w) sum.addProduct(x, x);
  return sum.value;
}
