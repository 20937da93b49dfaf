import { ermFixedPoint } from '../../../reference/empirical-risk/fixed-point.ts';
import type { LossKind } from '../../../reference/losses/index.ts';
import type { Constant, Printed, Recipe } from '../recipe.ts';
import { type TeacherName, teachers } from './teachers.ts';

/** √α ε of optimal ridge regression: a closed form, and the fixed point at an α that is almost ∞. */
const ridgeRate: Constant = {
  name: 'generalisation error × √α',
  relation: 'lim √α ε = √(π/2 − 1)/π at λ = π/2 − 1, noiseless teacher',
  compute: () => ({ value: Math.sqrt(Math.PI / 2 - 1) / Math.PI, error: 1e-16 }),
  witnesses: [
    {
      method:
        'the fixed point at α = 1e12, where what is left of the limit is of relative order 1/α',
      script: 'scripts/golden/recipes/erm-optimal-regularisation.ts',
      compute: () => {
        const alpha = 1e12;
        const { generalisationError } = ermFixedPoint(
          'square',
          alpha,
          Math.PI / 2 - 1,
          teachers.noiseless,
        );
        const value = Math.sqrt(alpha) * generalisationError.value;
        return {
          value,
          error: Math.sqrt(alpha) * generalisationError.error + (10 * value) / alpha,
        };
      },
    },
  ],
};

interface Row {
  readonly loss: LossKind;
  readonly teacher: TeacherName;
  readonly alphas: readonly number[];
  readonly description?: string;
  readonly literature?: readonly Printed[];
  readonly notes?: string;
  readonly constants?: readonly Constant[];
}

const rows: readonly Row[] = [
  {
    loss: 'square',
    teacher: 'noiseless',
    alphas: [0.1, 0.5, 1, 2, 10, 100],
    description:
      'λ = π/2 − 1 at every α: the labels are c_y ν plus a noise that is uncorrelated with it, and this is its variance over c_y².',
    literature: [
      {
        field: 'lambda',
        printed: '0.5708',
        source: 'aubin2020',
        remark: 'λ_opt, independent of α',
      },
      { field: 'generalisation error × √α', printed: '0.2405', source: 'aubin2020' },
    ],
    notes:
      'λ of (λ/2)‖w‖² beside ½(1 − u)²; with the full square and λ‖w‖² it is the same number, with one of the two halves alone it is not.',
    constants: [ridgeRate],
  },
  ...(['noisy', 'flipped', 'noisy-and-flipped'] as const).map(
    (teacher): Row => ({
      loss: 'square',
      teacher,
      alphas: [0.5, 1, 4],
      description: 'λ = (1 − ρ c_y²)/(ρ c_y²) at every α, c_y = E y ν/ρ.',
    }),
  ),
  {
    loss: 'logistic',
    teacher: 'noiseless',
    alphas: [0.25, 0.75, 1.75, 5, 15, 60],
    description:
      'The slide “Bayes versus risk minimisation”: these error rates exceed arccos(√m)/π, that of Bayes, with m of glm/learning-curve/gaussian-sign at the same α, by less than one part in a thousand.',
    notes:
      'The optimum is flat: the error rate knows λ to the square root of its own digits only, its slope to all of them.',
  },
  { loss: 'logistic', teacher: 'noisy', alphas: [1, 5] },
  { loss: 'logistic', teacher: 'flipped', alphas: [1, 5] },
  {
    loss: 'hinge',
    teacher: 'noiseless',
    alphas: [1.75, 5],
    notes:
      'Where samples are few or noisy the hinge prefers an infinite penalty: no such λ exists.',
  },
];

export const ermOptimalRegularisation: readonly Recipe[] = rows.map(
  ({ loss, teacher, alphas, description, literature = [], notes, constants }) => ({
    id: `erm/optimal-regularisation/${loss}-${teacher}`,
    title: `Optimal penalty: ${loss} loss, ${teacher.replaceAll('-', ' ')} teacher`,
    ...(description ? { description } : {}),
    oracle: 'erm.optimal-regularisation',
    headline: 'lambda',
    evidence: 'theorem',
    flags: ['flat-optimum', ...(teacher === 'noiseless' ? ['noiseless'] : [])],
    literature,
    sources: ['aubin2020'],
    ...(notes ? { notes } : {}),
    ...(constants ? { constants } : {}),
    cases: alphas.map((alpha) => ({ loss, alpha, teacher: teachers[teacher] })),
    witnesses: ['mpmath_risk.py', 'compare_penalties.py'],
  }),
);
