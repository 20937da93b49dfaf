import { bulk } from '../witnesses/marchenko-pastur.ts';
import { defineErratum } from './erratum.ts';
import { brackets, type Conjugates, conjugates } from './latent.ts';

/** q_w, the coefficient of its second term left open. */
const weightNorm = (model: Conjugates, second: number): number => {
  const { gamma, stiffness, latentStiffness, latentForce, latentNoise, weightNoise } = model;
  const { outside, mixed } = brackets(model);
  const drive = model.secondMoment * latentForce ** 2 + latentNoise;
  return (
    ((gamma * weightNoise) / stiffness ** 2) * outside +
    second * (drive / (stiffness * latentStiffness)) * mixed
  );
};

/** ‖w‖²/p, direction by direction: in the column space of F, and beside it. */
const direct = (model: Conjugates): number => {
  const { gamma, stiffness, latentStiffness, latentForce, latentNoise, weightNoise } = model;
  const drive = model.secondMoment * latentForce ** 2 + latentNoise;
  const { a, w } = bulk(gamma, 1000);
  return a.reduce(
    (sum, x, k) =>
      sum + (gamma * w[k] * (drive * x + weightNoise)) / (latentStiffness * x + stiffness) ** 2,
    ((1 - gamma) * weightNoise) / stiffness ** 2,
  );
};

export const weightNormSign = defineErratum<Conjugates, number>({
  id: 'weight-norm-sign',
  where: 'Replica solution (hidden manifold)',
  literal: 'q_w = γ … + ((m̂_s² + q̂_s)/((λ + V̂_w) V̂_s)) [−z g(−z) + z² g′(−z)]',
  right: 'q_w = γ … − γ ((m̂_s² + q̂_s)/((λ + V̂_w) V̂_s)) [−z g(−z) + z² g′(−z)]',
  why: 'The bracket is −z ∫ a/(a + z)² dμ, which is negative: as printed, what is learned would make the weights shorter, down to a negative square. The d latent directions are a fraction γ of the p weights.',
  law: 'q_w = ‖w‖²/p is the average over the directions of the weights of force² over stiffness².',
  sources: ['zdeborova2021', 'gerace2020'],
  model: conjugates(),
  forms: {
    literal: (model) => weightNorm(model, 1),
    right: (model) => weightNorm(model, -model.gamma),
  },
  measure: (value, model) => ({
    left: value,
    right: direct(model),
    relation: 'equal',
    allowance: 1e-9 * direct(model),
    because: 'a midpoint rule of 1000 angles, and the rounding of brackets that cancel',
  }),
});
