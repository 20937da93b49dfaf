import { committeeOutputDenoiser } from '../../reference/committee/output-denoiser.ts';
import { committeeOutputs } from '../arbitraries/committee.ts';
import { defineOracle } from '../oracle.ts';
import { pairMatrix, pairOf, twoUnits } from '../schema/committee.ts';
import { answered, answeredMatrix, answeredVector } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  CommitteeOutputDenoiserParams,
  CommitteeOutputDenoiserResult,
} from '../types/committee.output-denoiser.ts';
import { truncatedPlane } from '../witnesses/committee-output-denoiser.ts';
import { rowsOf, symmetricOf } from './matrices.ts';

const where = 'committee.output-denoiser';

export const committeeOutputDenoiserOracle = defineOracle<
  CommitteeOutputDenoiserParams,
  CommitteeOutputDenoiserResult
>({
  id: where,
  title: 'What does one output of two sign units say about their fields z ~ N(ω, V)?',
  formula: 'Z_y = P((sign z₁ + sign z₂)/2 = y),   g = ∇_ω ln Z_y,   dg = ∇_ω ∇_ω ln Z_y',
  params: object('CommitteeOutputDenoiserParams', 'One output and the prior knowledge of z.', {
    units: twoUnits,
    y: { enum: [-1, 0, 1], description: 'The output.' },
    omega: pairOf('ω, the mean of z.'),
    variance: pairMatrix(
      'V, the covariance of z: symmetric, positive definite with 1 − ϱ² > 1e-14.',
    ),
  }),
  result: object('CommitteeOutputDenoiserResult', 'The log-likelihood of ω and its derivatives.', {
    logPartition: answered('ln Z_y(ω, V).'),
    g: answeredVector('g = ∇_ω ln Z.'),
    dg: answeredMatrix('∇_ω ∇_ω ln Z.'),
  }),
  fields: {
    logPartition: {
      kind: 'number',
      meaning: 'ln Z_y',
      floor: 1e-13,
      because: 'it goes through zero where the output is certain',
    },
    g: {
      kind: 'array',
      meaning: 'g = ∇_ω ln Z',
      floor: 1e-13,
      because: 'it vanishes where the output is certain, or what was expected',
    },
    dg: {
      kind: 'array',
      meaning: '∇_ω ∇_ω ln Z',
      floor: 1e-13,
      because: 'it vanishes where the output is certain',
    },
  },
  answer: ({ y, omega, variance }) => {
    const { logPartition, g, dg, error } = committeeOutputDenoiser(
      y,
      [omega[0], omega[1]],
      symmetricOf(where, 'variance', variance),
    );
    return { result: { logPartition, g: [...g], dg: rowsOf(dg) }, error };
  },
  sample: committeeOutputs(),
  continuous: ['omega'],
  witnesses: [truncatedPlane],
  sources: ['aubin2018', 'genz1992', 'plackett1954'],
  cost: 'cheap',
});
