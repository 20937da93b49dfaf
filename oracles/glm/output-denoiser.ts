import { outputs } from '../arbitraries/label.ts';
import { channelOf } from '../models.ts';
import { defineOracle } from '../oracle.ts';
import { channelSchema } from '../schema/channel.ts';
import { answered, positive, real } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  GlmOutputDenoiserParams,
  GlmOutputDenoiserResult,
} from '../types/glm.output-denoiser.ts';
import { posteriorOfField } from '../witnesses/output-denoiser.ts';

/**
 * Rounding of the closed forms. Labels: ln Z, g and ∂g keep their relative accuracy in the tail of the
 * improbable label; in the other they are e^(−x²/2), whose argument is rounded: x² ulp. Densities
 * are differences of terms of order one or more; those of |z| hold a sech²(u), u ulp.
 */
function roundingOf(
  channel: GlmOutputDenoiserParams['channel'],
  y: number,
  omega: number,
  variance: number,
  { logPartition, g, dg }: GlmOutputDenoiserResult,
): GlmOutputDenoiserResult {
  const ulps = 32 * Number.EPSILON;
  const total = variance + ('noiseVariance' in channel ? channel.noiseVariance : 0);
  const label =
    channel.kind === 'sign' ||
    channel.kind === 'probit' ||
    channel.kind === 'symmetric-door' ||
    (channel.kind === 'relu' && y === 0);
  const size = Math.abs(omega) + (channel.kind === 'symmetric-door' ? channel.width : 0);
  if (label) {
    const square = (size * size) / total;
    const bent = Math.abs(dg) + g * g + Math.abs(g) * (size / total);
    return {
      logPartition: ulps * (Math.abs(logPartition) + square * Math.min(1, Math.abs(logPartition))),
      g: ulps * (Math.abs(g) + square * Math.min(Math.abs(g), 1 / Math.sqrt(total))),
      dg: ulps * (bent + square * Math.min(bent, 1 / total)),
    };
  }
  const density = ulps * (1 + Math.abs(Math.log(total)) + Math.abs(logPartition));
  if (channel.kind !== 'absolute-value')
    return { logPartition: density, g: ulps * Math.abs(g), dg: ulps * Math.abs(dg) };
  const exponent = Math.abs(y * omega) / total;
  return {
    logPartition: density,
    g: (ulps * (Math.abs(y) + size)) / total,
    dg: ulps * (1 / total + Math.abs(dg + 1 / total) * (1 + exponent)),
  };
}

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
    return {
      result: { logPartition, g, dg },
      error: roundingOf(channel, y, omega, variance, { logPartition, g, dg }),
    };
  },
  sample: outputs(),
  continuous: ['omega', 'variance', 'channel.noiseVariance', 'channel.width'],
  witnesses: [posteriorOfField],
  sources: ['rangan2011', 'barbier2019', 'zdeborova2016'],
  cost: 'cheap',
});
