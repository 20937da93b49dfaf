import { channel as channelOf } from '../../reference/channels/index.ts';
import { outputs } from '../arbitraries/label.ts';
import { defineOracle } from '../oracle.ts';
import { channelSchema } from '../schema/channel.ts';
import { answered, positive, real } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  GlmOutputDenoiserParams,
  GlmOutputDenoiserResult,
} from '../types/glm.output-denoiser.ts';

export const glmOutputDenoiser = defineOracle<GlmOutputDenoiserParams, GlmOutputDenoiserResult>({
  id: 'glm.output-denoiser',
  title: 'What does one output say about its z, when z ~ N(ω, V) was known before?',
  formula: 'Z(y, ω, V) = E_ξ P_out(y | ω + √V ξ),   g = ∂_ω ln Z,   dg = ∂_ω g',
  params: object('GlmOutputDenoiserParams', 'One output and the prior knowledge of its z.', {
    channel: channelSchema,
    y: real('The output: ±1 for labels, ≥ 0 for relu and absolute-value, any number for linear.'),
    omega: real('ω, the mean of z.'),
    variance: positive('V, the variance of z.'),
  }),
  result: object('GlmOutputDenoiserResult', 'The log-likelihood of ω and its derivatives.', {
    logPartition: answered('ln Z(y, ω, V), in the units of y.'),
    g: answered('g = ∂_ω ln Z.'),
    dg: answered('∂_ω g.'),
  }),
  fields: {
    logPartition: {
      kind: 'number',
      meaning: 'ln Z(y, ω, V)',
      floor: 1e-13,
      because:
        'the logarithm of a density goes through zero; that of a probability does at certainty',
    },
    g: {
      kind: 'number',
      meaning: 'g = ∂_ω ln Z',
      floor: 1e-13,
      because: 'g goes through zero where y is what was expected (y = ω; ω = 0 for even channels)',
    },
    dg: {
      kind: 'number',
      meaning: '∂_ω g',
      floor: 1e-13,
      because: '∂_ω g changes sign for even channels and vanishes where the label is certain',
    },
  },
  answer: ({ channel, y, omega, variance }) => {
    const { logPartition, g, dg } = channelOf(channel).denoise(y, omega, variance);
    // Inputs are exact, but the argument of an exponential is rounded: e^(−x²/2) loses x² ulp.
    const total = variance + ('noiseVariance' in channel ? channel.noiseVariance : 0);
    const edge = channel.kind === 'symmetric-door' ? channel.width : 0;
    const size = Math.abs(omega) + edge + (Math.abs(y) === 1 ? 0 : Math.abs(y));
    const square = (size * size) / total;
    const ulps = 32 * Number.EPSILON;
    return {
      result: { logPartition, g, dg },
      error: {
        logPartition: ulps * (Math.abs(logPartition) * (1 + square) + Math.abs(Math.log(total))),
        g: ulps * (Math.abs(g) * (1 + square) + size / total),
        dg: ulps * (Math.abs(dg) * (1 + square) + (1 + square) / total),
      },
    };
  },
  sample: outputs(),
  continuous: ['omega', 'variance', 'channel.noiseVariance', 'channel.width'],
  witnesses: [],
  sources: ['rangan2011', 'barbier2019', 'zdeborova2016'],
  cost: 'cheap',
});
