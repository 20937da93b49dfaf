import { matrixFromRows } from '../../reference/numerics/matrix.ts';
import { gradientFlow } from '../../reference/phase-retrieval/gradient-flow.ts';
import { flowQuestions } from '../arbitraries/flow.ts';
import { defineOracle } from '../oracle.ts';
import { phaseData, timesSchema } from '../schema/flow.ts';
import { vector } from '../schema/matrix.ts';
import { answeredMatrix, answeredVector } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  PhaseRetrievalGradientFlowParams,
  PhaseRetrievalGradientFlowResult,
} from '../types/phase-retrieval.gradient-flow.ts';
import { taylorSteps } from '../witnesses/phase-retrieval-gradient-flow.ts';

export const phaseRetrievalGradientFlow = defineOracle<
  PhaseRetrievalGradientFlowParams,
  PhaseRetrievalGradientFlowResult
>({
  id: 'phase-retrieval.gradient-flow',
  title: 'Where does gradient flow on the sphere take the weights?',
  formula: 'dw/dt = −∇L + μ(t) w,   μ = w·∇L/‖w‖²,   L = Σ_μ (y_μ² − (X w)_μ²)²;   ‖w(t)‖ = ‖w(0)‖',
  params: object('PhaseRetrievalGradientFlowParams', 'A data set and a start.', {
    ...phaseData,
    initial: vector('w(0), of any length but zero, which is kept.'),
    times: timesSchema('Increasing times t, in units of 1/∇²L.'),
  }),
  result: object('PhaseRetrievalGradientFlowResult', 'The trajectory at the times asked for.', {
    weights: answeredMatrix('w(t), one row per time.'),
    loss: answeredVector('L(w(t)), one entry per time.'),
  }),
  fields: {
    weights: {
      kind: 'array',
      meaning: 'weights w(t)',
      floor: 1e-11,
      because: 'single weights pass through zero; a trajectory is accurate relative to its radius',
    },
    loss: {
      kind: 'array',
      meaning: 'loss L(w(t))',
      floor: 1e-11,
      because: 'it vanishes at the teacher',
    },
  },
  answer: ({ matrix, labels, initial, times }) => {
    const rows = matrixFromRows('phase-retrieval.gradient-flow', 'matrix', matrix);
    const { weights, loss, error } = gradientFlow(rows, labels, initial, times);
    return { result: { weights: weights.map((w) => [...w]), loss: [...loss] }, error };
  },
  sample: flowQuestions(),
  continuous: ['matrix', 'labels', 'initial'],
  witnesses: [taylorSteps],
  sources: ['sarao2020complex', 'zdeborova2021'],
  cost: 'expensive',
});
