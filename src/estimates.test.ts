/**
 * The reference's own error estimates at golden values, as they were recorded in estimates.fixture.json.
 *
 * That an estimate covers the true error is tested elsewhere, and an estimate ten times too large passes
 * all of that. Here each has to stay within a factor of two of what it was: to make an estimate more or
 * less cautious is a decision (ESTIMATES=record npx vitest run src/estimates.test.ts), not an accident.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { findOracle } from '../oracles/index.ts';
import { type ResolvedGolden, readGolden, resolveGolden } from './golden.ts';

const file = new URL('./estimates.fixture.json', import.meta.url);

/** Per golden value and case, the error of each field. */
type Recorded = { [id: string]: { [field: string]: number }[] };

const estimatesOf = ({ oracle, cases }: ResolvedGolden): { [field: string]: number }[] =>
  cases.map(({ params }) => ({ ...findOracle(oracle)!.answer(params).error }) as never);

const golden = readGolden();

/** Of the quick ones of a family so many, spread over its ids, have a record. */
const mostOfFamily = 16;

if (process.env.ESTIMATES === 'record') {
  it('records', () => {
    const short = (x: number) => Number(x.toPrecision(2));
    const quick = golden.flatMap((g) => {
      const resolved = resolveGolden(g);
      estimatesOf(resolved); // tables are built, code is compiled
      const start = performance.now();
      const estimates = estimatesOf(resolved).map((one) =>
        Object.fromEntries(Object.entries(one).map(([field, error]) => [field, short(error)])),
      );
      return performance.now() - start < 60 ? [{ id: g.id, estimates }] : [];
    });
    const recorded: Recorded = {};
    for (const family of new Set(quick.map(({ id }) => id.split('/')[0]))) {
      const members = quick.filter(({ id }) => id.startsWith(`${family}/`));
      const stride = Math.max(1, members.length / mostOfFamily);
      for (let k = 0; k < members.length; k += stride) {
        const { id, estimates } = members[Math.floor(k)];
        recorded[id] = estimates;
      }
    }
    const lines = Object.entries(recorded).map(
      ([id, estimates]) => `${JSON.stringify(id)}: ${JSON.stringify(estimates)}`,
    );
    writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`);
  }, 600_000);
} else {
  const recorded: Recorded = JSON.parse(readFileSync(file, 'utf8'));

  it('every family of golden values has a record', () => {
    const known = golden.filter(({ id }) => id in recorded);
    expect(known.length).toBe(Object.keys(recorded).length);
    const families = (ids: readonly string[]) => [...new Set(ids.map((id) => id.split('/')[0]))];
    expect(families(known.map(({ id }) => id))).toEqual(families(golden.map(({ id }) => id)));
  });

  it.each(golden.filter(({ id }) => id in recorded).map((g) => [g.id, g] as const))(
    '%s',
    (id, g) => {
      estimatesOf(resolveGolden(g)).forEach((estimates, k) => {
        const before = recorded[id][k];
        expect(Object.keys(estimates).sort()).toEqual(Object.keys(before).sort());
        for (const [field, error] of Object.entries(estimates)) {
          expect(error, field).toBeGreaterThanOrEqual(before[field] / 2);
          expect(error, field).toBeLessThanOrEqual(2 * before[field]);
        }
      });
    },
  );
}
