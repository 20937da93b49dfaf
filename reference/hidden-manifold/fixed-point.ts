/**
 * Empirical risk minimisation on the hidden manifold: X = f(FC), y = sign(θ·C/√d), n = αp samples. By
 * Gaussian equivalence this is a Gaussian covariate model, here solved on its spectrum; the ten equations
 * with the Stieltjes transform say the same (ten-equations.ts).
 *
 *   M = κ₁ m_s,   Q = κ₁² q_s + κ★² q_w,   q_s = ‖Fᵀŵ‖²/p,   q_w = ‖ŵ‖²/p
 *
 * Source: [gerace2020], [goldt2020].
 */
import { cleanTeacher, type Teacher } from '../empirical-risk/teacher.ts';
import { classify, requireRisk } from '../gaussian-covariate/fixed-point.ts';
import type { ClassificationFixedPoint } from '../gaussian-covariate/result.ts';
import { averageUlps } from '../gaussian-covariate/spectrum.ts';
import type { LossKind } from '../losses/index.ts';
import { type Estimate, epsilon, scaled } from '../numerics/estimate.ts';
import { activationCoefficients } from './coefficients.ts';
import type { LatentSpectrum } from './marchenko-pastur.ts';
import { equivalentSpectrum, type HiddenManifold } from './model.ts';

export interface HiddenManifoldFixedPoint extends ClassificationFixedPoint {
  /** m_s. */
  readonly latentOverlap: Estimate;
  /** q_s. */
  readonly latentNorm: Estimate;
}

/** q_s = ⟨(a/γ)(m̂² t + q̂ s)/D²⟩, positive terms only. */
const latentNorm = (
  { weights, student, teacher, latent }: LatentSpectrum,
  conjugates: ClassificationFixedPoint['conjugates'],
): Estimate => {
  const [mHat, qHat, VHat] = [conjugates.overlap, conjugates.norm, conjugates.susceptibility];
  let value = 0;
  for (let i = 0; i < weights.length; i++) {
    if (latent[i] === 0) continue;
    const D = conjugates.lambda + VHat.value * student[i];
    const force = mHat.value * mHat.value * teacher[i] + qHat.value * student[i];
    value += (weights[i] * latent[i] * force) / (D * D);
  }
  const relative = [
    [2, mHat],
    [1, qHat],
    [2, VHat],
  ] as const;
  let error = 2 * averageUlps({ weights, student, teacher }) * epsilon;
  for (const [power, { value: v, error: e }] of relative) if (v > 0) error += (power * e) / v;
  return { value, error: error * value };
};

export const hiddenManifoldFixedPoint = (
  model: HiddenManifold,
  lossKind: LossKind,
  alpha: number,
  lambda: number,
  teacher: Teacher = cleanTeacher,
  near?: ClassificationFixedPoint,
): HiddenManifoldFixedPoint => {
  const spectrum = equivalentSpectrum('hidden manifold', model, teacher);
  requireRisk(lossKind, alpha, lambda);
  const point = classify(spectrum, teacher, lossKind, alpha, lambda, near?.trace);
  const { kappa1 } = activationCoefficients(model.activation);
  return {
    ...point,
    latentOverlap: scaled(1 / kappa1.value, point.overlap),
    latentNorm: latentNorm(spectrum, point.conjugates),
  };
};
