import { nonNegative, positive, real } from './numbers.ts';
import { object } from './object.ts';
import type { Schema } from './schema.ts';

/** Whoever labels by the sign of a noisy field, and sometimes lies. */
export const teacherSchema: Schema = object(
  'Teacher',
  'y = sign(ν + √noiseVariance ζ), ν ~ N(0, secondMoment), ζ ~ N(0, 1), then −y with flipProbability.',
  {
    secondMoment: positive('ρ = E ν², the second moment of a weight.'),
    noiseVariance: nonNegative('Δ, variance of the noise before the sign.'),
    flipProbability: real('η, probability that a label is flipped.', { minimum: 0, maximum: 0.5 }),
  },
);

/** Where the continuous parameters of a teacher sit. */
export const teacherPaths = [
  'teacher.secondMoment',
  'teacher.noiseVariance',
  'teacher.flipProbability',
] as const;
