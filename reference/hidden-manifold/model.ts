import { requireTeacher, type Teacher } from '../empirical-risk/teacher.ts';
import { requireNumber } from '../errors.ts';
import { type ActivationKind, activationCoefficients } from './coefficients.ts';
import { hiddenManifoldSpectrum, type LatentSpectrum } from './marchenko-pastur.ts';
import { type Projection, requireProjection } from './stieltjes.ts';

/** Features f(FC) of a latent Gaussian C ∈ R^d, labelled by a teacher who sees C. */
export interface HiddenManifold {
  readonly activation: ActivationKind;
  /** γ = d/p. */
  readonly gamma: number;
  /** Gaussian: entries N(0, 1/d). Orthogonal: FᵀF = (p/d) I for d ≤ p, FFᵀ = I for d ≥ p. */
  readonly projection: Projection;
}

export const requireHiddenManifold = (
  where: string,
  { activation, gamma, projection }: HiddenManifold,
): void => {
  activationCoefficients(activation);
  requireNumber(where, 'gamma', gamma, { above: 0 });
  requireProjection(where, projection);
};

/** The Gaussian equivalent, after checking it. */
export const equivalentSpectrum = (
  where: string,
  model: HiddenManifold,
  teacher: Teacher,
): LatentSpectrum => {
  requireHiddenManifold(where, model);
  requireTeacher(where, teacher);
  const { kappa1, kappaStar } = activationCoefficients(model.activation);
  const { gamma, projection } = model;
  return hiddenManifoldSpectrum(
    kappa1.value,
    kappaStar.value,
    gamma,
    projection,
    teacher.secondMoment,
  );
};
