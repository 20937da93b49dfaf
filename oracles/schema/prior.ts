import { positive, real } from './numbers.ts';
import { object } from './object.ts';
import type { Schema } from './schema.ts';

const kind = (name: string): Schema => ({ const: name, description: 'Which prior.' });

const variants = {
  gaussian: object('GaussianPrior', 'w ~ N(0, variance).', {
    kind: kind('gaussian'),
    variance: positive('Variance of a weight.'),
  }),
  rademacher: object('RademacherPrior', 'w = ±1 with probability 1/2 each.', {
    kind: kind('rademacher'),
  }),
  'gauss-bernoulli': object(
    'GaussBernoulliPrior',
    'w = 0 with probability 1 − density, else N(0, variance).',
    {
      kind: kind('gauss-bernoulli'),
      density: real('Probability s that a weight is not zero.', {
        exclusiveMinimum: 0,
        maximum: 1,
      }),
      variance: positive('Variance S of a weight that is not zero.'),
    },
  ),
  discrete: object('DiscretePrior', 'w = values[k] with probability probabilities[k].', {
    kind: kind('discrete'),
    values: {
      type: 'array',
      description: 'Distinct values a weight can take.',
      minItems: 1,
      maxItems: 64,
      items: real('A value.'),
    },
    probabilities: {
      type: 'array',
      description: 'Their probabilities, in the same order; they add up to 1.',
      minItems: 1,
      maxItems: 64,
      items: real('A probability.', { exclusiveMinimum: 0, maximum: 1 }),
    },
  }),
} as const;

/** The prior P_w of one weight; the weights are independent. */
export const priorSchema: Schema = {
  title: 'Prior',
  description: 'The distribution P_w of one weight; the weights are independent.',
  oneOf: Object.values(variants),
};

/** Priors that can be enumerated. */
export const discretePriorSchema: Schema = {
  title: 'EnumerablePrior',
  description: 'A prior with finitely many values; the weights are independent.',
  oneOf: [variants.rademacher, variants.discrete],
};
