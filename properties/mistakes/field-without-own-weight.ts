import { mistake } from './mistake.ts';
import { wrongGamp } from './wrong-gamp.ts';

export const fieldWithoutOwnWeight = mistake({
  id: 'field-without-own-weight',
  title: 'B without A a',
  mistake: 'The field of a weight is B = Fᵀ g, without what the weight already is.',
  symptom: 'The first iteration from a = 0 is right, the second forgets where it was.',
  seen: 'Likely where Σ and R are rewritten in natural parameters A = 1/Σ, B = R/Σ.',
  formula: 'B = A a + Fᵀ g',
  oracles: ['glm.gamp'],
  ways: [(params) => wrongGamp(params, 'B without A a')],
});
