import { moments } from '../models.ts';
import { mistake, spoilt } from './mistake.ts';

export const mseBySubtraction = mistake({
  id: 'mse-by-subtraction',
  title: 'ρ − M by subtraction',
  mistake: 'The mean-square error is computed as ρ − m, from an m that is rounded to 1e-16.',
  symptom:
    'Errors below 1e-8 have lost half of their digits, those below 1e-16 are zero or negative.',
  seen: 'Everywhere; it is what the formula says.',
  formula: 'ρ − M(r) = E Var(w | B), an average of what is missing',
  oracles: ['glm.prior-potential', 'glm.fixed-point'],
  ways: [
    spoilt(({ overlap }, { prior }) => ({
      meanSquareError: moments(prior).secondMoment - overlap,
    })),
  ],
});
