import { largeUnspecialised } from '../../reference/committee/large.ts';
import { answerOf } from '../answer.ts';
import { logUniform } from '../arbitraries/index.ts';
import { defineOracle } from '../oracle.ts';
import { answered, real } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  CommitteeLargeUnspecialisedParams,
  CommitteeLargeUnspecialisedResult,
} from '../types/committee.large-unspecialised.ts';
import { scannedSum } from '../witnesses/committee-large.ts';

export const committeeLargeUnspecialised = defineOracle<
  CommitteeLargeUnspecialisedParams,
  CommitteeLargeUnspecialisedResult
>({
  id: 'committee.large-unspecialised',
  title: 'What do very many sign units learn from n = α d samples, too few to specialise?',
  formula: 'f = ½ [q_a + ln(1 − q_a)] + α Ψ(2 q_a/π),   q_a/(1 − q_a) = (4α/π) Ψ′(2 q_a/π)',
  params: object(
    'CommitteeLargeUnspecialisedParams',
    'K → ∞ after d → ∞, with n/d fixed; Gaussian weights.',
    { alpha: real('α = n/d.', { exclusiveMinimum: 0, maximum: 1e12 }) },
  ),
  result: object('CommitteeLargeUnspecialisedResult', 'The state.', {
    overlap: answered('q_a, K times the overlap of any unit with any unit of the teacher.'),
    generalisationError: answered('½ E(y − ŷ)² = arccos(2 q_a/π)/π.'),
    bayesClassification: answered('Error rate of the most probable label.'),
    freeEntropy: answered('f, nats per dimension (of order one, not K).'),
  }),
  fields: {
    overlap: { kind: 'number', meaning: 'q_a', floor: 0, because: 'positive at every α' },
    generalisationError: {
      kind: 'number',
      meaning: 'half the mean-square error of the posterior mean',
      floor: 0,
      because: 'an angle between the plateau and one half',
    },
    bayesClassification: {
      kind: 'number',
      meaning: 'error rate of the most probable label',
      floor: 0,
      because: 'an angle between the plateau and one half',
    },
    freeEntropy: {
      kind: 'number',
      meaning: 'free entropy, nats per dimension',
      floor: 0,
      because: 'a sum of negative terms',
    },
  },
  answer: ({ alpha }) => {
    const state = largeUnspecialised(alpha);
    return answerOf({
      overlap: state.overlap,
      generalisationError: state.generalisationError,
      bayesClassification: state.bayesClassification,
      freeEntropy: state.freeEntropy,
    });
  },
  sample: logUniform(1e-3, 1e4).map((alpha) => ({ alpha })),
  continuous: ['alpha'],
  witnesses: [scannedSum],
  sources: ['aubin2018', 'schwarze1993'],
  cost: 'cheap',
});
