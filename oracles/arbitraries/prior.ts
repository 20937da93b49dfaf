import fc from 'fast-check';
import type { PriorSpec } from '../../reference/priors/prior.ts';
import { logUniform, oneOf, uniform } from './numbers.ts';

type Kind = PriorSpec['kind'];

const variance = oneOf([3, fc.constant(1)], [2, logUniform(0.1, 10)]);

/** Two to four distinct values on a grid of quarters, not all zero, none of them very improbable. */
const discrete: fc.Arbitrary<PriorSpec> = fc
  .record({
    quarters: fc
      .uniqueArray(fc.integer({ min: -8, max: 8 }), { minLength: 2, maxLength: 4 })
      .filter((values) => values.some((v) => v !== 0)),
    weights: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 4, maxLength: 4 }),
  })
  .map(({ quarters, weights }) => {
    const kept = weights.slice(0, quarters.length);
    const total = kept.reduce((a, b) => a + b, 0);
    return {
      kind: 'discrete',
      values: quarters.map((q) => q / 4),
      probabilities: kept.map((w) => w / total),
    };
  });

/** −1, 0, +1 with a fraction `density` of non-zeros. */
const sparseRademacher: fc.Arbitrary<PriorSpec> = fc
  .constantFrom(0.5, 0.25, 0.75, 0.125)
  .map((density) => ({
    kind: 'discrete',
    values: [-1, 0, 1],
    probabilities: [density / 2, 1 - density, density / 2],
  }));

/** Two-valued with unequal weights and non-zero mean. */
const biased: fc.Arbitrary<PriorSpec> = fc.constantFrom(0.25, 0.125, 0.75).map((p) => ({
  kind: 'discrete',
  values: [-1, 1],
  probabilities: [p, 1 - p],
}));

const byKind: { readonly [K in Kind]: fc.Arbitrary<PriorSpec> } = {
  rademacher: fc.constant({ kind: 'rademacher' }),
  gaussian: variance.map((v) => ({ kind: 'gaussian', variance: v })),
  'gauss-bernoulli': fc
    .record({
      density: oneOf(
        [2, fc.constant(0.5)],
        [2, uniform(0.05, 0.95, 18)],
        [1, logUniform(1e-3, 0.05)],
      ),
      variance,
    })
    .map((parameters) => ({ kind: 'gauss-bernoulli', ...parameters })),
  discrete: oneOf([2, sparseRademacher], [1, biased], [2, discrete]),
};

/** Priors of the given kinds (all by default). Shrinks to the first kind of the list. */
export const priors = (
  kinds: readonly Kind[] = ['rademacher', 'gaussian', 'gauss-bernoulli', 'discrete'],
): fc.Arbitrary<PriorSpec> => oneOf(...kinds.map((kind) => [1, byKind[kind]] as const));

/** Priors with E w = 0, for which an even channel leaves zero overlap a fixed point. */
export const centredPriors = (): fc.Arbitrary<PriorSpec> =>
  oneOf(
    [1, byKind.rademacher],
    [1, byKind.gaussian],
    [1, byKind['gauss-bernoulli']],
    [1, sparseRademacher],
  );
