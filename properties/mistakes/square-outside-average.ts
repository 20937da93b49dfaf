import { mistake, right } from './mistake.ts';

export const squareOutsideAverage = mistake({
  id: 'square-outside-average',
  title: 'the square of Theorem 2 outside its average',
  mistake: 'The theorem is evaluated as printed: E[φ²] − (E φ)².',
  symptom: 'The error does not depend on the overlap: 1 for signs, however much is known.',
  seen: 'Printed so on a slide of the source document.',
  formula: 'E[φ²] − E_v[(E_z φ(√m v + √(ρ − m) z))²]',
  oracles: ['glm.generalisation-error'],
  ways: [
    (params, oracle) => ({
      ...right(oracle, params),
      bayesMeanSquare: right(oracle, { ...params, overlap: 0 }).bayesMeanSquare,
    }),
  ],
});
