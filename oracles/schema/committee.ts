import { real } from './numbers.ts';
import { object } from './object.ts';
import type { Schema } from './schema.ts';

const kind = (name: string): Schema => ({ const: name, description: 'Which prior.' });

/** The prior of a weight of a committee machine: of unit second moment. */
export const committeePriorSchema: Schema = {
  title: 'CommitteePrior',
  description: 'The distribution of one weight; all weights are independent.',
  oneOf: [
    object('UnitGaussianPrior', 'w ~ N(0, 1).', {
      kind: kind('gaussian'),
      variance: { const: 1, description: 'Variance of a weight, here always 1.' },
    }),
    object('UnitRademacherPrior', 'w = ±1 with probability 1/2 each.', {
      kind: kind('rademacher'),
    }),
  ],
};

/** K = 2. */
export const twoUnits: Schema = {
  const: 2,
  description: 'K, the number of hidden units: y = (sign z₁ + sign z₂)/2.',
};

export const branchSchema: Schema = {
  enum: ['unspecialised', 'specialised'],
  description:
    'unspecialised: every unit has the same overlap with every unit of the teacher; specialised: each has its own.',
};

/** A vector over the two units. */
export const pairOf = (description: string): Schema => ({
  type: 'array',
  description,
  minItems: 2,
  maxItems: 2,
  items: real('Of one unit.'),
});

/** A symmetric matrix over the two units. */
export const pairMatrix = (description: string): Schema => ({
  type: 'array',
  description,
  minItems: 2,
  maxItems: 2,
  items: pairOf('Row.'),
});
