import fc from 'fast-check';
import { fixedPoint } from '../../reference/generalised-linear/fixed-point.ts';
import { answerOf } from '../answer.ts';
import { models } from '../arbitraries/model.ts';
import { channelOf, priorOf } from '../models.ts';
import { defineOracle } from '../oracle.ts';
import { modelPaths, modelProperties } from '../schema/model.ts';
import { answered } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type { GlmFixedPointParams, GlmFixedPointResult } from '../types/glm.fixed-point.ts';
import { iteratedRecursion } from '../witnesses/fixed-point.ts';

export const glmFixedPoint = defineOracle<GlmFixedPointParams, GlmFixedPointResult>({
  id: 'glm.fixed-point',
  title: 'Where does state evolution end, when it starts without or with knowledge of the teacher?',
  formula: 'm = M(r),   r = α A(m),   f = Φ_w(r) + α Φ_out(m) − r m / 2',
  params: object('GlmFixedPointParams', 'A model and a side from which to come.', {
    ...modelProperties,
    start: {
      enum: ['uninformed', 'informed'],
      description:
        'uninformed: the limit of state evolution from m⁰ → 0⁺, above the mean of the prior; informed: from m⁰ → ρ⁻.',
    },
  }),
  result: object('GlmFixedPointResult', 'The fixed point that is reached.', {
    overlap: answered('m.'),
    conjugate: answered('r; Infinity at perfect recovery.'),
    meanSquareError: answered('ρ − m, not by subtraction; 0 at perfect recovery.'),
    freeEntropy: answered(
      'f at the fixed point; ±Infinity where a continuous output reveals a weight exactly.',
    ),
  }),
  fields: {
    overlap: {
      kind: 'number',
      meaning: 'overlap m',
      floor: 1e-13,
      because: 'an even channel below weak recovery stays at m = 0',
    },
    conjugate: {
      kind: 'number',
      meaning: 'conjugate r = α A(m)',
      floor: 1e-13,
      because: 'r = 0 where m = 0 for an even channel',
    },
    meanSquareError: {
      kind: 'number',
      meaning: 'mean-square error ρ − m',
      floor: 1e-14,
      because: '0 at perfect recovery, which an iteration approaches to rounding of ρ',
    },
    freeEntropy: {
      kind: 'number',
      meaning: 'free entropy f, nats per dimension',
      floor: 1e-12,
      because: 'a difference of terms of order one that goes through zero',
    },
  },
  answer: ({ prior, channel, alpha, start }) => {
    const point = fixedPoint(priorOf(prior), channelOf(channel), alpha, start);
    return answerOf({
      overlap: point.overlap,
      conjugate: point.conjugate,
      meanSquareError: point.meanSquareError,
      freeEntropy: point.freeEntropy,
    });
  },
  sample: fc
    .record({ model: models(), start: fc.constantFrom('uninformed' as const, 'informed' as const) })
    .map(({ model, start }) => ({ ...model, start })),
  continuous: ['alpha', ...modelPaths],
  witnesses: [iteratedRecursion],
  sources: ['barbier2019', 'zdeborova2016'],
  cost: 'moderate',
});
