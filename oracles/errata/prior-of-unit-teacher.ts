import fc from 'fast-check';
import { logUniform } from '../arbitraries/numbers.ts';
import { defineErratum } from './erratum.ts';
import { brackets, type Conjugates, conjugates } from './latent.ts';

/** m̂_s is the covariance of the label with the teacher's field per ρ: as 1/√ρ, the labels being ±1. */
const forceOf = ({ latentForce, secondMoment }: Conjugates): number =>
  latentForce / Math.sqrt(secondMoment);

export const priorOfUnitTeacher = defineErratum<Conjugates, number>({
  id: 'prior-of-unit-teacher',
  where: 'Replica solution (hidden manifold)',
  literal: 'm_s = (m̂_s/V̂_s)(1 − z g(−z)),  (m̂_s² + q̂_s) in q_s and q_w,  V⁰ = ρ − M²/Q',
  right: 'm_s = ρ (m̂_s/V̂_s)(1 − z g(−z)),  (ρ m̂_s² + q̂_s) in q_s and q_w,  ρ = ‖θ‖²/d',
  why: 'ρ stands in V⁰ but not in the equations for the weights, which hold for ρ = 1 as printed.',
  law: 'A teacher twice as long gives the same labels, so the student is the same: m_s/√ρ does not depend on ρ.',
  sources: ['zdeborova2021', 'gerace2020'],
  model: fc
    .record({
      given: conjugates(),
      secondMoment: fc.oneof(logUniform(0.1, 0.5), logUniform(2, 10)),
    })
    .map(({ given, secondMoment }) => ({ ...given, secondMoment })),
  forms: {
    literal: (model) => (forceOf(model) / model.latentStiffness) * brackets(model).response,
    right: (model) =>
      ((model.secondMoment * forceOf(model)) / model.latentStiffness) * brackets(model).response,
  },
  measure: (overlap, model) => {
    const unit = (model.latentForce / model.latentStiffness) * brackets(model).response;
    return {
      left: overlap / Math.sqrt(model.secondMoment),
      right: unit,
      relation: 'equal',
      allowance: 1e-13 * unit,
      because: 'rounding of products',
    };
  },
});
