import { threshold } from '../../reference/generalised-linear/threshold.ts';
import { answerOf } from '../answer.ts';
import { thresholdQuestions } from '../arbitraries/threshold.ts';
import { channelOf, priorOf } from '../models.ts';
import { defineOracle } from '../oracle.ts';
import { channelSchema } from '../schema/channel.ts';
import { modelPaths } from '../schema/model.ts';
import { answered } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import { priorSchema } from '../schema/prior.ts';
import type { GlmThresholdParams, GlmThresholdResult } from '../types/glm.threshold.ts';
import { demandAndSupply, growingWhisper } from '../witnesses/threshold.ts';

export const glmThreshold = defineOracle<GlmThresholdParams, GlmThresholdResult>({
  id: 'glm.threshold',
  title: 'At which number of samples per weight does learning change its nature?',
  formula:
    'α(r) = r / A(M(r));   algorithmic: its local maximum (fold), lower spinodal: its local minimum, information-theoretic: f equal on both branches, weak recovery: 1/(ρ² A′(0))',
  params: object('GlmThresholdParams', 'A prior, a channel and a kind of threshold.', {
    prior: priorSchema,
    channel: channelSchema,
    kind: {
      enum: ['algorithmic', 'information-theoretic', 'lower-spinodal', 'weak-recovery'],
      description:
        'algorithmic: AMP reaches the best fixed point above it; information-theoretic: the global maximum changes branch; lower-spinodal: the better branch appears; weak-recovery: zero overlap becomes unstable (even channels).',
    },
  }),
  result: object('GlmThresholdResult', 'The threshold.', {
    alpha: answered('α = n/d at the threshold.'),
    overlap: answered('m on the branch that ends or loses there.'),
  }),
  fields: {
    alpha: {
      kind: 'number',
      meaning: 'threshold α',
      floor: 1e-13,
      because:
        'the information-theoretic threshold of discrete weights and a noiseless continuous output is 0',
    },
    overlap: {
      kind: 'number',
      meaning: 'overlap m on the branch that ends or loses at the threshold',
      floor: 1e-8,
      because:
        'the maximum of a curve is found where its slope drowns in rounding: √ε in its place, ε in its height',
    },
  },
  answer: ({ prior, channel, kind }) => {
    const { alpha, overlap } = threshold(priorOf(prior), channelOf(channel), kind);
    return answerOf({ alpha, overlap });
  },
  sample: thresholdQuestions(),
  continuous: modelPaths,
  witnesses: [growingWhisper, demandAndSupply],
  sources: ['barbier2019', 'gyorgyi1990', 'krzakala2012', 'mondelli2019', 'maillard2020'],
  cost: 'moderate',
});
