import { matrixFromRows, rowOf } from '../../reference/numerics/matrix.ts';
import { overParametrisedFlow } from '../../reference/over-parametrised/flow.ts';
import { overParametrisedQuestions } from '../arbitraries/flow.ts';
import { defineOracle } from '../oracle.ts';
import { phaseData, timesSchema } from '../schema/flow.ts';
import { matrixSchema } from '../schema/matrix.ts';
import { answeredMatrix, answeredVector } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  OverParametrisedGradientFlowParams,
  OverParametrisedGradientFlowResult,
} from '../types/over-parametrised.gradient-flow.ts';
import { closedEquation } from '../witnesses/over-parametrised-gradient-flow.ts';

const where = 'over-parametrised.gradient-flow';

export const overParametrisedGradientFlow = defineOracle<
  OverParametrisedGradientFlowParams,
  OverParametrisedGradientFlowResult
>({
  id: 'over-parametrised.gradient-flow',
  title: 'Where does gradient flow take a wide network with square activation?',
  formula:
    'L = Σ_μ (y_μ² − x_μᵀ A x_μ)²,  A = WᵀW/m;   dW/dt = −∇_W L = (4/m) W M,  M = Σ_μ (y_μ² − x_μᵀ A x_μ) x_μ x_μᵀ;   so dA/dt = (4/m)(M A + A M)',
  params: object(
    'OverParametrisedGradientFlowParams',
    'A data set and a start. The weights are not constrained.',
    {
      ...phaseData,
      initial: matrixSchema,
      times: timesSchema('Increasing times t.'),
    },
  ),
  result: object('OverParametrisedGradientFlowResult', 'The trajectory at the times asked for.', {
    gram: {
      type: 'array',
      description: 'A(t) = W(t)ᵀW(t)/m, one matrix per time.',
      items: answeredMatrix('A at one time.'),
    },
    loss: answeredVector('L(t), one entry per time.'),
  }),
  fields: {
    gram: {
      kind: 'array',
      meaning: 'A(t)',
      floor: 1e-11,
      because: 'entries off the diagonal are of either sign',
    },
    loss: { kind: 'array', meaning: 'loss L(t)', floor: 1e-11, because: 'it tends to zero' },
  },
  answer: ({ matrix, labels, initial, times }) => {
    const rows = matrixFromRows(where, 'matrix', matrix);
    const start = matrixFromRows(where, 'initial', initial);
    const { gram, loss, error } = overParametrisedFlow(rows, labels, start, times);
    return {
      result: {
        gram: gram.map((A) => Array.from({ length: A.rows }, (_, i) => [...rowOf(A, i)])),
        loss: [...loss],
      },
      error,
    };
  },
  sample: overParametrisedQuestions(),
  continuous: ['matrix', 'labels', 'initial'],
  witnesses: [closedEquation],
  sources: ['sarao2020optimization', 'zdeborova2021'],
  cost: 'expensive',
});
