import { optimum } from '../../reference/generalised-linear/optimum.ts';
import { answerOf } from '../answer.ts';
import { models } from '../arbitraries/model.ts';
import { channelOf, priorOf } from '../models.ts';
import { defineOracle } from '../oracle.ts';
import { modelPaths, modelProperties } from '../schema/model.ts';
import { answered } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type { GlmOptimumParams, GlmOptimumResult } from '../types/glm.optimum.ts';
import { bothEnds } from '../witnesses/optimum.ts';

const overlapFloor = {
  floor: 1e-13,
  because: 'an even channel below weak recovery stays at m = 0',
} as const;
const errorFloor = {
  floor: 1e-14,
  because: '0 at perfect recovery, which an iteration approaches to rounding of ρ',
} as const;

export const glmOptimum = defineOracle<GlmOptimumParams, GlmOptimumResult>({
  id: 'glm.optimum',
  title: 'How well can the teacher be learned at all, and how well by approximate message passing?',
  formula: 'f = sup_{m ∈ [0, ρ]} inf_{r ≥ 0} Φ_w(r) + α Φ_out(m) − r m / 2,   MMSE = ρ − argmax_m',
  params: object('GlmOptimumParams', 'A model.', modelProperties),
  result: object('GlmOptimumResult', 'The optimum and what the algorithm attains.', {
    overlap: answered('m* of the global maximum of the free entropy.'),
    meanSquareError: answered('MMSE = ρ − m*, not by subtraction.'),
    freeEntropy: answered('f, the free entropy per dimension, at the global maximum.'),
    algorithmicOverlap: answered('m where approximate message passing ends, uninformed.'),
    algorithmicMeanSquareError: answered('ρ − m there.'),
    phase: {
      enum: ['easy', 'hard', 'impossible'],
      description:
        'hard: the fixed point of AMP is not the global maximum; impossible: it is, and recovery is not perfect; easy: it is, and recovery is perfect.',
    },
  }),
  fields: {
    overlap: { kind: 'number', meaning: 'overlap m* of the optimum', ...overlapFloor },
    meanSquareError: { kind: 'number', meaning: 'MMSE ρ − m*', ...errorFloor },
    freeEntropy: {
      kind: 'number',
      meaning: 'free entropy f, nats per dimension',
      floor: 1e-12,
      because: 'a difference of terms of order one that goes through zero',
    },
    algorithmicOverlap: { kind: 'number', meaning: 'overlap m_AMP', ...overlapFloor },
    algorithmicMeanSquareError: { kind: 'number', meaning: 'MSE_AMP = ρ − m_AMP', ...errorFloor },
    phase: { kind: 'label', meaning: 'phase', floor: 0, because: 'a label is right or wrong' },
  },
  answer: ({ prior, channel, alpha }) => {
    const { phase, ...best } = optimum(priorOf(prior), channelOf(channel), alpha);
    const { result, error } = answerOf({
      overlap: best.overlap,
      meanSquareError: best.meanSquareError,
      freeEntropy: best.freeEntropy,
      algorithmicOverlap: best.algorithmicOverlap,
      algorithmicMeanSquareError: best.algorithmicMeanSquareError,
    });
    return { result: { ...result, phase }, error };
  },
  sample: models(),
  continuous: ['alpha', ...modelPaths],
  witnesses: [bothEnds],
  sources: ['barbier2019', 'zdeborova2016', 'gyorgyi1990'],
  cost: 'moderate',
});
