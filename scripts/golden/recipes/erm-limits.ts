import type { LossKind } from '../../../reference/losses/index.ts';
import type { Recipe } from '../recipe.ts';
import { teachers } from './teachers.ts';

interface Row {
  readonly name: string;
  readonly title: string;
  readonly loss: LossKind;
  readonly flags: readonly string[];
  readonly notes?: string;
  /** (α, λ) */
  readonly points: readonly (readonly [number, number])[];
}

const losses = ['square', 'logistic', 'hinge'] as const;

const rows: readonly Row[] = [
  ...losses.map((loss) => ({
    name: `hebb-limit/${loss}`,
    title: `Almost infinite penalty, ${loss} loss: the rule of Hebb`,
    loss,
    flags: ['limit'],
    notes: 'ε → arccos √(2α/(π + 2α))/π for every loss, with corrections of order 1/λ.',
    points: [
      [0.5, 1e6],
      [2, 1e6],
      [20, 1e4],
    ] as const,
  })),
  {
    name: 'ridgeless/square',
    title: 'Almost no penalty, square loss: least norm, least squares, and the corner between them',
    loss: 'square',
    flags: ['limit', 'double-descent'],
    notes:
      'V ≈ (1 − α)/λ below n = d, 1/(α − 1) above, 1/√λ at it: iteration needs of the order of 1/λ steps.',
    points: [
      [0.5, 1e-8],
      [0.99, 1e-8],
      [1, 1e-8],
      [1.01, 1e-8],
      [2, 1e-8],
    ],
  },
  {
    name: 'vanishing-penalty/logistic',
    title: 'Almost no penalty, logistic loss on separable data: weights that grow like ln 1/λ',
    loss: 'logistic',
    flags: ['limit', 'noiseless'],
    notes:
      'The direction tends to that of the maximal margin, erm/max-margin/noiseless, very slowly.',
    points: [
      [0.5, 1e-6],
      [2, 1e-6],
      [10, 1e-6],
    ],
  },
  {
    name: 'vanishing-penalty/hinge',
    title: 'Almost no penalty, hinge loss on separable data: the maximal margin',
    loss: 'hinge',
    flags: ['limit', 'noiseless', 'kink'],
    notes: 'm, q and ε are those of erm/max-margin/noiseless; training loss and error vanish.',
    points: [
      [0.5, 1e-6],
      [2, 1e-6],
      [10, 1e-6],
    ],
  },
  ...losses.map((loss) => ({
    name: `few-or-many-samples/${loss}`,
    title: `Hardly any samples, and a great many: ${loss} loss`,
    loss,
    flags: ['limit', 'noiseless'],
    points: [
      [0.01, 1],
      [1000, 1],
    ] as const,
  })),
];

/** Corners at which a solver that is right in the middle of the domain fails. */
export const ermLimits: readonly Recipe[] = rows.map(
  ({ name, title, loss, flags, notes, points }) => ({
    id: `erm/${name}`,
    title,
    oracle: 'erm.fixed-point',
    headline: 'generalisationError',
    evidence: 'theorem',
    flags,
    literature: [],
    sources: [
      'aubin2020',
      'thrampoulidis2018',
      ...(name.startsWith('van') ? (['rosset2003'] as const) : []),
    ],
    ...(notes ? { notes } : {}),
    cases: points.map(([alpha, lambda]) => ({ loss, alpha, lambda, teacher: teachers.noiseless })),
    witnesses: ['mpmath_risk.py'],
  }),
);
