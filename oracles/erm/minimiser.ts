import { minimise } from '../../reference/empirical-risk/minimiser/index.ts';
import { matrixFromRows } from '../../reference/numerics/matrix.ts';
import { answerOf } from '../answer.ts';
import { riskQuestions } from '../arbitraries/risk.ts';
import { defineOracle } from '../oracle.ts';
import { lossSchema } from '../schema/loss.ts';
import { matrixSchema, vector } from '../schema/matrix.ts';
import { answered, answeredVector } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import { lambdaSchema } from '../schema/student.ts';
import type { ErmMinimiserParams, ErmMinimiserResult } from '../types/erm.minimiser.ts';
import { descended, sortedMargins } from '../witnesses/erm-minimiser.ts';

export const ermMinimiser = defineOracle<ErmMinimiserParams, ErmMinimiserResult>({
  id: 'erm.minimiser',
  title: 'Which weights minimise the penalised loss on a given data set?',
  formula: 'ŵ = argmin_w Σ_μ ℓ(y_μ X_μ·w) + (λ/2)‖w‖²',
  params: object('ErmMinimiserParams', 'A data set and a student. No intercept.', {
    loss: lossSchema,
    lambda: lambdaSchema,
    matrix: matrixSchema,
    labels: vector('y, ±1, one label per row of the matrix.'),
  }),
  result: object('ErmMinimiserResult', 'The minimum.', {
    weights: answeredVector('ŵ, one entry per column of the matrix.'),
    objective: answered('The minimum itself: the sum over samples, penalty included.'),
  }),
  fields: {
    weights: {
      kind: 'array',
      meaning: 'weights ŵ',
      floor: 1e-14,
      because: 'a weight may vanish between samples that pull it both ways',
    },
    objective: {
      kind: 'number',
      meaning: 'objective Σ ℓ + (λ/2)‖ŵ‖²',
      floor: 0,
      because: 'a sum of positive terms',
    },
  },
  answer: ({ loss, lambda, matrix, labels }) => {
    const rows = matrixFromRows('erm.minimiser', 'matrix', matrix);
    const minimum = minimise(loss, lambda, rows, labels);
    const { result, error } = answerOf({ objective: minimum.objective });
    return {
      result: { weights: [...minimum.weights], ...result },
      error: { weights: minimum.weightError, ...error },
    };
  },
  sample: riskQuestions(),
  continuous: ['lambda', 'matrix'],
  witnesses: [descended, sortedMargins],
  sources: ['aubin2020'],
  cost: 'moderate',
});
