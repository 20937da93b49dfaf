import { largeCommittee } from '../../reference/committee/large.ts';
import { answerOf } from '../answer.ts';
import { largeQuestions } from '../arbitraries/committee.ts';
import { defineOracle } from '../oracle.ts';
import { branchSchema } from '../schema/committee.ts';
import { answered, real } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type { CommitteeLargeParams, CommitteeLargeResult } from '../types/committee.large.ts';
import { scannedEntropy } from '../witnesses/committee-large.ts';

export const committeeLarge = defineOracle<CommitteeLargeParams, CommitteeLargeResult>({
  id: 'committee.large',
  title: 'What do very many sign units learn from n = α̃ K d samples, Gaussian weights?',
  formula:
    'f/K = ½ [q_d + ln(1 − q_d)] + α̃ Ψ(γ),   γ = (2/π)[1 − q_d + arcsin q_d],   Ψ(γ) = 2 E_ξ H ln H,  H = Φ(√(γ/(1−γ)) ξ)',
  params: object('CommitteeLargeParams', 'K → ∞ after d → ∞, with n/(K d) fixed.', {
    alphaPerUnit: real('α̃ = n/(K d).', { exclusiveMinimum: 0, maximum: 1e8 }),
    branch: branchSchema,
  }),
  result: object('CommitteeLargeResult', 'The stationary state.', {
    specialisation: answered('q_d, the overlap of a unit with its own unit of the teacher.'),
    generalisationError: answered('½ E(y − ŷ)² = arccos(γ)/π.'),
    bayesClassification: answered('Error rate of the most probable label, arccos(√γ)/π.'),
    freeEntropyPerUnit: answered('f/K.'),
  }),
  fields: {
    specialisation: {
      kind: 'number',
      meaning: 'q_d',
      floor: 1e-14,
      because: 'zero on the unspecialised branch',
    },
    generalisationError: {
      kind: 'number',
      meaning: 'half the mean-square error of the posterior mean',
      floor: 0,
      because: 'an angle, positive',
    },
    bayesClassification: {
      kind: 'number',
      meaning: 'error rate of the most probable label',
      floor: 0,
      because: 'an angle, positive',
    },
    freeEntropyPerUnit: {
      kind: 'number',
      meaning: 'free entropy per unit, nats per dimension',
      floor: 0,
      because: 'a sum of negative terms',
    },
  },
  answer: ({ alphaPerUnit, branch }) => {
    const state = largeCommittee(alphaPerUnit, branch);
    return answerOf({
      specialisation: state.specialisation,
      generalisationError: state.generalisationError,
      bayesClassification: state.bayesClassification,
      freeEntropyPerUnit: state.freeEntropyPerUnit,
    });
  },
  sample: largeQuestions(),
  continuous: ['alphaPerUnit'],
  witnesses: [scannedEntropy],
  sources: ['aubin2018', 'schwarze1993'],
  cost: 'cheap',
});
