/**
 * The golden values and the laws of the oracles that match $NISHIMORI_MUTATION_ORACLES, asked of the
 * reference: the second round of mutation testing. Not part of `npm test`, where `nishimori check`
 * asks the same.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findOracle } from '../../oracles/index.ts';
import { laws } from '../../properties/index.ts';
import type { AnyLaw, Bench } from '../../properties/law.ts';
import { holds } from '../../properties/near.ts';
import { differences } from '../../src/distance.ts';
import { readGolden, resolveGolden } from '../../src/golden.ts';

const wanted = new RegExp(process.env.NISHIMORI_MUTATION_ORACLES ?? '');
const answer = (oracle: string, params: unknown) => findOracle(oracle)!.answer(params);

const golden = readGolden().filter(({ oracle }) => wanted.test(oracle));
if (golden.length > 0)
  describe('golden values', () => {
    it.each(golden.map((g) => [g.id, g] as const))('%s', (_, g) => {
      for (const { params, value, error } of resolveGolden(g).cases) {
        const given = answer(g.oracle, params);
        expect(
          differences({ value, error }, { value: given.result, error: given.error as never }),
        ).toEqual([]);
      }
    });
  });

const bench: Bench = {
  accuracy: 1e-8,
  // biome-ignore lint/suspicious/noExplicitAny: answers of every oracle
  ask: async (oracle, params) => answer(oracle, params).result as any,
};
const runs = ({ cost }: AnyLaw): number =>
  ({ cheap: 25, moderate: 5, expensive: 1, large: 1 })[cost];

const costs = ['cheap', 'moderate', 'expensive'];
const about = laws
  .filter(({ needs, cost }) => cost !== 'large' && needs.some((id) => wanted.test(id)))
  .sort((a, b) => costs.indexOf(a.cost) - costs.indexOf(b.cost));
if (about.length > 0)
  describe('laws', () => {
    it.each(about.map((law) => [law.id, law] as const))('%s', (_, law) =>
      fc.assert(
        fc.asyncProperty(law.model, async (model) => {
          expect((await law.check(bench, model)).filter((c) => !holds(c))).toEqual([]);
        }),
        { numRuns: runs(law), interruptAfterTimeLimit: 20_000 },
      ),
    );
  });
