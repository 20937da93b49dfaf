import fc from 'fast-check';
import { hessianSpectrum, hessianTransition } from '../../reference/phase-retrieval/hessian.ts';
import { answerOf } from '../answer.ts';
import { offsets } from '../arbitraries/flow.ts';
import { logUniform, oneOf } from '../arbitraries/numbers.ts';
import { defineOracle } from '../oracle.ts';
import { offsetSchema } from '../schema/flow.ts';
import { answered, real } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  PhaseRetrievalHessianParams,
  PhaseRetrievalHessianResult,
} from '../types/phase-retrieval.hessian.ts';
import { summedHessian } from '../witnesses/phase-retrieval-hessian.ts';

const passesZero = 'curvatures pass through zero where the landscape turns from concave to convex';

export const phaseRetrievalHessian = defineOracle<
  PhaseRetrievalHessianParams,
  PhaseRetrievalHessianResult
>({
  id: 'phase-retrieval.hessian',
  title: 'Does the Hessian at a random point know the teacher?',
  formula:
    'M = Xᵀ diag(c) X,  c = (12h² − 4y²)/(a + y²);   z(G) = 1/G + α E c/(1 − cG);   edge: z′ = 0 (G < 0), or G = −1/4;   outlier: 1/G + α E (1 − y²) c/(1 − cG) = 0;   squared overlap 1/(1 − α E y² c²/(1 − cG)²/z′)',
  params: object(
    'PhaseRetrievalHessianParams',
    'The normalised loss Σ (y² − h²)²/(a + y²) at a point w independent of the teacher.',
    { alpha: real('α = n/d.', { minimum: 1e-4, maximum: 1e8 }), offset: offsetSchema },
  ),
  result: object('PhaseRetrievalHessianResult', 'The lower end of the spectrum, d → ∞.', {
    edge: answered('Left edge of the bulk.'),
    outlier: answered('Smallest eigenvalue; without an outlier, the edge.'),
    squaredOverlap: answered('(v·w*)²/‖w*‖² of its unit eigenvector; without an outlier, 0.'),
  }),
  fields: {
    edge: { kind: 'number', meaning: 'left edge', floor: 1e-12, because: passesZero },
    outlier: { kind: 'number', meaning: 'smallest eigenvalue', floor: 1e-12, because: passesZero },
    squaredOverlap: {
      kind: 'number',
      meaning: 'squared overlap of its eigenvector with the teacher',
      floor: 1e-12,
      because: 'it vanishes at the transition',
    },
  },
  answer: ({ alpha, offset: a }) => answerOf({ ...hessianSpectrum(alpha, a) }),
  // Around the transition, on either side.
  sample: fc
    .record({
      offset: offsets(),
      ratio: oneOf([1, fc.constant(2)], [2, logUniform(0.5, 8)], [1, logUniform(0.01, 1000)]),
    })
    .map(({ offset: a, ratio }) => ({
      alpha: Number((ratio * hessianTransition(a).value).toPrecision(4)),
      offset: a,
    })),
  continuous: ['alpha', 'offset'],
  witnesses: [summedHessian],
  sources: ['sarao2020complex', 'bonnaire2024'],
  cost: 'moderate',
});
