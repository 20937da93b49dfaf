import { committeeAmp } from '../../reference/committee/amp.ts';
import { matrixFromRows } from '../../reference/numerics/matrix.ts';
import { committeeAmpQuestions } from '../arbitraries/committee.ts';
import { defineOracle } from '../oracle.ts';
import { committeePriorSchema, pairMatrix, twoUnits } from '../schema/committee.ts';
import { matrixSchema, vector } from '../schema/matrix.ts';
import { answeredMatrix, integer } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type { CommitteeAmpParams, CommitteeAmpResult } from '../types/committee.amp.ts';
import { plainCommitteeLoop } from '../witnesses/committee-amp.ts';
import { rowsOf, symmetricOf } from './matrices.ts';

const where = 'committee.amp';

export const committeeAmpOracle = defineOracle<CommitteeAmpParams, CommitteeAmpResult>({
  id: where,
  title: 'Which means does message passing hold for the weights of two sign units after t steps?',
  formula:
    'ω = X ŵ − g V;  g = g_out(y, ω, V);  Λ = −(1/d) Σ_μ ∂g_μ;  γ = ŵ Λ + Xᵀ g;  ŵ_i = E[w | Λ, γ_i],  V = (1/d) Σ_i Cov[w | Λ, γ_i]',
  params: object(
    'CommitteeAmpParams',
    'A data set, a start and a schedule. g = 0 before the first step; the Onsager term has the new V and the old g.',
    {
      units: twoUnits,
      prior: committeePriorSchema,
      matrix: matrixSchema,
      labels: vector('y, one output −1, 0 or 1 per row of the matrix.'),
      iterations: integer('T, the number of iterations.', 0, 10_000),
      record: {
        type: 'array',
        description: 'The t, from 0 (the start) to T, after which the state is returned.',
        minItems: 1,
        maxItems: 10_000,
        items: integer('t.', 0, 10_000),
      },
      initialMean: matrixSchema,
      initialVariance: pairMatrix('V⁰; the identity by default.'),
    },
    ['initialVariance'],
  ),
  result: object('CommitteeAmpResult', 'The recorded states, in the order of `record`.', {
    means: {
      type: 'array',
      description: 'ŵ at each recorded t.',
      items: answeredMatrix('ŵ, one row of two per input.'),
    },
    variance: {
      type: 'array',
      description: 'V at each recorded t.',
      items: answeredMatrix('V, 2 × 2: the mean posterior covariance of the weights of an input.'),
    },
  }),
  fields: {
    means: {
      kind: 'array',
      meaning: 'posterior means ŵ at the recorded iterations',
      floor: 1e-11,
      because:
        'some of many components are close to zero; a vector is accurate relative to its norm',
    },
    variance: {
      kind: 'array',
      meaning: 'mean posterior covariance at the recorded iterations',
      floor: 1e-13,
      because: 'it vanishes at perfect recovery',
    },
  },
  answer: ({ prior, matrix, labels, initialMean, initialVariance, iterations, record }) => {
    const { states, error } = committeeAmp(
      prior.kind,
      matrixFromRows(where, 'matrix', matrix),
      Float64Array.from(labels),
      {
        iterations,
        record,
        initialMean: matrixFromRows(where, 'initialMean', initialMean),
        ...(initialVariance && {
          initialVariance: symmetricOf(where, 'initialVariance', initialVariance),
        }),
      },
    );
    return {
      result: {
        means: states.map(({ mean }) =>
          Array.from({ length: mean.length / 2 }, (_, i) => [mean[2 * i], mean[2 * i + 1]]),
        ),
        variance: states.map(({ variance }) => rowsOf(variance)),
      },
      error,
    };
  },
  sample: committeeAmpQuestions(),
  continuous: ['matrix', 'initialMean'],
  witnesses: [plainCommitteeLoop],
  sources: ['aubin2018'],
  cost: 'expensive',
});
