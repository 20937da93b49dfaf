import type { LossKind } from '../../../reference/losses/index.ts';
import { instanceMatrix, instanceVector } from '../instances.ts';
import type { Recipe } from '../recipe.ts';

interface Row {
  readonly instance: string;
  readonly what: string;
  readonly flags: readonly string[];
  readonly notes?: string;
  readonly lambdas: { readonly [loss in LossKind]: readonly number[] };
}

/** Data sets on which a minimiser is known: ordinary ones, and those on which solvers stop early. */
const rows: readonly Row[] = [
  {
    instance: 'erm-noisy',
    what: 'more samples than weights, labels that no weights explain',
    flags: [],
    lambdas: { square: [0.1], logistic: [0.1], hinge: [0.1] },
  },
  {
    instance: 'erm-separable',
    what: 'fewer samples than weights, hardly any penalty',
    flags: ['near-critical'],
    notes:
      'Interpolation and, for logistic and hinge loss, almost the maximal margin. Solvers that stop at a relative decrease of the objective stop far from here.',
    lambdas: { square: [1e-6], logistic: [1e-4], hinge: [1e-3] },
  },
  {
    instance: 'erm-graded',
    what: 'features whose sizes span four decades',
    flags: ['ill-conditioned'],
    lambdas: { square: [1e-4], logistic: [1e-4], hinge: [1e-2] },
  },
  {
    instance: 'erm-few-samples',
    what: 'six samples of eight weights, where every assignment of the margins can be tried',
    flags: [],
    lambdas: { square: [1], logistic: [1], hinge: [0.1, 1] },
  },
];

export const ermMinimisers: readonly Recipe[] = rows.flatMap(
  ({ instance, what, flags, notes, lambdas }) =>
    (['square', 'logistic', 'hinge'] as const).map(
      (loss): Recipe => ({
        id: `erm/minimiser/${instance.replace('erm-', '')}-${loss}`,
        title: `Minimiser, ${loss} loss: ${what}`,
        oracle: 'erm.minimiser',
        headline: 'objective',
        evidence: 'exact',
        flags: ['known-answer', 'finite-size', ...flags, ...(loss === 'hinge' ? ['kink'] : [])],
        literature: [],
        sources: ['aubin2020'],
        ...(notes ? { notes } : {}),
        cases: lambdas[loss].map((lambda) => ({
          loss,
          lambda,
          matrix: instanceMatrix(instance),
          labels: instanceVector(instance, 'labels'),
        })),
        witnesses: ['mpmath_risk.py'],
      }),
    ),
);
