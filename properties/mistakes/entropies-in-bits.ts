import { mistake, spoilt } from './mistake.ts';

export const entropiesInBits = mistake({
  id: 'entropies-in-bits',
  title: 'logarithms to base 2',
  mistake: 'Entropies and potentials are given in bits.',
  symptom:
    'Potentials and free entropies are 1/ln 2 = 1.4427 times too large, the overlaps are right.',
  seen: 'The loss of a slide of the source document is written with log₂.',
  formula: 'natural logarithms',
  oracles: ['glm.prior-potential', 'glm.output-potential', 'glm.exact-average'],
  ways: [
    spoilt(({ potential, freeEntropy }) =>
      potential === undefined
        ? { freeEntropy: freeEntropy / Math.LN2 }
        : { potential: potential / Math.LN2 },
    ),
  ],
});
