import type { LossKind } from '../../../reference/losses/index.ts';
import type { Recipe } from '../recipe.ts';
import { slug, type TeacherName, teachers } from './teachers.ts';

/**
 * The spherical perceptron, where it is learned by minimising a loss. The α are those of
 * glm/learning-curve/gaussian-sign, the Bayes-optimal curve, and beyond.
 */
const alphas = [0.25, 0.75, 1.75, 5, 15, 60] as const;

interface Row {
  readonly loss: LossKind;
  readonly lambda: number;
  readonly teacher: TeacherName;
  readonly alphas?: readonly number[];
  readonly name?: string;
  readonly notes?: string;
}

const rows: readonly Row[] = [
  ...[1e-3, 1e-2, 0.1, 1].map(
    (lambda): Row => ({ loss: 'logistic', lambda, teacher: 'noiseless' }),
  ),
  ...[0.1, 1].map((lambda): Row => ({ loss: 'square', lambda, teacher: 'noiseless' })),
  {
    loss: 'square',
    lambda: Math.PI / 2 - 1,
    teacher: 'noiseless',
    name: 'optimal',
    notes: 'λ = π/2 − 1, which is optimal at every α; m/q = √(π/2) along the whole curve.',
  },
  {
    loss: 'square',
    lambda: 1e-3,
    teacher: 'noiseless',
    alphas: [0.25, 0.75, 0.95, 1, 1.05, 1.75, 5, 60],
    notes: 'Double descent: q and ε peak where n = d.',
  },
  ...[1e-2, 0.1, 1].map((lambda): Row => ({ loss: 'hinge', lambda, teacher: 'noiseless' })),
  ...(['noisy', 'flipped', 'noisy-and-flipped'] as const).flatMap((teacher) => [
    { loss: 'square' as const, lambda: 0.1, teacher, alphas: [0.75, 1.75, 5] },
    { loss: 'logistic' as const, lambda: 0.1, teacher, alphas: [0.75, 1.75, 5] },
    { loss: 'hinge' as const, lambda: 0.1, teacher, alphas: [0.75, 1.75, 5] },
  ]),
];

export const ermLearningCurves: readonly Recipe[] = rows.map(
  ({ loss, lambda, teacher, alphas: grid = alphas, name, notes }) => ({
    id: `erm/learning-curve/${loss}-${teacher}-lambda-${name ?? slug(lambda)}`,
    title: `Learning curve: ${loss} loss, ${teacher.replaceAll('-', ' ')} teacher, ${name ? 'optimal λ' : `λ = ${lambda}`}`,
    description:
      teacher === 'noiseless'
        ? 'The Bayes-optimal curve of the same perceptron is glm/learning-curve/gaussian-sign, ε = arccos(√m)/π.'
        : 'c_y and P(u) carry the noise of the labels; the error rate is against the clean teacher.',
    oracle: 'erm.fixed-point',
    headline: 'generalisationError',
    evidence: 'theorem',
    flags: ['learning-curve', ...(teacher === 'noiseless' ? ['noiseless'] : [])],
    literature: [],
    sources: ['aubin2020', 'thrampoulidis2018'],
    ...(notes ? { notes } : {}),
    cases: grid.map((alpha) => ({ loss, alpha, lambda, teacher: teachers[teacher] })),
    witnesses: ['mpmath_risk.py'],
  }),
);
