import fc from 'fast-check';
import { populationFlow } from '../../reference/phase-retrieval/population-flow.ts';
import { times } from '../arbitraries/flow.ts';
import { logUniform, oneOf, uniform } from '../arbitraries/numbers.ts';
import { defineOracle } from '../oracle.ts';
import { timesSchema } from '../schema/flow.ts';
import { answeredVector, positive, real } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  PhaseRetrievalPopulationFlowParams,
  PhaseRetrievalPopulationFlowResult,
} from '../types/phase-retrieval.population-flow.ts';
import { averagedLoss } from '../witnesses/phase-retrieval-population-flow.ts';

export const phaseRetrievalPopulationFlow = defineOracle<
  PhaseRetrievalPopulationFlowParams,
  PhaseRetrievalPopulationFlowResult
>({
  id: 'phase-retrieval.population-flow',
  title: 'How does the overlap grow along gradient flow on infinitely many samples?',
  formula: 'dm/dt = 8 α m (1 − m²),   m(t) = m₀/√(m₀² + (1 − m₀²) e^{−16αt});   L/n = 4 (1 − m²)',
  params: object(
    'PhaseRetrievalPopulationFlowParams',
    'Gaussian inputs of variance 1/d, ‖w‖² = ‖w*‖² = d; α = n/d only sets the unit of time.',
    {
      alpha: positive('α = n/d: the loss is a sum over samples.'),
      initialOverlap: real('m₀ = w(0)·w*/d.', { minimum: -1, maximum: 1 }),
      times: timesSchema('Increasing times t.'),
    },
  ),
  result: object('PhaseRetrievalPopulationFlowResult', 'The overlap at the times asked for.', {
    overlap: answeredVector('m(t), one entry per time.'),
  }),
  fields: {
    overlap: { kind: 'array', meaning: 'overlap m(t)', floor: 0, because: 'it keeps its sign' },
  },
  answer: ({ alpha, initialOverlap, times: at }) => {
    const overlap = populationFlow(alpha, initialOverlap, at);
    return {
      result: { overlap: overlap.map(({ value }) => value) },
      error: { overlap: Math.max(...overlap.map(({ error }) => error)) },
    };
  },
  sample: fc
    .record({
      alpha: logUniform(0.1, 100),
      initialOverlap: oneOf<number>(
        [2, uniform(-1, 1, 40)],
        [2, logUniform(1e-9, 1e-2)],
        [1, logUniform(1e-9, 1e-2).map((x) => 1 - x)],
      ),
    })
    .chain(({ alpha, initialOverlap }) =>
      times(1 / (16 * alpha), 60).map((at) => ({ alpha, initialOverlap, times: at })),
    ),
  continuous: ['alpha', 'initialOverlap', 'times'],
  witnesses: [averagedLoss],
  sources: ['sarao2020complex'],
  cost: 'cheap',
});
