import fc from 'fast-check';
import { generalisationError } from '../../reference/generalised-linear/generalisation-error.ts';
import { answerOf } from '../answer.ts';
import { channels } from '../arbitraries/channel.ts';
import { moments } from '../arbitraries/moments.ts';
import { defineOracle } from '../oracle.ts';
import { channelSchema } from '../schema/channel.ts';
import { answered, nonNegative, positive } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  GlmGeneralisationErrorParams,
  GlmGeneralisationErrorResult,
} from '../types/glm.generalisation-error.ts';
import { drawnPredictions, predictedVariance } from '../witnesses/generalisation-error.ts';

const vanishes = 'the error vanishes at m = ρ; 0 only there';

export const glmGeneralisationError = defineOracle<
  GlmGeneralisationErrorParams,
  GlmGeneralisationErrorResult
>({
  id: 'glm.generalisation-error',
  title: 'How well is the output of a new input predicted, when the overlap is m?',
  formula:
    'E[y²] − E_v (E_z φ(√m v + √(ρ − m) z))²;   sign: ε_B = arccos(√(m/ρ))/π, ε_G = arccos(m/ρ)/π',
  params: object('GlmGeneralisationErrorParams', 'A channel and an overlap.', {
    channel: channelSchema,
    secondMoment: positive('ρ, the variance of z.'),
    overlap: nonNegative('m, at most ρ.'),
  }),
  result: object(
    'GlmGeneralisationErrorResult',
    'Errors of Bayes-optimal prediction.',
    {
      bayesMeanSquare: answered(
        'E (y − E[y | x, data])², y a fresh output of the channel with its own noise.',
      ),
      bayesClassification: answered('ε_B, error rate of sign(⟨w⟩·x); for the channel sign only.'),
      gibbsClassification: answered(
        'ε_G, error rate of one sample of the posterior; for the channel sign only.',
      ),
    },
    ['bayesClassification', 'gibbsClassification'],
  ),
  fields: {
    bayesMeanSquare: {
      kind: 'number',
      meaning: 'mean-square error of the posterior-mean prediction',
      floor: 1e-16,
      because: vanishes,
    },
    bayesClassification: {
      kind: 'number',
      meaning: 'ε_B = arccos(√(m/ρ))/π',
      floor: 1e-16,
      because: vanishes,
    },
    gibbsClassification: {
      kind: 'number',
      meaning: 'ε_G = arccos(m/ρ)/π',
      floor: 1e-16,
      because: vanishes,
    },
  },
  answer: ({ channel, secondMoment, overlap }) => {
    const errors = generalisationError(channel, secondMoment, overlap);
    return answerOf({
      bayesMeanSquare: errors.bayesMeanSquare,
      ...(errors.bayesClassification && { bayesClassification: errors.bayesClassification }),
      ...(errors.gibbsClassification && { gibbsClassification: errors.gibbsClassification }),
    });
  },
  sample: fc
    .record({ channel: channels(), moments: moments({ one: true }) })
    .map(({ channel, moments }) => ({ channel, ...moments })),
  continuous: ['secondMoment', 'overlap', 'channel.noiseVariance', 'channel.width'],
  witnesses: [predictedVariance, drawnPredictions],
  sources: ['barbier2019', 'opper1991'],
  cost: 'cheap',
});
