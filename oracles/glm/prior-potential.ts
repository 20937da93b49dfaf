import fc from 'fast-check';
import { answerOf } from '../answer.ts';
import { logUniform, oneOf } from '../arbitraries/numbers.ts';
import { priors } from '../arbitraries/prior.ts';
import { priorOf } from '../models.ts';
import { defineOracle } from '../oracle.ts';
import { answered, nonNegativeOrInfinite } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import { priorSchema } from '../schema/prior.ts';
import type {
  GlmPriorPotentialParams,
  GlmPriorPotentialResult,
} from '../types/glm.prior-potential.ts';
import { drawnWeights, tableOfObservations } from '../witnesses/prior-potential.ts';

export const glmPriorPotential = defineOracle<GlmPriorPotentialParams, GlmPriorPotentialResult>({
  id: 'glm.prior-potential',
  title:
    'How much is known of a weight seen through a Gaussian channel of signal-to-noise ratio r?',
  formula:
    'Φ_w(r) = E ln Z_w(r, r w* + √r ξ),   M(r) = 2 Φ_w′(r) = E⟨w⟩²,   mmse(r) = E(w* − ⟨w⟩)² = ρ − M',
  params: object('GlmPriorPotentialParams', 'A prior and the strength of the observation.', {
    prior: priorSchema,
    conjugate: nonNegativeOrInfinite('r, the signal-to-noise ratio (m̂ in the papers).'),
  }),
  result: object('GlmPriorPotentialResult', 'The scalar Gaussian channel.', {
    potential: answered('Φ_w(r).'),
    overlap: answered('M(r) = E⟨w⟩².'),
    meanSquareError: answered('mmse(r), not by subtraction.'),
  }),
  fields: {
    potential: {
      kind: 'number',
      meaning: 'Φ_w(r)',
      floor: 1e-15,
      because: 'Φ_w ~ r² as r → 0, as a difference of terms of order one',
    },
    overlap: {
      kind: 'number',
      meaning: 'M(r) = 2 Φ_w′(r)',
      floor: 1e-15,
      because: 'M → 0 with r for a prior without mean, as an average of terms of either sign',
    },
    meanSquareError: {
      kind: 'number',
      meaning: 'mmse(r)',
      floor: 1e-290,
      because: 'e^(−r/2) underflows: subnormal numbers have no relative accuracy',
    },
  },
  answer: ({ prior, conjugate }) => {
    const p = priorOf(prior);
    return answerOf({
      potential: p.potential(conjugate),
      overlap: p.overlap(conjugate),
      meanSquareError: p.meanSquareError(conjugate),
    });
  },
  sample: fc.record({
    prior: priors(),
    conjugate: oneOf(
      [2, fc.constant(1)],
      [1, fc.constant(0)],
      [4, logUniform(1e-2, 1e2)],
      [2, logUniform(1e-6, 1e6)],
    ),
  }),
  continuous: ['conjugate', 'prior.variance', 'prior.density'],
  witnesses: [tableOfObservations, drawnWeights],
  sources: ['barbier2019', 'guo2005', 'guo2011'],
  cost: 'cheap',
});
