import fc from 'fast-check';
import { separability } from '../../reference/empirical-risk/separability.ts';
import type { Teacher } from '../../reference/empirical-risk/teacher.ts';
import { alphas } from './alpha.ts';
import { oneOf, uniform } from './numbers.ts';
import { noisyTeachers, teachers } from './teacher.ts';

export interface SeparableQuestion {
  readonly alpha: number;
  readonly teacher: Teacher;
}

/**
 * Labels that some student gets right: clean ones at any α, noisy ones below the threshold, by a
 * fraction down to a twentieth. Shrinks to clean labels at α = 1.
 */
export const separableQuestions = (): fc.Arbitrary<SeparableQuestion> =>
  oneOf(
    [
      1,
      fc.record({
        alpha: alphas(1e-2, 1e2),
        teacher: teachers().map(
          (teacher): Teacher => ({ ...teacher, noiseVariance: 0, flipProbability: 0 }),
        ),
      }),
    ],
    [
      1,
      fc
        .record({ fraction: uniform(0.05, 0.95, 18), teacher: noisyTeachers() })
        .map(({ fraction, teacher }) => ({
          alpha: Number(
            (fraction * Math.min(separability(teacher).alpha.value, 100)).toPrecision(4),
          ),
          teacher,
        })),
    ],
  );
