/**
 * Empirical risk minimisation of a teacher's labels on plain i.i.d. inputs X ~ N(0, 1/d), n = αd:
 *
 *   ŵ = argmin Σ ℓ(y X·w) + (λ/2)‖w‖²
 *   m̂, q̂, V̂: channel-averages.ts;   V = 1/(λ + V̂),  m = ρ m̂ V,  q = (ρ m̂² + q̂) V²
 *
 * the Gaussian covariate model with a single eigenvalue. Source: [aubin2020].
 */
import { classify, requireRisk } from '../gaussian-covariate/fixed-point.ts';
import type { ClassificationFixedPoint } from '../gaussian-covariate/result.ts';
import { isotropicSpectrum } from '../gaussian-covariate/spectrum.ts';
import type { LossKind } from '../losses/index.ts';
import { cleanTeacher, requireTeacher, type Teacher } from './teacher.ts';

export const ermFixedPoint = (
  lossKind: LossKind,
  alpha: number,
  lambda: number,
  teacher: Teacher = cleanTeacher,
  near?: ClassificationFixedPoint,
): ClassificationFixedPoint => {
  requireTeacher('empirical risk', teacher);
  requireRisk(lossKind, alpha, lambda);
  const spectrum = isotropicSpectrum(teacher.secondMoment);
  return classify(spectrum, teacher, lossKind, alpha, lambda, near?.trace);
};
