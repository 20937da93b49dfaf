/**
 * How sure the reference is of its answers, and what they cost, as recorded in recorded.fixture.json for
 * golden questions and for some that oracles drew.
 *
 * That an estimate covers the true error is tested elsewhere, and an estimate ten times too large passes
 * all of that; so does a solver that starts from the wrong end and arrives all the same. Here each
 * estimate has to stay within a tenth of what it was, and the number of calls of functions of
 * `Math`, which is the same on every machine, within a fiftieth. To be more or less cautious, or slower,
 * is a decision (RECORD=again npx vitest run src/recorded.test.ts), not an accident. RECORD=yes chooses the
 * questions anew, by what this machine answers soon.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { findOracle, oracles } from '../oracles/index.ts';
import { readGolden, resolveGolden } from './golden.ts';

const file = new URL('./recorded.fixture.json', import.meta.url);

interface Record {
  /** Calls of functions of Math, for all questions together. */
  readonly calls: number;
  /** Per question, the error of each field. */
  readonly errors: readonly { readonly [field: string]: number }[];
}

interface Subject {
  readonly id: string;
  readonly oracle: string;
  readonly questions: readonly unknown[];
}

const golden: readonly Subject[] = readGolden().map((g) => {
  const { cases } = resolveGolden(g);
  return { id: g.id, oracle: g.oracle, questions: cases.map(({ params }) => params) };
});

const draw = (seed: number, numRuns: number, of = oracles): readonly Subject[] =>
  of.flatMap(({ id, sample }) =>
    fc
      .sample(sample as fc.Arbitrary<unknown>, { numRuns, seed })
      .map((params, k) => ({ id: `${id} #${seed}.${k}`, oracle: id, questions: [params] })),
  );
const drawn = draw(1, 8);
const quickDrawn = draw(2, 16);
/** A minimiser's bounds have a dozen terms, and each matters to few problems. */
const minimised = draw(3, 96, [findOracle('erm.minimiser')!]);

const uncounted = Object.getOwnPropertyDescriptors(Math);
afterAll(() => {
  Object.defineProperties(Math, uncounted);
});
let calls = 0;
for (const [name, { value: of }] of Object.entries(uncounted))
  if (typeof of === 'function')
    // `arguments` rather than a rest parameter: this is called a hundred million times
    Object.defineProperty(Math, name, {
      value: function () {
        calls++;
        // biome-ignore lint/complexity/noArguments: see above
        return of.apply(Math, arguments);
      },
    });

const answer = ({ oracle, questions }: Subject): Record['errors'] =>
  questions.map((params) => ({ ...findOracle(oracle)!.answer(params).error }) as never);

/** The second answer: the first one builds tables, as many as are not there yet. */
function measure(subject: Subject): Record {
  answer(subject);
  calls = 0;
  const errors = answer(subject);
  return { calls, errors };
}

const all = [...golden, ...drawn, ...quickDrawn, ...minimised];
const recordedOnes = (): { [id: string]: Record } => JSON.parse(readFileSync(file, 'utf8'));

const short = ({ calls, errors }: Record): Record => ({
  calls,
  errors: errors.map((one) =>
    Object.fromEntries(
      Object.entries(one).map(([field, error]) => [field, Number(error.toPrecision(2))]),
    ),
  ),
});

const write = (records: readonly (readonly [string, Record])[]): void => {
  const lines = records.map(([id, record]) => `${JSON.stringify(id)}: ${JSON.stringify(record)}`);
  writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`);
};

if (process.env.RECORD === 'again') {
  it('records the same questions', () => {
    const byId = new Map(all.map((subject) => [subject.id, subject]));
    write(
      Object.keys(recordedOnes()).flatMap((id) => {
        const subject = byId.get(id);
        return subject === undefined ? [] : [[id, short(measure(subject))] as const];
      }),
    );
  }, 600_000);
} else if (process.env.RECORD === 'yes') {
  /** In milliseconds: tables are built for the first measure, and code is compiled. */
  const quickAtFirst = 1000;

  const time = (f: () => void): number => {
    const start = performance.now();
    f();
    return performance.now() - start;
  };

  /** Those that can be answered soon, at most so many of each group, spread over them. */
  const chosen = (
    subjects: readonly Subject[],
    group: (s: Subject) => string,
    quick: number,
    most: number,
  ) => {
    const measured = subjects.flatMap((subject) => {
      let record: Record | undefined;
      const ask = () => {
        record = measure(subject);
      };
      try {
        if (time(ask) > quickAtFirst || time(ask) > quick) return [];
      } catch {
        return []; // some questions have no answer
      }
      return [{ subject, record: short(record!) }];
    });
    return [...new Set(subjects.map(group))].flatMap((name) => {
      const members = measured.filter(({ subject }) => group(subject) === name);
      const stride = Math.max(1, members.length / most);
      return members.filter(
        (_, k) => k === 0 || Math.floor(k / stride) > Math.floor((k - 1) / stride),
      );
    });
  };

  it('records', () => {
    write(
      [
        ...chosen(golden, ({ id }) => id.split('/')[0], 60, 16),
        ...chosen(drawn, ({ oracle }) => oracle, 60, 4),
        ...chosen(quickDrawn, ({ oracle }) => oracle, 10, 8),
        ...chosen(minimised, ({ oracle }) => oracle, 20, 64),
      ].map(({ subject, record }) => [subject.id, record]),
    );
  }, 600_000);
} else {
  const recorded = recordedOnes();
  const known = all.filter(({ id }) => id in recorded);

  it('most oracles have a record', () => {
    expect(known.length).toBe(Object.keys(recorded).length);
    expect(new Set(known.map(({ oracle }) => oracle)).size).toBeGreaterThan(0.8 * oracles.length);
  });

  it.each(known.map((subject) => [subject.id, subject] as const))('%s', (id, subject) => {
    const { calls, errors } = measure(subject);
    expect(calls).toBeGreaterThanOrEqual(recorded[id].calls / 1.02);
    expect(calls).toBeLessThanOrEqual(recorded[id].calls * 1.02);
    errors.forEach((estimates, k) => {
      const before = recorded[id].errors[k];
      expect(Object.keys(estimates).sort()).toEqual(Object.keys(before).sort());
      for (const [field, error] of Object.entries(estimates)) {
        expect(error, field).toBeGreaterThanOrEqual(before[field] / 1.1);
        expect(error, field).toBeLessThanOrEqual(1.1 * before[field]);
      }
    });
  });
}
