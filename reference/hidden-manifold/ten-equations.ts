/**
 * The hidden manifold by the ten replica equations with the Stieltjes transform: the same solution as
 * fixed-point.ts, by other means. The channel is integrated as it is written,
 *
 *   V̂_s = (α/γ) κ₁² E_ξ Σ_y Z₀ (1 − ∂_ω η)/V      V̂_w = α κ★² (the same)
 *   q̂_s = (α/γ) κ₁² E_ξ Σ_y Z₀ ((η − ω₁)/V)²      q̂_w = α κ★² (the same)
 *   m̂_s = (α/γ) κ₁ E_ξ Σ_y ∂_ω Z₀ (η − ω₁)/V
 *   ω₀ = M ξ/√Q,  V₀ = ρ − M²/Q,  ω₁ = √Q ξ,  Z₀ = P(y | ν ~ N(ω₀, V₀)),  η = prox
 *
 * with g = g(−z), g′ = g′(−z) at z = (λ + V̂_w)/V̂_s:
 *
 *   V_s = (1 − zg)/V̂_s,   m_s = ρ m̂_s (1 − zg)/V̂_s
 *   q_s = (ρ m̂_s² + q̂_s)/V̂_s² (1 − 2zg + z²g′) + q̂_w/((λ + V̂_w)V̂_s) (zg − z²g′)
 *   V_w = γ/(λ + V̂_w) (1/γ − 1 + zg)
 *   q_w = γ q̂_w/(λ + V̂_w)² (1/γ − 1 + z²g′) + γ (ρ m̂_s² + q̂_s)/((λ + V̂_w)V̂_s) (zg − z²g′)
 *   V = κ₁²V_s + κ★²V_w,   Q = κ₁²q_s + κ★²q_w,   M = κ₁m_s
 *
 * It is here to be compared with, not to be fast. Source: [gerace2020].
 */
import { cleanTeacher, type Teacher } from '../empirical-risk/teacher.ts';
import { ConvergenceError } from '../errors.ts';
import { type LossKind, loss as lossOf } from '../losses/index.ts';
import { solveSystem } from '../numerics/newton-system.ts';
import { normalCdf, normalDensity } from '../numerics/normal.ts';
import { integrate } from '../numerics/quadrature.ts';
import { activationCoefficients } from './coefficients.ts';
import { type HiddenManifold, requireHiddenManifold } from './model.ts';
import { moments } from './stieltjes.ts';

export interface TenEquations {
  readonly latentOverlap: number;
  readonly latentNorm: number;
  readonly latentSusceptibility: number;
  readonly weightNorm: number;
  readonly weightSusceptibility: number;
  readonly overlap: number;
  readonly norm: number;
  readonly susceptibility: number;
  readonly generalisationError: number;
}

interface Channel {
  readonly overlap: number;
  readonly norm: number;
  readonly susceptibility: number;
}

const edges = [-9, -6, -4, -2, -1, 0, 1, 2, 4, 6, 9];

/** The three averages over ξ and the sum over y, by adaptive quadrature. */
const channelOf = (
  lossKind: LossKind,
  { secondMoment, noiseVariance, flipProbability }: Teacher,
  M: number,
  Q: number,
  V: number,
): Channel => {
  const { proximal } = lossOf(lossKind);
  const root = Math.sqrt(Q);
  const left = Math.sqrt(secondMoment - (M * M) / Q + noiseVariance);
  const contrast = 1 - 2 * flipProbability;
  const kinks = [1, 1 - V, 0, -V, -V / 2, -1, 2, 4, -2, -4, 8].map((u) => u / root);
  const steps = edges.map((t) => (t * left * root) / M);
  const breaks = [...edges, ...kinks, ...kinks.map((x) => -x), ...steps]
    .filter((x) => Math.abs(x) <= 9)
    .sort((a, b) => a - b);
  const average = (g: (y: number, xi: number) => number): number =>
    integrate((xi) => normalDensity(xi) * (g(1, xi) + g(-1, xi)), breaks, { tolerance: 1e-13 })
      .value;
  const likelihood = (y: number, xi: number) =>
    flipProbability + contrast * normalCdf((y * M * xi) / (root * left));
  const response = (y: number, xi: number) => proximal(y * root * xi, V);
  return {
    overlap: average(
      (y, xi) =>
        ((contrast * y * normalDensity((M * xi) / (root * left))) / left) *
        (y * response(y, xi).force),
    ),
    norm: average((y, xi) => likelihood(y, xi) * response(y, xi).force ** 2),
    susceptibility: average((y, xi) => (likelihood(y, xi) * (1 - response(y, xi).derivative)) / V),
  };
};

const prior = (model: HiddenManifold, rho: number, alpha: number, lambda: number, e: Channel) => {
  const { gamma, projection } = model;
  const { kappa1, kappaStar } = activationCoefficients(model.activation);
  const signal = kappa1.value ** 2;
  const noise = kappaStar.value ** 2;
  const VsHat = (alpha / gamma) * signal * e.susceptibility;
  const VwHat = alpha * noise * e.susceptibility;
  const qsHat = (alpha / gamma) * signal * e.norm;
  const qwHat = alpha * noise * e.norm;
  const msHat = (alpha / gamma) * kappa1.value * e.overlap;
  const pole = lambda + VwHat;
  const z = pole / VsHat;
  const { first, mixed, second, outside, outsideSquare } = moments(z, gamma, projection);
  const drive = rho * msHat * msHat + qsHat;
  const latentSusceptibility = first / VsHat;
  const latentOverlap = (rho * msHat * first) / VsHat;
  const latentNorm = (drive / VsHat ** 2) * second + (qwHat / (pole * VsHat)) * z * mixed;
  const weightSusceptibility = (gamma / pole) * outside;
  const weightNorm =
    gamma * ((qwHat / pole ** 2) * outsideSquare + (drive / (pole * VsHat)) * z * mixed);
  return {
    latentOverlap,
    latentNorm,
    latentSusceptibility,
    weightNorm,
    weightSusceptibility,
    overlap: kappa1.value * latentOverlap,
    norm: signal * latentNorm + noise * weightNorm,
    susceptibility: signal * latentSusceptibility + noise * weightSusceptibility,
  };
};

export const tenEquations = (
  model: HiddenManifold,
  lossKind: LossKind,
  alpha: number,
  lambda: number,
  teacher: Teacher = cleanTeacher,
): TenEquations => {
  requireHiddenManifold('ten equations', model);
  const { secondMoment: rho } = teacher;
  const image = (M: number, Q: number, V: number) =>
    prior(model, rho, alpha, lambda, channelOf(lossKind, teacher, M, Q, V));
  const cosine = (M: number, Q: number) => M / Math.sqrt(rho * Q);
  // A few damped steps of plain iteration, from nothing learnt, bring Newton near
  let [M, Q, V] = [0.1 * Math.sqrt(rho), 0.5, 1];
  for (let step = 0; step < 40; step++) {
    const next = image(M, Q, V);
    const angle = (Math.atanh(cosine(M, Q)) + Math.atanh(cosine(next.overlap, next.norm))) / 2;
    Q = Math.sqrt(Q * next.norm);
    V = Math.sqrt(V * next.susceptibility);
    M = Math.sqrt(rho * Q) * Math.tanh(angle);
  }
  const outcome = solveSystem(
    ([logQ, logV, angle]) => {
      const norm = Math.exp(logQ);
      const next = image(Math.sqrt(rho * norm) * Math.tanh(angle), norm, Math.exp(logV));
      return Float64Array.of(
        Math.log(next.norm) - logQ,
        Math.log(next.susceptibility) - logV,
        Math.atanh(cosine(next.overlap, next.norm)) - angle,
      );
    },
    [Math.log(Q), Math.log(V), Math.atanh(cosine(M, Q))],
    { tolerance: 1e-12 },
  );
  if (outcome.status !== 'converged')
    throw new ConvergenceError('ten equations', `Newton's method ${outcome.status}`);
  const [logQ, logV, angle] = outcome.point;
  const norm = Math.exp(logQ);
  const final = image(Math.sqrt(rho * norm) * Math.tanh(angle), norm, Math.exp(logV));
  return { ...final, generalisationError: Math.acos(cosine(final.overlap, final.norm)) / Math.PI };
};
