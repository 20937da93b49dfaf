import fc from 'fast-check';
import { hessianTransition } from '../../reference/phase-retrieval/hessian.ts';
import { answerOf } from '../answer.ts';
import { offsets } from '../arbitraries/flow.ts';
import { defineOracle } from '../oracle.ts';
import { offsetSchema } from '../schema/flow.ts';
import { answered } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  PhaseRetrievalHessianTransitionParams,
  PhaseRetrievalHessianTransitionResult,
} from '../types/phase-retrieval.hessian-transition.ts';
import { summedTransition } from '../witnesses/phase-retrieval-hessian.ts';

export const phaseRetrievalHessianTransition = defineOracle<
  PhaseRetrievalHessianTransitionParams,
  PhaseRetrievalHessianTransitionResult
>({
  id: 'phase-retrieval.hessian-transition',
  title: 'From how many samples per weight on does the initial Hessian know the teacher?',
  formula:
    'α = 1/E (cG/(1 − cG))² at the G < 0 with E (cG/(1 − cG))² = −G E (1 − y²) c/(1 − cG); where there is none, α = 4/E (1 − y²) c/(1 + c/4)',
  params: object(
    'PhaseRetrievalHessianTransitionParams',
    'The normalised loss Σ (y² − h²)²/(a + y²) at a point w independent of the teacher.',
    { offset: offsetSchema },
  ),
  result: object('PhaseRetrievalHessianTransitionResult', 'The transition.', {
    alpha: answered('n/d at which an eigenvalue leaves the bulk to the left.'),
  }),
  fields: {
    alpha: { kind: 'number', meaning: 'transition α', floor: 0, because: 'it is never zero' },
  },
  answer: ({ offset: a }) => answerOf({ alpha: hessianTransition(a) }),
  sample: fc.record({ offset: offsets() }),
  continuous: ['offset'],
  witnesses: [summedTransition],
  sources: ['sarao2020complex', 'bonnaire2024'],
  cost: 'moderate',
});
