import type { Schema } from './schema.ts';

/** The convex loss ℓ(u) of a sample, u = y z its margin. */
export const lossSchema: Schema = {
  title: 'Loss',
  description:
    'ℓ(u) of the margin u = y z: square (1 − u)²/2, logistic ln(1 + e^−u), hinge (1 − u)₊.',
  enum: ['square', 'logistic', 'hinge'],
};
