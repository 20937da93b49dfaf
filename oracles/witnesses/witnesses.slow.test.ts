import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oracles } from '../index.ts';
import type { AnyOracle, Witness } from '../oracle.ts';
import { witnesses } from './index.ts';

// biome-ignore lint/suspicious/noExplicitAny: witnesses of every params type
type AnyWitness = Witness<any, any>;

const pairs: readonly (readonly [string, AnyOracle, AnyWitness])[] = oracles.flatMap((oracle) =>
  (witnesses[oracle.id] ?? []).map((w) => [`${oracle.id} / ${w.id}`, oracle, w] as const),
);

const entries = (value: unknown): unknown[] =>
  Array.isArray(value) ? value.flatMap(entries) : [value];

interface Gap {
  readonly field: string;
  readonly seen: unknown;
  readonly answered: unknown;
  readonly difference: number;
  readonly bound: number;
}

/** Every number of a testimony beside the reference's. */
function gaps(oracle: AnyOracle, witness: AnyWitness, params: unknown): Gap[] {
  const testimony = witness.testify(params);
  const answer = oracle.answer(params as never);
  const answered = answer.result as { [field: string]: unknown };
  const errors = answer.error as { [field: string]: number | undefined };
  return Object.keys(testimony.result).flatMap((field) => {
    const others = entries(answered[field]);
    return entries(testimony.result[field]).map((seen, i) => {
      const other = others[i];
      const same = Object.is(seen, other) || seen === other;
      return {
        field,
        seen,
        answered: other,
        difference: same ? 0 : Math.abs(Number(seen) - Number(other)),
        bound: (testimony.error[field] ?? 0) + (errors[field] ?? 0),
      };
    });
  });
}

const asked = (oracle: AnyOracle, witness: AnyWitness) =>
  ((witness.sample ?? oracle.sample) as fc.Arbitrary<unknown>).filter((p) => witness.applies(p));

/** `nishimori check` asks the witnesses about the reference several times as often. */
const cases = { cheap: 8, moderate: 2, expensive: 1 };

describe('every witness', () => {
  it('belongs to an oracle of the catalogue', () => {
    const ids = oracles.map(({ id }) => id);
    expect(Object.keys(witnesses).filter((id) => !ids.includes(id))).toEqual([]);
    expect(pairs.length).toBeGreaterThanOrEqual(12);
  });

  it.each(pairs)('%s: the reference lies within its bound', (_, oracle, witness) => {
    fc.assert(
      fc.property(asked(oracle, witness), (params) => {
        for (const gap of gaps(oracle, witness, params))
          if (!(gap.difference <= gap.bound)) throw new Error(JSON.stringify(gap));
      }),
      { numRuns: cases[oracle.cost] },
    );
  });

  it.each(pairs)('%s: says the same twice', (_, oracle, witness) => {
    const [params] = fc.sample(asked(oracle, witness), { numRuns: 1, seed: 5 });
    const copy = structuredClone(params);
    expect(witness.applies(copy)).toBe(true);
    expect(witness.testify(copy)).toEqual(witness.testify(params));
  });
});

describe('a bound is worth something', () => {
  // What a deterministic witness would not notice is smaller than the mistakes it is there for.
  const deterministic = pairs.filter(([, , { statistics }]) => statistics === undefined);

  it.each(deterministic)('%s: an error of 10⁻⁵ is outside', (_, oracle, witness) => {
    const questions = fc.sample(asked(oracle, witness), { numRuns: 3, seed: 11 });
    const bounds = questions.map((params) => {
      const { result, error } = witness.testify(params);
      const first = Object.keys(oracle.fields)[0];
      const size = Math.max(...entries(result[first]).map((x) => Math.abs(Number(x))));
      return (error[first] ?? 0) / Math.max(size, 1e-3);
    });
    bounds.sort((a, b) => a - b);
    expect(bounds[0]).toBeLessThan(1e-8);
    expect(bounds[Math.floor(bounds.length / 2)]).toBeLessThan(1e-5);
  });
});

describe('witnesses of the same question', () => {
  it.each(Object.entries(witnesses).filter(([, all]) => all.length > 1))(
    '%s: agree within their bounds where several can speak',
    (id, all) => {
      const oracle = oracles.find((o) => o.id === id);
      if (!oracle) throw new Error(`no oracle ${id}`);
      const numRuns = 4 * cases[oracle.cost]; // of which several can speak about some only
      const questions = fc.sample(oracle.sample as fc.Arbitrary<unknown>, { numRuns, seed: 3 });
      for (const params of questions) {
        const heard = all.filter((w) => w.applies(params)).map((w) => w.testify(params));
        for (const one of heard)
          for (const other of heard)
            for (const field of Object.keys(one.result)) {
              if (!(field in other.result)) continue;
              const bound = (one.error[field] ?? 0) + (other.error[field] ?? 0);
              const [mine, theirs] = [entries(one.result[field]), entries(other.result[field])];
              mine.forEach((x, i) => {
                expect(Math.abs(Number(x) - Number(theirs[i]))).toBeLessThanOrEqual(bound);
              });
            }
      }
    },
  );
});
