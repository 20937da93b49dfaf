import { loss as lossOf } from '../../reference/losses/index.ts';
import { type MarginQuestion, margins } from '../arbitraries/margin.ts';
import { defineErratum } from './erratum.ts';

const step = 1e-4;

const prox = ({ loss, width }: MarginQuestion, margin: number) =>
  lossOf(loss).proximal(margin, width);

/** Where differences see the derivative: no kink of the hinge nearby. */
const smooth = ({ loss, margin, width }: MarginQuestion): boolean =>
  loss !== 'hinge' || Math.min(Math.abs(margin - 1), Math.abs(margin - 1 + width)) > 2 * step;

export const misplacedDerivative = defineErratum<MarginQuestion, number>({
  id: 'misplaced-derivative',
  where: 'Replica solution (hidden manifold)',
  literal: 'V̂_s = (α/γ) κ₁² E[L(y, ω₀) ∂_ω η/V],  V̂_w = α κ★² E[L(y, ω₀) ∂_ω η/V]',
  right: 'V̂_s = (α/γ) κ₁² E[L(y, ω₀) (1 − ∂_ω η)/V],  V̂_w = α κ★² E[L(y, ω₀) (1 − ∂_ω η)/V]',
  why: 'V̂ is the stiffness that the samples add: how much the force (η − ω)/V falls as ω grows. A sample that does not pull (∂_ω η = 1) adds none; as printed it would add the most. Iterated, the literal form diverges or ends elsewhere.',
  law: 'The stiffness of a sample is minus the derivative of its force (η − ω)/V.',
  sources: ['zdeborova2021', 'gerace2020', 'aubin2020'],
  model: margins().filter((question) => {
    const { margin, width } = question;
    const { derivative } = prox(question, margin);
    return (
      smooth(question) &&
      Math.abs(margin) < 50 &&
      width > 0.01 &&
      width < 100 &&
      Math.abs(1 - 2 * derivative) > 0.1
    );
  }),
  forms: {
    literal: (question) => prox(question, question.margin).derivative / question.width,
    right: (question) => (1 - prox(question, question.margin).derivative) / question.width,
  },
  measure: (stiffness, question) => {
    const { margin } = question;
    const force = (u: number) => prox(question, u).force;
    return {
      left: stiffness,
      right: -(force(margin + step) - force(margin - step)) / (2 * step),
      relation: 'equal',
      allowance: 1e-7,
      because: 'central differences of step 1e-4 of a force of order one',
    };
  },
});
