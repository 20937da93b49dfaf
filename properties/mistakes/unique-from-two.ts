import { mistake } from './mistake.ts';

export const uniqueFromTwo = mistake({
  id: 'unique-from-two',
  title: 'uniqueness decided by n > 2d',
  mistake: 'The minimiser is called unique where there are more than two samples per dimension.',
  symptom: 'Right about most instances, wrong about each that is an exception.',
  seen: 'Printed as a sharp threshold α = 2 on a slide of the source document.',
  formula:
    'unique iff Σ λ_μ x_μ x_μᵀ ≻ 0 on the complement of w* for some λ (a certificate per instance)',
  oracles: ['over-parametrised.uniqueness'],
  ways: [
    ({ matrix }) => {
      const unique = matrix.length > 2 * matrix[0].length;
      return { unique, margin: unique ? 0.1 : 0 };
    },
  ],
});
