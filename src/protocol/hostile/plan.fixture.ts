import fc from 'fast-check';
import { type AnyLaw, defineLaw } from '../../../properties/law.ts';
import { type Check, planChecks } from '../../judge/check.ts';
import { toyOracles } from '../fixtures/toy.fixture.ts';

/** What a hostile adapter is asked: a check of each kind, small and large questions. */
const matrix = Array.from({ length: 110 }, (_, i) =>
  Array.from({ length: 100 }, (_, j) => (i - j) / 128),
);

const golden = [
  {
    id: 'toy/squares',
    title: 'Some squares.',
    oracle: 'toy.power',
    sources: ['barbier2019'],
    cases: [2, 13, 3].map((x) => ({
      params: { x },
      value: { square: x * x, size: 'large', powers: [1, x, x * x, x ** 3] },
      error: { square: 0, powers: 0 },
    })),
  },
  {
    // Large enough to travel as a file.
    id: 'toy/sums',
    title: 'A sum.',
    oracle: 'toy.sum',
    sources: ['barbier2019'],
    cases: [
      {
        params: { matrix },
        value: { sum: matrix.flat().reduce((a, b) => a + b, 0) },
        error: { sum: 1e-9 },
      },
    ],
  },
];

/** Reads what it is given as if it had been promised: that is how laws are written. */
const powersMultiply: AnyLaw = defineLaw<{ x: number }>({
  id: 'toy/powers-multiply',
  statement: 'Each power is the one before, times the base.',
  formula: 'x^(k+1) = x · x^k',
  catches: 'a power too few',
  needs: ['toy.power'],
  model: fc.record({ x: fc.integer({ min: 2, max: 20 }) }),
  async check(bench, { x }) {
    const { powers } = await bench.ask<{ powers: number[] }>('toy.power', { x });
    return powers.slice(1).map((power, k) => ({
      what: `power ${k + 1}`,
      left: power.valueOf(),
      right: x * powers[k],
      relation: 'equal',
      allowance: bench.accuracy * power,
      because: 'products keep their digits',
    }));
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

export const toyPlan: readonly Check[] = planChecks({
  golden,
  oracles: toyOracles,
  laws: [powersMultiply],
});
