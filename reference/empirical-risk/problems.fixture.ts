/** Problems of empirical risk minimisation for property tests, leaning to the corners of the domain. */
import fc from 'fast-check';
import type { LossKind } from '../losses/index.ts';
import { lossKinds } from '../losses/index.ts';
import { real } from '../real.fixture.ts';
import type { Teacher } from './teacher.ts';

export const logUniform = (low: number, high: number) =>
  real(Math.log(low), Math.log(high)).map(Math.exp);

export const teachers: fc.Arbitrary<Teacher> = fc.record({
  secondMoment: fc.oneof(fc.constant(1), logUniform(0.1, 10)),
  noiseVariance: fc.oneof(fc.constant(0), logUniform(1e-3, 3)),
  flipProbability: fc.constantFrom(0, 0, 0.05, 0.3),
});

export const alphas = fc.oneof(logUniform(0.05, 20), logUniform(1e-2, 100), fc.constant(1));
export const lambdas = fc.oneof(logUniform(1e-3, 10), logUniform(1e-8, 1e6));
export const losses = fc.constantFrom<LossKind>(...lossKinds);

export interface Problem {
  readonly loss: LossKind;
  readonly alpha: number;
  readonly lambda: number;
  readonly teacher: Teacher;
}

export const problems: fc.Arbitrary<Problem> = fc.record({
  loss: losses,
  alpha: alphas,
  lambda: lambdas,
  teacher: teachers,
});
