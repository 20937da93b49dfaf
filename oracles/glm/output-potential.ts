import fc from 'fast-check';
import { requireNumber } from '../../reference/errors.ts';
import { answerOf } from '../answer.ts';
import { channels } from '../arbitraries/channel.ts';
import { moments } from '../arbitraries/moments.ts';
import { channelOf } from '../models.ts';
import { defineOracle } from '../oracle.ts';
import { channelSchema } from '../schema/channel.ts';
import { answered, nonNegative, positive } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  GlmOutputPotentialParams,
  GlmOutputPotentialResult,
} from '../types/glm.output-potential.ts';
import { shrinkingPosterior } from '../witnesses/output-potential.ts';

export const glmOutputPotential = defineOracle<GlmOutputPotentialParams, GlmOutputPotentialResult>({
  id: 'glm.output-potential',
  title: 'How much does one output say about z, of which the overlap m is already known?',
  formula:
    'Φ_out(m) = E_v ∫dy Z ln Z,   A(m) = 2 Φ_out′(m) = E_v ∫dy Z g²,   at ω = √m v, V = ρ − m',
  params: object('GlmOutputPotentialParams', 'A channel and what is known of its input.', {
    channel: channelSchema,
    secondMoment: positive('ρ, the variance of z.'),
    overlap: nonNegative('m, at most ρ: the variance of the known part of z.'),
  }),
  result: object('GlmOutputPotentialResult', 'The output channel.', {
    potential: answered('Φ_out(m), y in units of z; Infinity at m = ρ if y reveals z exactly.'),
    conjugatePerAlpha: answered('A(m) = r/α; Infinity at m = ρ for noiseless channels.'),
  }),
  fields: {
    potential: {
      kind: 'number',
      meaning: 'Φ_out(m)',
      floor: 1e-13,
      because: 'minus a differential entropy goes through zero; that of labels does as m → ρ',
    },
    conjugatePerAlpha: {
      kind: 'number',
      meaning: 'A(m) = 2 Φ_out′(m)',
      floor: 1e-15,
      because: 'A(0) = 0 for even channels',
    },
  },
  answer: ({ channel, secondMoment, overlap }) => {
    const where = 'glm.output-potential';
    requireNumber(where, 'secondMoment', secondMoment, { above: 0 });
    requireNumber(where, 'overlap', overlap, { atLeast: 0, atMost: secondMoment });
    const c = channelOf(channel);
    const variance = secondMoment - overlap;
    return answerOf({
      potential: c.potential(overlap, variance),
      conjugatePerAlpha: c.conjugatePerAlpha(overlap, variance),
    });
  },
  sample: fc
    .record({ channel: channels(), moments: moments({ one: true }) })
    .map(({ channel, moments }) => ({ channel, ...moments })),
  continuous: ['secondMoment', 'overlap', 'channel.noiseVariance', 'channel.width'],
  witnesses: [shrinkingPosterior],
  sources: ['barbier2019'],
  cost: 'cheap',
});
