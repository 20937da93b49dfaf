import fc from 'fast-check';
import { exactAverage } from '../../reference/generalised-linear/exact-average.ts';
import { matrixFromRows } from '../../reference/numerics/matrix.ts';
import { philoxStream } from '../../reference/numerics/random.ts';
import { answerOf } from '../answer.ts';
import { drawMatrix } from '../arbitraries/instance.ts';
import { seeds } from '../arbitraries/numbers.ts';
import { defineOracle } from '../oracle.ts';
import { signChannelSchema } from '../schema/channel.ts';
import { matrixSchema } from '../schema/matrix.ts';
import { answered } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type { GlmExactAverageParams, GlmExactAverageResult } from '../types/glm.exact-average.ts';
import { askedTeachers } from '../witnesses/exact-average.ts';

export const glmExactAverage = defineOracle<GlmExactAverageParams, GlmExactAverageResult>({
  id: 'glm.exact-average',
  title: 'What does a small binary perceptron learn on average over all its teachers, exactly?',
  formula:
    'f_d = (1/d) Σ_C (|C|/2^d) ln(|C|/2^d),   q_d = (1/d) 2^{−d} Σ_C |Σ_{w∈C} w|²/|C|,   C = cells {w : sign(Xw) = y}',
  params: object('GlmExactAverageParams', 'The inputs of a binary perceptron.', {
    channel: signChannelSchema,
    matrix: matrixSchema,
  }),
  result: object('GlmExactAverageResult', 'Averages over all 2^d Rademacher teachers.', {
    freeEntropy: answered('f_d, minus the entropy of the labels per dimension.'),
    overlap: answered('q_d = E|⟨w⟩|²/d = E⟨w⟩·w*/d.'),
  }),
  fields: {
    freeEntropy: {
      kind: 'number',
      meaning: 'free entropy f_d, nats per dimension',
      floor: 0,
      because: 'a sum of terms of one sign; at least one bit is learned from any input',
    },
    overlap: {
      kind: 'number',
      meaning: 'overlap q_d',
      floor: 0,
      because: 'a sum of squares; an input that is not zero tells something',
    },
  },
  answer: ({ matrix }) =>
    answerOf(exactAverage(matrixFromRows('glm.exact-average', 'matrix', matrix))),
  sample: fc
    .record({
      rows: fc.integer({ min: 1, max: 12 }),
      columns: fc.integer({ min: 1, max: 8 }),
      seed: seeds(),
    })
    .map(({ rows, columns, seed }) => ({
      channel: { kind: 'sign' as const },
      matrix: drawMatrix(rows, columns, 'gaussian', philoxStream(seed)),
    })),
  continuous: ['matrix'],
  witnesses: [askedTeachers],
  sources: ['iba1999', 'gyorgyi1990'],
  cost: 'moderate',
});
