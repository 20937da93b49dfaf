import fc from 'fast-check';
import { populationFlow } from '../../reference/over-parametrised/population-flow.ts';
import { times } from '../arbitraries/flow.ts';
import { logUniform, oneOf } from '../arbitraries/numbers.ts';
import { defineOracle } from '../oracle.ts';
import { timesSchema } from '../schema/flow.ts';
import { answeredVector, integer, nonNegative } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  OverParametrisedPopulationFlowParams,
  OverParametrisedPopulationFlowResult,
} from '../types/over-parametrised.population-flow.ts';
import { wholeMatrix } from '../witnesses/over-parametrised-population-flow.ts';

const positive = 'an eigenvalue of a positive matrix decays like 1/τ, and keeps its digits';

export const overParametrisedPopulationFlow = defineOracle<
  OverParametrisedPopulationFlowParams,
  OverParametrisedPopulationFlowResult
>({
  id: 'over-parametrised.population-flow',
  title: 'How does a wide network with square activation learn from infinitely many samples?',
  formula:
    'dA/dτ = (2D + tr D) A + A (2D + tr D),  D = A* − A,  τ = 4nt/(m d²);   A = a P + b (I − P),  P = w*w*ᵀ/d:   a′ = 2a[2(d − a) + T],  b′ = 2b[−2b + T],  T = d − a − (d − 1) b',
  params: object(
    'OverParametrisedPopulationFlowParams',
    'Gaussian inputs of variance 1/d, ‖w*‖² = d, and a start that is round beside the teacher.',
    {
      dimension: integer('d.', 1, 1_000_000),
      signal: nonNegative('a₀, eigenvalue of A(0) along the teacher.'),
      bulk: nonNegative('b₀, the d − 1 other eigenvalues of A(0).'),
      times: timesSchema('Increasing times τ = 4nt/(m d²).'),
    },
  ),
  result: object(
    'OverParametrisedPopulationFlowResult',
    'The eigenvalues at the times asked for.',
    {
      signal: answeredVector('a(τ), which tends to d.'),
      bulk: answeredVector('b(τ), which tends to 0 like 3/(4(d + 2)τ).'),
    },
  ),
  fields: {
    signal: {
      kind: 'array',
      meaning: 'eigenvalue a along the teacher',
      floor: 0,
      because: positive,
    },
    bulk: { kind: 'array', meaning: 'eigenvalues b beside it', floor: 0, because: positive },
  },
  answer: ({ dimension, signal, bulk, times: at }) => {
    const points = populationFlow(dimension, signal, bulk, at);
    const worst = (field: 'signal' | 'bulk') => Math.max(...points.map((p) => p[field].error));
    return {
      result: {
        signal: points.map((p) => p.signal.value),
        bulk: points.map((p) => p.bulk.value),
      },
      error: { signal: worst('signal'), bulk: worst('bulk') },
    };
  },
  sample: fc
    .record({
      dimension: oneOf([1, fc.integer({ min: 1, max: 4 })], [1, fc.integer({ min: 5, max: 100 })]),
      signal: oneOf([2, fc.constant(1)], [2, logUniform(1e-3, 30)], [1, fc.constant(0)]),
      bulk: oneOf([2, fc.constant(1)], [2, logUniform(1e-3, 30)], [1, fc.constant(0)]),
    })
    .chain((model) => times(1 / model.dimension, 30).map((at) => ({ ...model, times: at }))),
  continuous: ['signal', 'bulk', 'times'],
  witnesses: [wholeMatrix],
  sources: ['sarao2020optimization'],
  cost: 'moderate',
});
