import fc from 'fast-check';
import type { Teacher } from '../../reference/empirical-risk/teacher.ts';
import type { LossKind } from '../../reference/losses/index.ts';
import { alphas } from './alpha.ts';
import { oneOf } from './numbers.ts';
import { teachers } from './teacher.ts';

export interface TunedQuestion {
  readonly loss: LossKind;
  readonly alpha: number;
  readonly teacher: Teacher;
}

/** Labels with a signal: at most a fifth of them flipped, noise below the field. */
const readable = teachers().map(
  ({ secondMoment, noiseVariance, flipProbability }): Teacher => ({
    secondMoment,
    noiseVariance: Math.min(noiseVariance, secondMoment),
    flipProbability: Math.min(flipProbability, 0.2),
  }),
);
const clean = teachers().map(
  (teacher): Teacher => ({ ...teacher, noiseVariance: 0, flipProbability: 0 }),
);

/**
 * Students with a best penalty, which the square loss always has. The hinge prefers an infinite one
 * where samples are few or noisy: it is asked where it does not. Shrinks to ridge regression.
 */
export const tunedQuestions = (): fc.Arbitrary<TunedQuestion> =>
  oneOf<TunedQuestion>(
    [
      12,
      fc.record({
        loss: fc.constant('square' as const),
        alpha: alphas(1e-2, 1e2),
        teacher: readable,
      }),
    ],
    [
      3,
      fc.record({
        loss: fc.constant('logistic' as const),
        alpha: alphas(0.3, 10),
        teacher: readable,
      }),
    ],
    [1, fc.record({ loss: fc.constant('hinge' as const), alpha: alphas(1, 10), teacher: clean })],
  );
