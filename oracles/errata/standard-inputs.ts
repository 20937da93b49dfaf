import fc from 'fast-check';
import { philoxStream } from '../../reference/numerics/random.ts';
import { seeds } from '../arbitraries/numbers.ts';
import { defineErratum } from './erratum.ts';

interface Labels {
  readonly dimension: number;
  readonly seed: number;
}

const samples = 1000;

/** Mean of y² = (x·w*)² over samples, for inputs of this variance and a teacher with ‖w*‖² = d. */
function meanSquare({ dimension, seed }: Labels, variance: number): number {
  const stream = philoxStream(seed);
  const teacher = Array.from({ length: dimension }, () => stream.normal());
  const norm = teacher.reduce((sum, x) => sum + x * x, 0);
  let total = 0;
  for (let mu = 0; mu < samples; mu++) {
    const z = teacher.reduce((sum, w) => sum + w * stream.normal(), 0);
    total += (z * z * dimension * variance) / norm;
  }
  return total / samples;
}

export const standardInputs = defineErratum<Labels, number>({
  id: 'standard-inputs',
  where: 'Gradient descent for phase retrieval (the variance of X is not said); theorem 3.1',
  literal: 'x_k drawn independently from a standard Gaussian, next to ‖w‖² = d',
  right: 'X_μi ~ N(0, 1/d)',
  why: 'With ‖w*‖² = d and standard inputs labels grow like √d, the loss like d² and all times shrink by d². The set of minimisers is the same, but every rate and every threshold on the loss is not.',
  law: 'Labels are of order one: E y² = 1.',
  sources: ['zdeborova2021', 'sarao2020optimization'],
  model: fc.record({ dimension: fc.integer({ min: 3, max: 12 }), seed: seeds() }),
  forms: {
    literal: (model) => meanSquare(model, 1),
    right: (model) => meanSquare(model, 1 / model.dimension),
  },
  measure: (mean) => ({
    left: mean,
    right: 1,
    relation: 'equal',
    allowance: 10 * Math.sqrt(2 / samples),
    because: 'ten standard errors of a mean of 1000 squares',
  }),
});
