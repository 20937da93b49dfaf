import { answered, positive } from './numbers.ts';
import type { Schema } from './schema.ts';

/** α and λ of a student. */
export const alphaSchema = (perFeature = 'n/d, the number of samples per weight'): Schema =>
  positive(`α = ${perFeature}.`);
export const lambdaSchema: Schema = positive('λ of the penalty (λ/2)‖w‖².');

/** What a student that minimises a loss has in common everywhere. */
export const overlapAnswer = answered('m, covariance of the fields of teacher and student.');
export const normAnswer = answered('q, variance of the field of the student.');
export const susceptibilityAnswer = answered('V.');
export const generalisationErrorAnswer = answered(
  'Probability of a wrong sign on a fresh input, against the clean field of the teacher.',
);
export const trainingLossAnswer = answered('Mean loss of a training sample, without the penalty.');
export const trainingErrorAnswer = answered(
  'Fraction of wrong signs on the training set, against its labels.',
);
export const objectiveAnswer = answered(
  'The minimum per sample, penalty included: mean training loss + λ‖w‖²/(2n).',
);
