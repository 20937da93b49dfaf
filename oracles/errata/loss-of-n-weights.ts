import { symmetricEigen } from '../../reference/numerics/symmetric-eigen.ts';
import { phaseData } from '../arbitraries/flow.ts';
import { defineErratum } from './erratum.ts';

interface DataSet {
  readonly matrix: readonly (readonly number[])[];
  readonly labels: readonly number[];
}

/** The smallest curvature of L at the teacher, ∇²L = 8 Xᵀ diag(y²) X, of a loss of so many weights. */
function softest({ matrix, labels }: DataSet, weights: number): number {
  const data = new Float64Array(weights * weights);
  matrix.forEach((row, mu) => {
    // An input that is not there is seen as zero.
    const x = Array.from({ length: weights }, (_, i) => row[i] ?? 0);
    for (let i = 0; i < weights; i++)
      for (let j = 0; j < weights; j++) data[i * weights + j] += 8 * labels[mu] ** 2 * x[i] * x[j];
  });
  return symmetricEigen({ rows: weights, columns: weights, data }).values[0];
}

/** Σ_μ 8 y² ‖x‖² times what rounding leaves of it. */
const rounding = ({ matrix, labels }: DataSet): number =>
  matrix.reduce(
    (sum, x, mu) => sum + 8e-13 * labels[mu] ** 2 * x.reduce((total, y) => total + y * y, 0),
    0,
  );

export const lossOfNWeights = defineErratum<DataSet, number>({
  id: 'loss-of-n-weights',
  where: 'Gradient descent for phase retrieval',
  literal: 'L({w_i}_{i=1}^n) = Σ_{μ=1}^n [y_μ² − (Σ_{i=1}^d X_μi w_i)²]²',
  right: 'L({w_i}_{i=1}^d)',
  why: 'n counts samples and d weights, as in the sum of the same line and in the flow below it. A loss of n > d weights would not feel n − d of them.',
  law: 'With enough samples the teacher is an isolated minimum: every curvature there is positive.',
  sources: ['zdeborova2021', 'sarao2020complex'],
  model: phaseData({ minRows: 12, maxRows: 20, minColumns: 2, maxColumns: 5 }).map(
    ({ matrix, labels }) => ({ matrix, labels }),
  ),
  forms: {
    literal: (model) => softest(model, model.matrix.length),
    right: (model) => softest(model, model.matrix[0].length),
  },
  measure: (curvature, model) => ({
    left: rounding(model),
    right: curvature,
    relation: 'at-most',
    allowance: 0,
    because: 'the left side is what rounding may leave of a curvature that is zero',
  }),
});
