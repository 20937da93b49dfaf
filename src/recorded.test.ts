/**
 * How sure the reference is of its answers to golden questions, and what they cost, as recorded in
 * recorded.fixture.json.
 *
 * That an estimate covers the true error is tested elsewhere, and an estimate ten times too large passes
 * all of that; so does a solver that starts from the wrong end and arrives all the same. Here each
 * estimate has to stay within a factor of two of what it was, and the number of calls of functions of
 * `Math`, which is the same on every machine, within a fiftieth. To be more or less cautious, or slower,
 * is a decision (RECORD=yes npx vitest run src/recorded.test.ts), not an accident.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { findOracle } from '../oracles/index.ts';
import { type ResolvedGolden, readGolden, resolveGolden } from './golden.ts';

const file = new URL('./recorded.fixture.json', import.meta.url);

interface Record {
  /** Calls of functions of Math, for all cases together. */
  readonly calls: number;
  /** Per case, the error of each field. */
  readonly errors: readonly { readonly [field: string]: number }[];
}

let calls = 0;
for (const [name, { value: of }] of Object.entries(Object.getOwnPropertyDescriptors(Math)))
  if (typeof of === 'function')
    // `arguments` rather than a rest parameter: this is called a hundred million times
    Object.defineProperty(Math, name, {
      value: function () {
        calls++;
        // biome-ignore lint/complexity/noArguments: see above
        return of.apply(Math, arguments);
      },
    });

const answer = ({ oracle, cases }: ResolvedGolden): Record['errors'] =>
  cases.map(({ params }) => ({ ...findOracle(oracle)!.answer(params).error }) as never);

/** The second answer: the first one builds tables, as many as are not there yet. */
function measure(golden: ResolvedGolden): Record {
  answer(golden);
  calls = 0;
  const errors = answer(golden);
  return { calls, errors };
}

const golden = readGolden();

if (process.env.RECORD === 'yes') {
  /** Of the quick ones of a family so many, spread over its ids, have a record. */
  const mostOfFamily = 24;
  /** In milliseconds: measured, and before that for the first time, with its tables. */
  const [quick, quickAtFirst] = [100, 1000];

  it('records', () => {
    const short = (x: number) => Number(x.toPrecision(2));
    const measured = golden.flatMap((g) => {
      const resolved = resolveGolden(g);
      const start = performance.now();
      measure(resolved);
      const middle = performance.now();
      const { calls, errors } = measure(resolved);
      const end = performance.now();
      return middle - start > quickAtFirst || end - middle > quick
        ? []
        : [
            {
              id: g.id,
              calls,
              errors: errors.map((one) =>
                Object.fromEntries(Object.entries(one).map(([field, e]) => [field, short(e)])),
              ),
            },
          ];
    });
    const familyOf = ({ id }: { id: string }) => id.split('/')[0];
    const chosen = [...new Set(measured.map(familyOf))].flatMap((family) => {
      const members = measured.filter((one) => familyOf(one) === family);
      const stride = Math.max(1, members.length / mostOfFamily);
      return members.filter(
        (_, k) => k === 0 || Math.floor(k / stride) > Math.floor((k - 1) / stride),
      );
    });
    const lines = chosen.map(
      ({ id, ...record }) => `${JSON.stringify(id)}: ${JSON.stringify(record)}`,
    );
    writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`);
  }, 600_000);
} else {
  const recorded: { [id: string]: Record } = JSON.parse(readFileSync(file, 'utf8'));

  it('every family of golden values has a record', () => {
    const known = golden.filter(({ id }) => id in recorded);
    expect(known.length).toBe(Object.keys(recorded).length);
    const families = (ids: readonly string[]) => [...new Set(ids.map((id) => id.split('/')[0]))];
    expect(families(known.map(({ id }) => id))).toEqual(families(golden.map(({ id }) => id)));
  });

  it.each(golden.filter(({ id }) => id in recorded).map((g) => [g.id, g] as const))(
    '%s',
    (id, g) => {
      const { calls, errors } = measure(resolveGolden(g));
      expect(calls).toBeGreaterThanOrEqual(recorded[id].calls / 1.02);
      expect(calls).toBeLessThanOrEqual(recorded[id].calls * 1.02);
      errors.forEach((estimates, k) => {
        const before = recorded[id].errors[k];
        expect(Object.keys(estimates).sort()).toEqual(Object.keys(before).sort());
        for (const [field, error] of Object.entries(estimates)) {
          expect(error, field).toBeGreaterThanOrEqual(before[field] / 2);
          expect(error, field).toBeLessThanOrEqual(2 * before[field]);
        }
      });
    },
  );
}
