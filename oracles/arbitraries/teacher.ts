import fc from 'fast-check';
import type { Teacher } from '../../reference/empirical-risk/teacher.ts';
import { logUniform, oneOf, uniform } from './numbers.ts';

const secondMoment = oneOf([3, fc.constant(1)], [1, logUniform(0.1, 10)]);
const noise = oneOf(
  [1, fc.constantFrom(1, 0.1)],
  [2, logUniform(1e-3, 10)],
  [1, logUniform(1e-8, 1e2)],
);
const flip = oneOf([1, fc.constantFrom(0.1, 0.25)], [2, uniform(0.01, 0.49, 48)]);

/** Clean labels, noise before the sign, flipped labels, or both. Shrinks to ρ = 1 and clean labels. */
export const teachers = (): fc.Arbitrary<Teacher> =>
  fc.record({
    secondMoment,
    noiseVariance: oneOf([2, fc.constant(0)], [1, noise]),
    flipProbability: oneOf([3, fc.constant(0)], [1, flip]),
  });

/** Labels that no direction explains without mistakes. */
export const noisyTeachers = (): fc.Arbitrary<Teacher> =>
  oneOf(
    [1, fc.record({ secondMoment, noiseVariance: noise, flipProbability: fc.constant(0) })],
    [1, fc.record({ secondMoment, noiseVariance: fc.constant(0), flipProbability: flip })],
    [1, fc.record({ secondMoment, noiseVariance: noise, flipProbability: flip })],
  );
