/**
 * The hidden manifold as a Gaussian covariate model: Ω = κ₁² FFᵀ + κ★² I, c = κ₁ Fθ/√d. With the law μ of
 * the eigenvalues a of GᵀG/p (stieltjes.ts), γ = d/p:
 *
 *   weight γ dμ(a):   s = κ★² + κ₁² a/γ,   t = ρ κ₁² a/γ²
 *   weight 1 − γ:     s = κ★²,             t = 0           (γ < 1; for γ > 1 the 0s of μ are left out)
 *
 * Gaussian F: μ is Marchenko–Pastur's law on [a₋, a₊] = [(1 − √γ)², (1 + √γ)²], by the substitution
 *
 *   a = a₋ + Δ sin²(θ/2),  Δ = 4√γ,   γ dμ = (Δ sin θ/2 cos θ/2)²/(2π a) dθ,   0 < θ < π
 *
 * where a resolvent has its poles at θ² = −4(a₋ + z)/Δ and, for a₋ > 0, −4a₋/Δ: the panels shrink towards
 * θ = 0 as far as they come near.
 */
import type { Spectrum } from '../gaussian-covariate/spectrum.ts';
import { gaussLegendre } from '../numerics/quadrature.ts';
import type { Projection } from './stieltjes.ts';

/** Nodes a and weights of γ dμ, for integrands analytic outside a ≤ −z, where z ≥ `nearest` ≥ 0. */
export const marchenkoPastur = (
  gamma: number,
  nearest: number,
): { readonly nodes: number[]; readonly weights: number[] } => {
  const lower = (1 - Math.sqrt(gamma)) ** 2;
  const span = 4 * Math.sqrt(gamma);
  const pole = lower > 0 ? lower : nearest;
  const distance = Math.max(2 * Math.sqrt(pole / span), smallest);
  const ends = [Math.PI];
  while (ends[0] > distance) ends.unshift(ends[0] / 2);
  ends.unshift(0);
  const { nodes: points, weights: rule } = gaussLegendre(order);
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let panel = 1; panel < ends.length; panel++) {
    const half = (ends[panel] - ends[panel - 1]) / 2;
    for (let i = 0; i < order; i++) {
      const theta = ends[panel - 1] + half * (1 + points[i]);
      const sine = Math.sin(theta / 2);
      const a = lower + span * sine * sine;
      const half2 = span * sine * Math.cos(theta / 2);
      nodes.push(a);
      weights.push((half * rule[i] * half2 * half2) / (2 * Math.PI * a));
    }
  }
  return { nodes, weights };
};

const order = 20;
/** z ≥ 1e-20 in the range of λ and α that is asked for. */
const smallest = 1e-10;

/** a with the weights of γ dμ, and the weight 1 − γ of what the latent space does not reach. */
export interface LatentSpectrum extends Spectrum {
  /** a/γ: the eigenvalue of FFᵀ. */
  readonly latent: ArrayLike<number>;
}

export const hiddenManifoldSpectrum = (
  kappa1: number,
  kappaStar: number,
  gamma: number,
  projection: Projection,
  secondMoment: number,
): LatentSpectrum => {
  const noise = kappaStar * kappaStar;
  const signal = kappa1 * kappa1;
  const reached =
    projection === 'gaussian'
      ? marchenkoPastur(gamma, (gamma * noise) / signal)
      : { nodes: [Math.max(1, gamma)], weights: [Math.min(1, gamma)] };
  const weights = [...reached.weights];
  const latent = reached.nodes.map((a) => a / gamma);
  if (gamma < 1) {
    weights.push(1 - gamma);
    latent.push(0);
  }
  return {
    weights,
    latent,
    student: latent.map((a) => noise + signal * a),
    teacher: latent.map((a) => (secondMoment * signal * a) / gamma),
  };
};
