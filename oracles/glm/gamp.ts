import { gamp } from '../../reference/generalised-linear/gamp.ts';
import { matrixFromRows } from '../../reference/numerics/matrix.ts';
import { gampQuestions } from '../arbitraries/gamp.ts';
import { channelOf, priorOf } from '../models.ts';
import { defineOracle } from '../oracle.ts';
import { channelSchema } from '../schema/channel.ts';
import { matrixSchema, vector } from '../schema/matrix.ts';
import { answeredVector, integer, real } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import { priorSchema } from '../schema/prior.ts';
import type { GlmGampParams, GlmGampResult } from '../types/glm.gamp.ts';
import { textbookLoop } from '../witnesses/gamp.ts';

const where = 'glm.gamp';

export const glmGamp = defineOracle<GlmGampParams, GlmGampResult>({
  id: 'glm.gamp',
  title:
    'Which means and variances does generalised approximate message passing hold after t steps?',
  formula:
    'V = X² v;  ω = X a − V g;  g, ∂g = g_out(ω, y, V);  A = −(X²)ᵀ ∂g;  B = A a + Xᵀ g;  a, v = f_a(A, B), f_v(A, B)',
  params: object(
    'GlmGampParams',
    'A data set and a schedule. Starts at a = E w, v = Var w, g = 0 unless said otherwise.',
    {
      prior: priorSchema,
      channel: channelSchema,
      matrix: matrixSchema,
      labels: vector('y, one output per row of the matrix.'),
      iterations: integer('T, the number of iterations.', 0, 10_000),
      record: {
        type: 'array',
        description: 'The t, from 0 (the start) to T, after which the state is returned.',
        minItems: 1,
        maxItems: 10_000,
        items: integer('t.', 0, 10_000),
      },
      initialMean: vector('a⁰, one entry per weight; E w by default.'),
      initialVariance: vector('v⁰, one entry per weight; Var w by default.'),
      damping: real(
        'δ: a ← δ a_old + (1 − δ) a_new, the same for v, nothing for g and ω; 0 by default.',
        { minimum: 0, exclusiveMaximum: 1 },
      ),
      variance: {
        enum: ['full', 'scalar'],
        description:
          'full: V = X² v and A = −(X²)ᵀ ∂g, the default; scalar: V = mean v and A = −(1/d) Σ ∂g for all.',
      },
    },
    ['initialMean', 'initialVariance', 'damping', 'variance'],
  ),
  result: object('GlmGampResult', 'The recorded states, in the order of `record`.', {
    means: { type: 'array', description: 'a at each recorded t.', items: answeredVector('a.') },
    variances: { type: 'array', description: 'v at each recorded t.', items: answeredVector('v.') },
  }),
  fields: {
    means: {
      kind: 'array',
      meaning: 'posterior means a at the recorded iterations',
      floor: 1e-11,
      because:
        'some of many components are close to zero; a vector is accurate relative to its norm',
    },
    variances: {
      kind: 'array',
      meaning: 'posterior variances v at the recorded iterations',
      floor: 1e-13,
      because: 'variances vanish at perfect recovery',
    },
  },
  answer: ({ prior, channel, matrix, labels, ...options }) => {
    const run = gamp(
      priorOf(prior),
      channelOf(channel),
      matrixFromRows(where, 'matrix', matrix),
      Float64Array.from(labels),
      {
        ...options,
        ...(options.initialMean && { initialMean: Float64Array.from(options.initialMean) }),
        ...(options.initialVariance && {
          initialVariance: Float64Array.from(options.initialVariance),
        }),
      },
    );
    return {
      result: {
        means: run.means.map((a) => [...a]),
        variances: run.variances.map((v) => [...v]),
      },
      error: run.error,
    };
  },
  sample: gampQuestions(),
  continuous: ['matrix'],
  witnesses: [textbookLoop],
  sources: ['rangan2011', 'javanmard2013', 'zdeborova2016'],
  cost: 'expensive',
});
