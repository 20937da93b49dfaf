import { committeeOutputPotential } from '../../reference/committee/output-potential.ts';
import { answerOf } from '../answer.ts';
import { overlapMatrices } from '../arbitraries/committee.ts';
import { defineOracle } from '../oracle.ts';
import { twoUnits } from '../schema/committee.ts';
import { answered, real } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import type {
  CommitteeOutputPotentialParams,
  CommitteeOutputPotentialResult,
} from '../types/committee.output-potential.ts';
import { foldedPlane } from '../witnesses/committee-output-potential.ts';

export const committeeOutputPotentialOracle = defineOracle<
  CommitteeOutputPotentialParams,
  CommitteeOutputPotentialResult
>({
  id: 'committee.output-potential',
  title: 'How much do the three outputs of two sign units tell, at a given matrix of overlaps?',
  formula:
    'Ψ_out(q) = E_ω Σ_y Z_y ln Z_y,   r/α = E_ω Σ_y Z_y g_y g_yᵀ,   ω ~ N(0, q),  Z_y = P(y | z ~ N(ω, I − q)),  g_y = ∇_ω ln Z_y',
  params: object(
    'CommitteeOutputPotentialParams',
    'A matrix of overlaps [[q₁₁, q₁₂], [q₁₂, q₁₁]].',
    {
      units: twoUnits,
      diagonal: real('q₁₁; 0 <= q₁₁ ± q₁₂ < 1.', { minimum: 0, exclusiveMaximum: 1 }),
      offDiagonal: real('q₁₂.', { exclusiveMinimum: -0.5, exclusiveMaximum: 0.5 }),
    },
  ),
  result: object('CommitteeOutputPotentialResult', 'The potential and its conjugates.', {
    potential: answered('Ψ_out, nats per sample.'),
    conjugatePerAlphaDiagonal: answered('r₁₁/α.'),
    conjugatePerAlphaOffDiagonal: answered('r₁₂/α.'),
  }),
  fields: {
    potential: {
      kind: 'number',
      meaning: 'Ψ_out',
      floor: 0,
      because: 'a sum of negative terms',
    },
    conjugatePerAlphaDiagonal: {
      kind: 'number',
      meaning: 'r₁₁/α = E Σ Z g₁²',
      floor: 0,
      because: 'a sum of positive terms',
    },
    conjugatePerAlphaOffDiagonal: {
      kind: 'number',
      meaning: 'r₁₂/α = E Σ Z g₁ g₂',
      floor: 1e-12,
      because: 'a sum of terms of order one of both signs, which vanishes for some q₁₂ < 0',
    },
  },
  answer: ({ diagonal, offDiagonal }) => {
    const { potential, conjugatePerAlphaDiagonal, conjugatePerAlphaOffDiagonal } =
      committeeOutputPotential(diagonal, offDiagonal);
    return answerOf({
      potential,
      conjugatePerAlphaDiagonal,
      conjugatePerAlphaOffDiagonal,
    });
  },
  sample: overlapMatrices(),
  continuous: ['diagonal', 'offDiagonal'],
  witnesses: [foldedPlane],
  sources: ['aubin2018'],
  cost: 'moderate',
});
