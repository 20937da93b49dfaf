import fc from 'fast-check';
import type { MulticlassProblem } from '../../reference/gaussian-mixture/multiclass-problem.ts';
import { alphas } from './alpha.ts';
import { lambdas } from './loss.ts';
import { logUniform, oneOf, uniform } from './numbers.ts';

type Scales = Pick<MulticlassProblem, 'loss' | 'alpha' | 'lambda'> & { readonly classes: number };

const parts = fc.integer({ min: 1, max: 10 });

/** Integer parts of a whole, as fractions. */
const fractions = (whole: readonly number[]): number[] => {
  const total = whole.reduce((a, b) => a + b, 0);
  return whole.map((part) => part / total);
};

/** Gram matrix of centres on a circle, a regular polygon but for the radii. */
const polygon = (radii: readonly number[], turn: number): number[][] => {
  const centres = radii.map((radius, k) => {
    const angle = turn + (2 * Math.PI * k) / radii.length;
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
  });
  return centres.map((a) => centres.map((b) => a[0] * b[0] + a[1] * b[1]));
};

/** One or two blocks, in each of which the centres form a polygon; centres of one radius if `regular`. */
export const clusters = (
  scales: fc.Arbitrary<Scales>,
  bias: MulticlassProblem['bias'][] = ['none', 'free'],
  regular = false,
): fc.Arbitrary<MulticlassProblem> =>
  scales.chain(({ classes, ...question }) =>
    fc
      .record({
        bias: fc.constantFrom(...bias),
        probabilities: fc.array(parts, { minLength: classes, maxLength: classes }),
        blocks: fc.array(
          fc.record({
            part: parts,
            covariance: oneOf([2, fc.constant(1)], [2, logUniform(0.1, 10)]),
            radii: fc.array(uniform(0.5, 2, 6), { minLength: classes, maxLength: classes }),
            turn: uniform(0, 1, 10),
          }),
          { minLength: 1, maxLength: 2 },
        ),
      })
      .map(({ probabilities, blocks, ...rest }) => ({
        ...question,
        bias: rest.bias,
        probabilities: fractions(probabilities),
        spectrum: {
          weights: fractions(blocks.map(({ part }) => part)),
          covariance: blocks.map(({ covariance }) => covariance),
          means: blocks.map(({ radii, turn }) =>
            polygon(regular ? radii.map(() => radii[0]) : radii, turn),
          ),
        },
      })),
  );

/**
 * Two or three clusters; softmax with three rarely, and with a penalty of order one, since its averages
 * are double integrals. Shrinks to ridge regression of two clusters.
 */
export const multiclassQuestions = (): fc.Arbitrary<MulticlassProblem> =>
  oneOf(
    [
      8,
      clusters(
        fc.record({
          loss: fc.constant('square' as const),
          alpha: alphas(1e-2, 1e2),
          lambda: lambdas(),
          classes: fc.constantFrom(2, 3),
        }),
      ),
    ],
    [
      6,
      clusters(
        fc.record({
          loss: fc.constant('softmax' as const),
          alpha: alphas(0.1, 10),
          lambda: lambdas(0.03, 30),
          classes: fc.constant(2),
        }),
      ),
    ],
    [
      1,
      clusters(
        fc.record({
          loss: fc.constant('softmax' as const),
          alpha: alphas(0.5, 4),
          lambda: lambdas(1, 10),
          classes: fc.constant(3),
        }),
      ),
    ],
  );
