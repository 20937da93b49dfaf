import { committeeFixedPoint } from '../../reference/committee/fixed-point.ts';
import { answerOf } from '../answer.ts';
import { committeeQuestions } from '../arbitraries/committee.ts';
import { defineOracle } from '../oracle.ts';
import { branchSchema, committeePriorSchema, twoUnits } from '../schema/committee.ts';
import { answered, real } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  CommitteeFixedPointParams,
  CommitteeFixedPointResult,
} from '../types/committee.fixed-point.ts';
import { iteratedCommittee } from '../witnesses/committee-fixed-point.ts';

export const committeeFixedPointOracle = defineOracle<
  CommitteeFixedPointParams,
  CommitteeFixedPointResult
>({
  id: 'committee.fixed-point',
  title: 'What do two sign units learn from the outputs of two others, specialised or not?',
  formula: 'q = 2 ∂ψ/∂r,   r = α E_ω Σ_y Z_y g_y g_yᵀ,   f = ψ(r) − Tr(r q)/2 + α Ψ_out(q)',
  params: object('CommitteeFixedPointParams', 'A model and a branch of its fixed points.', {
    units: twoUnits,
    prior: committeePriorSchema,
    alpha: real('α = n/d.', { exclusiveMinimum: 0, maximum: 1e8 }),
    branch: branchSchema,
  }),
  result: object('CommitteeFixedPointResult', 'The fixed point.', {
    diagonal: answered('q₁₁, the overlap of a unit with its own unit of the teacher.'),
    offDiagonal: answered('q₁₂, its overlap with the other one.'),
    freeEntropy: answered('f, nats per dimension.'),
    generalisationError: answered('½ E(y − ŷ)², ŷ the posterior mean of y.'),
    gibbsDisagreement: answered('P(y ≠ y′) for two samples of the posterior.'),
  }),
  fields: {
    diagonal: { kind: 'number', meaning: 'q₁₁', floor: 0, because: 'positive at every α' },
    offDiagonal: {
      kind: 'number',
      meaning: 'q₁₂',
      floor: 1e-13,
      because: 'a difference of overlaps that vanishes as the units specialise',
    },
    freeEntropy: {
      kind: 'number',
      meaning: 'free entropy f, nats per dimension',
      floor: 1e-13,
      because: 'a difference of terms of order one, zero at α = 0',
    },
    generalisationError: {
      kind: 'number',
      meaning: 'half the mean-square error of the posterior mean',
      floor: 0,
      because: 'a positive function of the overlaps',
    },
    gibbsDisagreement: {
      kind: 'number',
      meaning: 'probability that two samples of the posterior disagree',
      floor: 0,
      because: 'a sum of positive terms',
    },
  },
  answer: ({ prior, alpha, branch }) => {
    const point = committeeFixedPoint(prior.kind, alpha, branch);
    return answerOf({
      diagonal: point.diagonal,
      offDiagonal: point.offDiagonal,
      freeEntropy: point.freeEntropy,
      generalisationError: point.generalisationError,
      gibbsDisagreement: point.gibbsDisagreement,
    });
  },
  sample: committeeQuestions(),
  continuous: ['alpha'],
  witnesses: [iteratedCommittee],
  sources: ['aubin2018'],
  cost: 'moderate',
});
