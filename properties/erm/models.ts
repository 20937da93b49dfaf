import fc from 'fast-check';
import {
  alphas,
  lambdas,
  losses,
  oneOf,
  teachers,
  uniform,
} from '../../oracles/arbitraries/index.ts';
import type { Loss, Teacher } from '../../oracles/types/index.ts';
import type { Student } from './questions.ts';

/*
 * What can be said of losses and teachers from their definitions alone.
 */

/** ℓ(u) */
export const lossValue = (loss: Loss, u: number): number => {
  switch (loss) {
    case 'square':
      return (1 - u) ** 2 / 2;
    case 'logistic':
      return u > 0 ? Math.log1p(Math.exp(-u)) : Math.log1p(Math.exp(u)) - u;
    case 'hinge':
      return Math.max(0, 1 - u);
  }
};

/** −ℓ′(u), for a loss that has one. */
export const lossForce = (loss: 'square' | 'logistic', u: number): number =>
  loss === 'square' ? 1 - u : 1 / (1 + Math.exp(u));

/** ℓ″(u), likewise. */
export const lossCurvature = (loss: 'square' | 'logistic', u: number): number =>
  loss === 'square' ? 1 : 1 / (2 + 2 * Math.cosh(u));

/** sup ℓ″; the hinge has its curvature in one point. */
export const maximalCurvature = (loss: Loss): number =>
  ({ square: 1, logistic: 0.25, hinge: Infinity })[loss];

/** R = ρ + Δ */
export const noisyVariance = ({ secondMoment, noiseVariance }: Teacher): number =>
  secondMoment + noiseVariance;

/** c_y = E[y ν]/ρ */
export const labelCorrelation = (teacher: Teacher): number =>
  (1 - 2 * teacher.flipProbability) * Math.sqrt(2 / (Math.PI * noisyVariance(teacher)));

/** Students over the whole domain, λ leaning to where loss and penalty compete. */
export const students = (
  range: {
    readonly alpha?: readonly [number, number];
    readonly lambda?: readonly [number, number];
  } = {},
  loss: fc.Arbitrary<Loss> = losses(),
): fc.Arbitrary<Student> =>
  fc.record({
    loss,
    alpha: alphas(...(range.alpha ?? [1e-2, 1e2])),
    lambda: lambdas(...(range.lambda ?? [1e-6, 1e4])),
    teacher: teachers(),
  });

/** Labels that tell of the teacher, if through noise. */
export const tellingTeachers: fc.Arbitrary<Teacher> = teachers().map((teacher) => ({
  ...teacher,
  noiseVariance: Math.min(teacher.noiseVariance, teacher.secondMoment),
  flipProbability: Math.min(teacher.flipProbability, 0.3),
}));

/** Labels of moderate noise, of either kind: separable up to a few samples per weight. */
export const confusedTeachers: fc.Arbitrary<Teacher> = fc.record({
  secondMoment: oneOf([2, fc.constant(1)], [1, uniform(0.5, 4, 7)]),
  noiseVariance: uniform(0.2, 4, 19),
  flipProbability: oneOf([1, fc.constant(0)], [1, uniform(0.05, 0.5, 9)]),
});
