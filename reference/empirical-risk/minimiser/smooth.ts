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
  for (let correction = 0; ; correction++) {
    const certificate = certify(problem, weights);
    const step = solve(
      certificate.curvature,
      certificate.gradient.map((g) => -g),
      1e-6,
    );
    const weightError = distance(problem, certificate, step);
    if (best !== undefined && !(weightError < best.weightError)) return best;
    const { objective, dualityGap } = certificate;
    best = { weights, objective, weightError, dualityGap };
    if (weightError <= ROUNDING * norm(weights) || correction === MOST_CORRECTIONS) return best;
    weights = along(weights, 1, step);
  }
}

/**
 * A bound on |w − ŵ|, the smaller of two. With g the gradient at w:
 *
 *   global:  |g|/λ, by strong convexity
 *   local:   |p| + |H p + g|/λ + δ e^{2δ} √(p·H p/λ) + |δa/√D|/(2√λ)
 *
 * p is the Newton step. Curvatures on the way to ŵ lie within e^{±δ} of those at w, where
 * δ = max |x_μ| |g|/λ (|(ln ℓ″)′| ≤ 1 for the logistic loss; δ = 0 for the square loss), so that
 * ŵ − w = H̄⁻¹(−g) with H̄ within e^{±δ} of H. The last term is the rounding a + δa of the pulls, by
 * |H⁻¹ Xᵀ √D| ≤ 1/(2√λ). For small λ the local bound is the smaller one by orders of magnitude.
 */
function distance(
  problem: Problem,
  { curvature, gradient, gradientBound, pullError }: Certificate,
  p: Float64Array,
): number {
  const { lambda, longestRow, loss } = problem;
  const global = gradientBound / lambda;
  const delta = loss.kind === 'square' ? 0 : longestRow * global;
  if (!(delta < 1)) return global;
  const image = hessianProduct(problem, curvature, p);
  const residual = norm(along(image, 1, gradient));
  const noise = norm(pullError.map((e, mu) => (e === 0 ? 0 : e / Math.sqrt(curvature[mu]))));
  const local =
    norm(p) +
    residual / lambda +
    delta * Math.exp(2 * delta) * Math.sqrt(Math.max(0, dot(p, image)) / lambda) +
    noise / (2 * Math.sqrt(lambda));
  return Math.min(global, Number.isNaN(local) ? global : local);
}
