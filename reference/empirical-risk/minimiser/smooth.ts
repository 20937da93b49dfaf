import { epsilon } from '../../numerics/estimate.ts';
import { type Certificate, certify } from './certificate.ts';
import { hessianProduct } from './hessian.ts';
import { type Approximation, newton } from './newton.ts';
import { along, dot, type Minimum, norm, type Problem } from './problem.ts';

const MOST_CORRECTIONS = 4;
/** Rounding of the weights, relative, with room for that of the bound. */
const ROUNDING = 16 * epsilon;

/**
 * The minimiser for a smooth loss: Newton's method (newton.ts), then Newton steps whose gradient is
 * summed in twice the working precision, until the weights are as good as their rounding allows.
 */
export function minimiseSmooth(
  problem: Problem,
  { w, solve }: Approximation = newton(problem),
): Minimum {
  let best: Minimum | undefined;
  let weights = w;
  for (let correction = 0; correction < MOST_CORRECTIONS; correction++) {
    const certificate = certify(problem, weights);
    const step = solve(
      certificate.curvature,
      certificate.gradient.map((g) => -g),
      1e-6,
    );
    const minimum = better(problem, weights, certificate, step);
    if (best !== undefined && !(minimum.weightError < best.weightError)) break;
    best = minimum;
    if (minimum.weightError <= ROUNDING * norm(minimum.weights)) break;
    weights = along(weights, 1, step);
  }
  return best!;
}

/**
 * w, or w + p after the Newton step p, whichever is provably closer to ŵ. With g the gradient at w:
 *
 *   |w − ŵ| ≤ |g|/λ                                                     by strong convexity
 *   |w + p − ŵ| ≤ |H p + g|/λ + δ e^{2δ} √(p·H p/λ) + |δa/√D|/(2√λ)       and the rounding of w + p
 *
 * Curvatures on the way to ŵ lie within e^{±δ} of those at w, where δ = max |x_μ| |g|/λ (|(ln ℓ″)′| ≤ 1 for
 * the logistic loss; δ = 0 for the square loss), so that ŵ − w = −H̄⁻¹ g with H̄ within e^{±δ} of H. The
 * last term is the rounding a + δa of the pulls, by |H⁻¹ Xᵀ √D| ≤ 1/(2√λ). For small λ the second bound is
 * the smaller one by orders of magnitude. By the same token
 *
 *   |P(ŵ) − P(w) − g·p/2| ≤ |H p + g| |p| + δ e^{2δ} p·H p
 *   |∇P(w + p)| ≤ |H p + g| + δ e^{2δ} √(p·H p max H) + |X| |δa|       and the rounding of w + p, max H times
 */
export function better(
  problem: Problem,
  w: Float64Array,
  certificate: Certificate,
  p: Float64Array,
): Minimum {
  const { lambda, longestRow, loss, matrixNorm } = problem;
  const { curvature, gradient, gradientBound, pullError } = certificate;
  const global = gradientBound / lambda;
  const { dualityGap } = certificate;
  const delta = loss.kind === 'square' ? 0 : longestRow * global;
  const here = { weights: w, objective: certificate.objective, weightError: global, dualityGap };
  const image = hessianProduct(problem, curvature, p);
  const energy = Math.max(0, dot(p, image));
  const residual = norm(along(image, 1, gradient));
  const bend = delta * Math.exp(2 * delta);
  const noise = norm(pullError.map((e, mu) => (e === 0 ? 0 : e / Math.sqrt(curvature[mu]))));
  const weights = along(w, 1, p);
  const rounding = norm(weights.map((x, i) => p[i] - (x - w[i]))) + epsilon * norm(p);
  const weightError =
    residual / lambda +
    bend * Math.sqrt(energy / lambda) +
    noise / (2 * Math.sqrt(lambda)) +
    rounding;
  if (!(weightError < global)) return here;
  const { value, error } = certificate.objective;
  const most = lambda + loss.maximalCurvature * matrixNorm ** 2; // of the curvatures of P
  const slope =
    residual + bend * Math.sqrt(energy * most) + most * rounding + matrixNorm * norm(pullError);
  return {
    weights,
    objective: {
      value: value + dot(gradient, p) / 2,
      error:
        error - dualityGap + (residual + 4 * epsilon * gradientBound) * norm(p) + bend * energy,
    },
    weightError,
    dualityGap: slope ** 2 / (2 * lambda),
  };
}
