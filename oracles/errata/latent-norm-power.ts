import { defineErratum } from './erratum.ts';
import { brackets, type Conjugates, conjugates } from './latent.ts';

/** q_s with the first denominator V̂_s to a power. */
const latentNorm = (model: Conjugates, power: number): number => {
  const { stiffness, latentStiffness, latentForce, latentNoise, weightNoise, secondMoment } = model;
  const { square, mixed } = brackets(model);
  const drive = secondMoment * latentForce ** 2 + latentNoise;
  return (
    (drive / latentStiffness ** power) * square -
    (weightNoise / (stiffness * latentStiffness)) * mixed
  );
};

/** The same minimiser: an objective three times as large. */
const enlarged = (model: Conjugates): Conjugates => ({
  ...model,
  stiffness: 3 * model.stiffness,
  latentStiffness: 3 * model.latentStiffness,
  latentForce: 3 * model.latentForce,
  latentNoise: 9 * model.latentNoise,
  weightNoise: 9 * model.weightNoise,
});

export const latentNormPower = defineErratum<
  Conjugates,
  { readonly once: number; readonly thrice: number }
>({
  id: 'latent-norm-power',
  where: 'Replica solution (hidden manifold)',
  literal: 'q_s = ((m̂_s² + q̂_s)/V̂_s) [1 − 2z g(−z) + z² g′(−z)] − …',
  right: 'q_s = ((m̂_s² + q̂_s)/V̂_s²) [1 − 2z g(−z) + z² g′(−z)] − …',
  why: 'q_s is quadratic in the weights, which are a force over a stiffness: every term has two stiffnesses below. With one of them missing the solution can even break M² ≤ ρ Q.',
  law: 'An objective multiplied by a constant has the same minimiser: forces and stiffnesses times c, noises times c² leave q_s.',
  sources: ['zdeborova2021', 'gerace2020'],
  model: conjugates(),
  forms: {
    literal: (model) => ({ once: latentNorm(model, 1), thrice: latentNorm(enlarged(model), 1) }),
    right: (model) => ({ once: latentNorm(model, 2), thrice: latentNorm(enlarged(model), 2) }),
  },
  measure: ({ once, thrice }) => ({
    left: thrice,
    right: once,
    relation: 'equal',
    allowance: 1e-10 * Math.abs(once),
    because: 'rounding of brackets that cancel up to four digits',
  }),
});
