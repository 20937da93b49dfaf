import type { Recipe } from '../recipe.ts';

/** Margins in the middle, in both tails, and with springs so soft that the loss decides alone. */
const places = [
  { margin: 0.5, width: 1 },
  { margin: -40, width: 1e-2 },
  { margin: 40, width: 1e4 },
  { margin: -30, width: 1e8 },
  { margin: 1e-9, width: 1e-6 },
  { margin: -2, width: 40 },
] as const;

const corners = {
  square: [{ margin: 1.5, width: 3 }],
  logistic: [
    { margin: -1e4, width: 2e4 }, // the middle of the strip in which the point hardly moves
    { margin: -700, width: 1e-3 },
  ],
  hinge: [
    { margin: 1 - 1e-9, width: 1e-3 }, // just inside the strip that the kink holds,
    { margin: 1 - 1e3 + 1e-6, width: 1e3 }, // at its other end,
    { margin: 1 + 1e-12, width: 10 }, // and just outside
  ],
} as const;

export const ermProximal: readonly Recipe[] = (['square', 'logistic', 'hinge'] as const).map(
  (loss) => ({
    id: `erm/proximal/${loss}`,
    title: `Proximal operator of the ${loss} loss: the middle, the tails, soft springs`,
    oracle: 'erm.proximal',
    evidence: 'exact',
    flags: ['cancellation', ...(loss === 'hinge' ? ['kink'] : [])],
    literature: [],
    sources: ['thrampoulidis2018'],
    ...(loss === 'logistic'
      ? { notes: 'Newton’s method without a bracket cycles at the large widths.' }
      : {}),
    cases: [...places, ...corners[loss]].map((place) => ({ loss, ...place })),
    witnesses: ['mpmath_risk.py'],
  }),
);
