import fc from 'fast-check';
import type { MixtureProblem } from '../../reference/gaussian-mixture/problem.ts';
import { alphas } from './alpha.ts';
import { lambdas, losses } from './loss.ts';
import { oneOf, uniform } from './numbers.ts';
import { mixtureSpectra } from './spectrum.ts';

/**
 * Two clusters and who learns them: balanced classes in a third of the draws, rare ones in others, which
 * the hinge may ignore altogether. Shrinks to ridge regression of two balanced spherical clusters at
 * α = 1, without an intercept.
 */
export const mixtureQuestions = (): fc.Arbitrary<MixtureProblem> =>
  fc.record({
    loss: losses(),
    alpha: alphas(1e-2, 1e2),
    lambda: lambdas(),
    bias: fc.constantFrom('none' as const, 'free' as const),
    probability: oneOf(
      [1, fc.constant(0.5)],
      [1, uniform(0.1, 0.9, 16)],
      [1, fc.constantFrom(0.02, 0.98)],
    ),
    spectrum: mixtureSpectra(),
  });
