import fc from 'fast-check';
import { real } from '../real.fixture.ts';
import type { PriorSpec } from './prior.ts';

const power = (min: number, max: number) => real(min, max).map((x) => 10 ** x);

const discrete = fc
  .array(
    fc.record({
      value: fc.integer({ min: -400, max: 400 }),
      weight: fc.integer({ min: 1, max: 99 }),
    }),
    { minLength: 2, maxLength: 5 },
  )
  .map((atoms) => atoms.filter((a, i) => atoms.findIndex((b) => b.value === a.value) === i))
  .filter((atoms) => atoms.length > 1)
  .map((atoms): PriorSpec => {
    const total = atoms.reduce((sum, a) => sum + a.weight, 0);
    return {
      kind: 'discrete',
      values: atoms.map((a) => a.value / 100),
      probabilities: atoms.map((a) => a.weight / total),
    };
  });

/** One generator per kind; a kind without one fails the test that asks for it. */
export const priorArbitraries: Record<PriorSpec['kind'], fc.Arbitrary<PriorSpec>> = {
  gaussian: power(-2, 2).map((variance) => ({ kind: 'gaussian', variance })),
  rademacher: fc.constant({ kind: 'rademacher' }),
  'gauss-bernoulli': fc
    .record({ density: real(0.01, 0.99), variance: power(-1, 1) })
    .map(({ density, variance }) => ({ kind: 'gauss-bernoulli', density, variance })),
  discrete,
};
