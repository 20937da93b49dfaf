import { exactPosterior } from '../../reference/generalised-linear/exact-posterior.ts';
import { matrixFromRows } from '../../reference/numerics/matrix.ts';
import { regularChannels } from '../arbitraries/channel.ts';
import { instances } from '../arbitraries/instance.ts';
import { priors } from '../arbitraries/prior.ts';
import { channelOf } from '../models.ts';
import { defineOracle } from '../oracle.ts';
import { channelSchema } from '../schema/channel.ts';
import { matrixSchema, vector } from '../schema/matrix.ts';
import { answered, answeredVector } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import { discretePriorSchema } from '../schema/prior.ts';
import type {
  GlmExactPosteriorParams,
  GlmExactPosteriorResult,
} from '../types/glm.exact-posterior.ts';
import { countedWeights } from '../witnesses/exact-posterior.ts';

export const glmExactPosterior = defineOracle<GlmExactPosteriorParams, GlmExactPosteriorResult>({
  id: 'glm.exact-posterior',
  title: 'What is the posterior mean of the weights of a small data set, by enumeration?',
  formula: '⟨w⟩ = Σ_w w P_w(w) Π_μ P_out(y_μ | X_μ·w) / Z,   Z = Σ_w P_w(w) Π_μ P_out(y_μ | X_μ·w)',
  params: object('GlmExactPosteriorParams', 'A small data set.', {
    prior: discretePriorSchema,
    channel: channelSchema,
    matrix: matrixSchema,
    labels: vector('y, one output per row of the matrix.'),
  }),
  result: object('GlmExactPosteriorResult', 'The posterior.', {
    mean: answeredVector('⟨w⟩, one entry per column of the matrix.'),
    logEvidence: answered('ln Z, y in units of z.'),
  }),
  fields: {
    mean: {
      kind: 'array',
      meaning: 'posterior mean ⟨w⟩',
      floor: 1e-13,
      because: 'a mean is a sum over weights of either sign, and vanishes by symmetry',
    },
    logEvidence: {
      kind: 'number',
      meaning: 'log-evidence ln Z',
      floor: 1e-12,
      because: 'ln Z = 0 where every weight explains the data, and a density may pass through 1',
    },
  },
  answer: ({ prior, channel, matrix, labels }) => {
    const rows = matrixFromRows('glm.exact-posterior', 'matrix', matrix);
    const posterior = exactPosterior(prior, channelOf(channel), rows, Float64Array.from(labels));
    return {
      result: { mean: [...posterior.mean.value], logEvidence: posterior.logEvidence.value },
      error: { mean: posterior.mean.error, logEvidence: posterior.logEvidence.error },
    };
  },
  sample: instances({
    prior: priors(['rademacher', 'discrete']),
    channel: regularChannels(),
    maxRows: 8,
    maxColumns: 6,
  })
    // w = 0 lies on the boundary of every sign, where conventions differ.
    .filter(
      ({ prior, channel }) =>
        channel.kind !== 'sign' || prior.kind !== 'discrete' || !prior.values.includes(0),
    )
    .map(({ prior, channel, matrix, labels }) => ({
      prior: prior as GlmExactPosteriorParams['prior'],
      channel,
      matrix,
      labels,
    })),
  continuous: ['matrix', 'channel.noiseVariance', 'channel.width'],
  witnesses: [countedWeights],
  sources: ['iba1999', 'zdeborova2016'],
  cost: 'moderate',
});
