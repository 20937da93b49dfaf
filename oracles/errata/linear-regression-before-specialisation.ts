import fc from 'fast-check';
import { committeeFixedPoint } from '../../reference/committee/fixed-point.ts';
import { committeeOutputPotential } from '../../reference/committee/output-potential.ts';
import { uniform } from '../arbitraries/numbers.ts';
import { defineErratum } from './erratum.ts';

/**
 * Overlap of the optimally regularised linear regression with (w₁ + w₂)/√2: to it y = κ z_+ + noise, with
 * κ = E y z_+ = 1/√π and noise of variance ½ − κ², hence q = r/(1 + r), r = α κ²/(½ − κ² q).
 */
function linearRegression(alpha: number): number {
  const square = 1 / Math.PI;
  let q = 0;
  for (let step = 0; step < 200; step++) {
    const r = (alpha * square) / (0.5 - square * q);
    q = r / (1 + r);
  }
  return q;
}

export const linearRegressionBeforeSpecialisation = defineErratum<
  { readonly alpha: number },
  number
>({
  id: 'linear-regression-before-specialisation',
  where: 'Specialisation transition',
  literal:
    'Sharp threshold for number of samples below which linear regression is the best thing to do',
  right:
    'below it nothing is better than an estimator of w₁ + w₂ alone; the best of these has q_+/(1 − q_+) = α A_+(q_+), more than linear regression at every α > 0',
  why: 'Below the threshold both units have the same overlap with both units of the teacher, and so has linear regression. But the outputs tell more of z₁ + z₂ than a line through them: a tie, and how likely it was, too. Only for α → 0 do both agree.',
  law: 'The best estimator has learned all that the outputs tell at its own overlap.',
  sources: ['zdeborova2021', 'aubin2018'],
  model: fc.record({ alpha: uniform(0.3, 2, 34) }),
  forms: {
    literal: ({ alpha }) => linearRegression(alpha),
    right: ({ alpha }) =>
      2 * committeeFixedPoint('gaussian', alpha, 'unspecialised').diagonal.value,
  },
  measure: (overlap, { alpha }) => {
    const { conjugatePerAlphaDiagonal: own, conjugatePerAlphaOffDiagonal: cross } =
      committeeOutputPotential(overlap / 2, overlap / 2);
    const r = alpha * (own.value + cross.value);
    return {
      left: r / (1 + r),
      right: overlap,
      relation: 'at-most',
      allowance: 1e-12,
      because: 'rounding of an overlap of order one',
    };
  },
});
