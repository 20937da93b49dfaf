/**
 * Up to how many samples per feature the hidden manifold's data are separable. Separability does not
 * change when the features are whitened, so only the fraction of the teacher's variance that they
 * explain matters, the rest is noise:
 *
 *   ⟨t/s⟩ = ρ r²,   r² = 1 − z g(−z) at z = γ κ★²/κ₁²
 *   ρ(1 − r²) = ρ z g(−z)   of which nothing cancels
 *
 * Source: [candes2020], [gerace2020].
 */
import { type Separability, separabilityThreshold } from '../empirical-risk/separability.ts';
import { cleanTeacher, requireTeacher, type Teacher } from '../empirical-risk/teacher.ts';
import { activationCoefficients } from './coefficients.ts';
import { type HiddenManifold, requireHiddenManifold } from './model.ts';
import { moments } from './stieltjes.ts';

const where = 'hidden manifold separability';

export const hiddenManifoldSeparability = (
  model: HiddenManifold,
  teacher: Teacher = cleanTeacher,
): Separability => {
  requireHiddenManifold(where, model);
  requireTeacher(where, teacher);
  const { activation, gamma, projection } = model;
  const { kappa1, kappaStar } = activationCoefficients(activation);
  const { secondMoment, noiseVariance, flipProbability } = teacher;
  const z = gamma * (kappaStar.value / kappa1.value) ** 2;
  // Without noise in the features they see all that F passes on: for γ > 1 a fraction 1/γ of the teacher
  const { first, unseen } =
    z > 0
      ? { first: moments(z, gamma, projection).first, unseen: unseenAt(z, gamma, projection) }
      : { first: Math.min(1, 1 / gamma), unseen: Math.max(0, 1 - 1 / gamma) };
  const alpha = separabilityThreshold(
    secondMoment * first,
    secondMoment * unseen + noiseVariance,
    flipProbability,
  );
  return { alpha };
};

/** z g(−z). */
const unseenAt = (z: number, gamma: number, projection: HiddenManifold['projection']): number =>
  z * moments(z, gamma, projection).g;
