import fc from 'fast-check';
import { matrixFromRows } from '../../reference/numerics/matrix.ts';
import { phaseGradient } from '../../reference/phase-retrieval/loss.ts';
import { normals, phaseData as phaseDataSets } from '../arbitraries/flow.ts';
import { seeds, uniform } from '../arbitraries/numbers.ts';
import { defineOracle } from '../oracle.ts';
import { phaseData } from '../schema/flow.ts';
import { vector } from '../schema/matrix.ts';
import { answered, answeredVector } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  PhaseRetrievalGradientParams,
  PhaseRetrievalGradientResult,
} from '../types/phase-retrieval.gradient.ts';
import { differencedLoss } from '../witnesses/phase-retrieval-gradient.ts';

const cancels = 'a sum over samples of either sign, which vanishes at the teacher';

export const phaseRetrievalGradient = defineOracle<
  PhaseRetrievalGradientParams,
  PhaseRetrievalGradientResult
>({
  id: 'phase-retrieval.gradient',
  title: 'What is the loss of phase retrieval at given weights, and where is down?',
  formula:
    'L = Σ_μ (y_μ² − h_μ²)²,  h = X w;   ∇L = −4 Xᵀ[(y² − h²) ∘ h];   μ = w·∇L/‖w‖²   (the sum, without 1/n or 1/2)',
  params: object('PhaseRetrievalGradientParams', 'A data set and a point.', {
    ...phaseData,
    weights: vector('w, not zero.'),
  }),
  result: object('PhaseRetrievalGradientResult', 'The loss and its slope.', {
    loss: answered('L, a sum over samples.'),
    gradient: answeredVector('∇L, one entry per weight.'),
    multiplier: answered('μ, for which −∇L + μ w is tangent to the sphere through w.'),
  }),
  fields: {
    loss: {
      kind: 'number',
      meaning: 'loss L',
      floor: 1e-13,
      because: 'it vanishes at the teacher',
    },
    gradient: { kind: 'array', meaning: 'gradient ∇L', floor: 1e-12, because: cancels },
    multiplier: { kind: 'number', meaning: 'multiplier μ', floor: 1e-12, because: cancels },
  },
  answer: ({ matrix, labels, weights }) => {
    const rows = matrixFromRows('phase-retrieval.gradient', 'matrix', matrix);
    const { loss, gradient, multiplier, error } = phaseGradient(rows, labels, weights);
    return { result: { loss, gradient: [...gradient], multiplier }, error };
  },
  sample: fc
    .record({
      data: phaseDataSets({ maxRows: 30, maxColumns: 12 }),
      seed: seeds(),
      towards: uniform(0, 1, 10),
    })
    .map(({ data: { matrix, labels, teacher }, seed, towards }) => ({
      matrix,
      labels,
      weights: normals(1, teacher.length, seed)[0].map(
        (x, i) => (1 - towards) * x + towards * teacher[i],
      ),
    })),
  continuous: ['matrix', 'labels', 'weights'],
  witnesses: [differencedLoss],
  sources: ['sarao2020complex', 'zdeborova2021'],
  cost: 'cheap',
});
