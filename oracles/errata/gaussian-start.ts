import fc from 'fast-check';
import { philoxStream } from '../../reference/numerics/random.ts';
import { seeds } from '../arbitraries/numbers.ts';
import { defineErratum } from './erratum.ts';

interface Start {
  readonly dimension: number;
  readonly seed: number;
}

const drawn = ({ dimension, seed }: Start): number[] => {
  const stream = philoxStream(seed);
  return Array.from({ length: dimension }, () => stream.normal());
};

const square = (w: readonly number[]): number => w.reduce((sum, x) => sum + x * x, 0);

export const gaussianStart = defineErratum<Start, readonly number[]>({
  id: 'gaussian-start',
  where: 'Gradient descent for phase retrieval',
  literal: 'w_i(0) ~ N(0, 1), ensuring ‖w‖₂² = d',
  right: 'w(0) uniform on the sphere ‖w‖₂² = d: Gaussian entries, divided by their length over √d',
  why: 'Independent Gaussian entries have ‖w‖² = d (1 + O(d^{−1/2})), and the multiplier keeps whatever length there is at the start. With μ = w·∇L/d in place of w·∇L/‖w‖² it would not even do that.',
  law: 'The flow starts on the sphere on which the teacher lies.',
  sources: ['zdeborova2021', 'sarao2020complex'],
  model: fc.record({ dimension: fc.integer({ min: 2, max: 200 }), seed: seeds() }),
  forms: {
    literal: drawn,
    right: (model) => {
      const w = drawn(model);
      const factor = Math.sqrt(model.dimension / square(w));
      return w.map((x) => factor * x);
    },
  },
  measure: (w, { dimension }) => ({
    left: square(w),
    right: dimension,
    relation: 'equal',
    allowance: 1e-13 * dimension,
    because: 'rounding of a sum of squares',
  }),
});
