import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Implementation, Reply } from '../../oracles/implementation.ts';
import { type AnyLaw, defineLaw } from '../../properties/law.ts';
import { findToy, toyOracles, toyPower } from '../protocol/fixtures/toy.fixture.ts';
import { askReference } from '../protocol/reference.ts';
import { type Check, type GoldenValue, planChecks, selectChecks } from './check.ts';
import { type ContextOptions, newContext } from './context.ts';
import { judge } from './judge.ts';
import { runCheck } from './run-check.ts';
import type { Tier } from './tiers.ts';
import { parseToken } from './token.ts';
import type { Verdict } from './verdict.ts';

const squareOfProduct = defineLaw<{ a: number; b: number }>({
  id: 'toy/square-of-product',
  statement: 'The square of a product is the product of the squares.',
  formula: '(ab)² = a² b²',
  catches: 'a factor that is not squared',
  needs: ['toy.power'],
  model: fc.record({
    a: fc.double({ min: 0.5, max: 30, noNaN: true }),
    b: fc.double({ min: 0.5, max: 30, noNaN: true }),
  }),
  async check(bench, { a, b }) {
    const square = async (x: number) =>
      (await bench.ask<{ square: number }>('toy.power', { x })).square;
    const [left, right] = [await square(a * b), (await square(a)) * (await square(b))];
    return [
      {
        what: '(ab)²',
        left,
        right,
        relation: 'equal',
        allowance: 4 * bench.accuracy * right,
        because: 'three answers',
      },
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});
const needsPowers = defineLaw<number>({
  ...squareOfProduct,
  id: 'toy/cube',
  falseAlarm: 1e-6,
  model: fc.double({ min: 1, max: 10, noNaN: true }),
  async check(bench, x) {
    const { powers } = await bench.ask<{ powers: number[] }>('toy.power', { x });
    return [
      {
        what: 'x³ ≥ x²',
        left: powers[2],
        right: powers[3],
        relation: 'at-most',
        allowance: 1e-9,
        because: 'x ≥ 1',
      },
    ];
  },
});
const laws: readonly AnyLaw[] = [squareOfProduct, needsPowers];

const golden: readonly GoldenValue[] = [
  {
    id: 'toy/squares',
    title: 'Some squares.',
    oracle: 'toy.power',
    sources: ['barbier2019'],
    cases: [3, 0.5, 7].map((x) => ({
      params: { x },
      value: { square: x * x },
      error: { square: 0 },
    })),
  },
];
const checks = planChecks({ golden, oracles: toyOracles, laws });
const byId = (id: string): Check => checks.find((check) => check.id === id) as Check;

/** The reference on the toy oracles, with its answers to toy.power changed. */
const changed = (
  change: (reply: Reply & { kind: 'answer' }, x: number) => Reply | Promise<Reply> = (reply) =>
    reply,
  about: Partial<Implementation> = {},
): Implementation & { asked: unknown[] } => ({
  name: 'toy',
  version: '1',
  oracles: ['toy.*'],
  asked: [],
  ...about,
  async ask(oracle, params) {
    this.asked.push(params);
    const reply = askReference(findToy(oracle) as never, params);
    if (oracle !== 'toy.power' || reply.kind !== 'answer') return reply;
    return change(reply, (params as { x: number }).x);
  },
});
const scaled = (by: number) =>
  changed((reply) => {
    const { square, size, powers } = reply.result as {
      square: number;
      size: string;
      powers: number[];
    };
    const result = { square: square * by, size, powers: powers.map((x) => x * by) };
    return { kind: 'answer', result };
  });

async function verdicts(
  implementation: Implementation,
  options: Partial<ContextOptions> = {},
  chosen: readonly Check[] = checks,
): Promise<Map<string, Verdict>> {
  const context = newContext(implementation, {
    findOracle: findToy,
    tier: 'standard',
    runs: 20,
    ...options,
  });
  const found = new Map<string, Verdict>();
  for await (const verdict of judge(chosen, implementation, context))
    found.set(verdict.check.id, verdict);
  return found;
}
const statuses = async (...args: Parameters<typeof verdicts>) =>
  Object.fromEntries([...(await verdicts(...args))].map(([id, { status }]) => [id, status]));

describe('the plan', () => {
  it('holds every golden value, oracle, law and witness', () => {
    expect(checks.map(({ id }) => id)).toEqual([
      'golden:toy/squares',
      'reference:toy.power',
      'reference:toy.sum',
      'law:toy/square-of-product',
      'law:toy/cube',
      'witness:toy.power/sum-of-odd-numbers',
    ]);
  });

  it('is narrowed to what asks nothing else, or to chosen checks', () => {
    const chosen = (...globs: string[]) =>
      selectChecks(checks, globs, 'standard').map(({ id }) => id);
    expect(chosen('toy.sum')).toEqual(['reference:toy.sum']);
    expect(chosen('law:*')).toEqual(['law:toy/square-of-product', 'law:toy/cube']);
    expect(chosen('toy.*')).toHaveLength(checks.length);
    expect(chosen('nothing.*')).toEqual([]);
    expect(chosen()).toHaveLength(checks.length);
  });

  it('leaves large checks to the deep tier, and to who names them', () => {
    const large = checks.map((check) => ({ ...check, cost: 'large' as const }));
    const chosen = (tier: Tier, ...globs: string[]) => selectChecks(large, globs, tier).length;
    expect(chosen('standard')).toBe(0);
    expect(chosen('deep')).toBe(checks.length);
    expect(chosen('standard', 'law:*')).toBe(0);
    expect(chosen('standard', 'law:toy/cube')).toBe(1);
  });

  it('refuses a golden value of an unknown oracle', () => {
    expect(() => planChecks({ golden, oracles: [], laws })).toThrow(/no oracle toy.power/);
  });
});

describe('an implementation', () => {
  it('that is right passes, at the accuracy of a double', async () => {
    const all = await verdicts(changed());
    for (const verdict of all.values()) expect(verdict).toMatchObject({ status: 'passed' });
    expect(Math.min(...(all.get('reference:toy.power')?.digits ?? []))).toBe(16);
    expect(all.get('law:toy/cube')?.falseAlarm).toBeCloseTo(20e-6, 12);
  });

  it('that is right to 1e-12 never fails', async () => {
    for (let seed = 0; seed < 20; seed++)
      expect(new Set(Object.values(await statuses(scaled(1 + 1e-12), { seed })))).toEqual(
        new Set(['passed']),
      );
  });

  it('that is off by 1e-6 always fails', async () => {
    for (let seed = 0; seed < 20; seed++)
      expect(await statuses(scaled(1 + 1e-6), { seed })).toMatchObject({
        'golden:toy/squares': 'failed',
        'reference:toy.power': 'failed',
        'reference:toy.sum': 'passed',
        'law:toy/square-of-product': 'failed',
        'witness:toy.power/sum-of-odd-numbers': 'failed',
      });
  });

  it('is judged at its claim, or at what the user says', async () => {
    const claims = { ...scaled(1 + 1e-6), accuracy: 1e-5 };
    expect(await statuses(claims)).toMatchObject({ 'reference:toy.power': 'passed' });
    expect(await statuses(claims, { accuracy: 1e-7 })).toMatchObject({
      'reference:toy.power': 'failed',
    });
    const [digits] = (await verdicts(claims)).get('reference:toy.power')?.digits ?? [];
    expect(digits).toBeCloseTo(6, 1);
  });

  it('that does not list an oracle is not asked', async () => {
    const partial = changed(undefined, { oracles: ['toy.sum'] });
    const all = await statuses(partial);
    expect(all['reference:toy.sum']).toBe('passed');
    expect(all['law:toy/cube']).toBe('not-covered');
    expect(partial.asked.every((params) => Object.hasOwn(params as object, 'matrix'))).toBe(true);
  });

  it('may leave fields out, and what reads them is skipped', async () => {
    const all = await verdicts(
      changed((reply) => ({ ...reply, result: { square: reply.result.square } })),
    );
    expect(all.get('reference:toy.power')).toMatchObject({ status: 'passed' });
    expect(all.get('reference:toy.power')?.notes.join()).toContain('leave out powers');
    expect(all.get('law:toy/cube')).toMatchObject({
      status: 'skipped',
      reason: 'toy.power leaves out powers',
    });
  });

  it('may refuse questions; refusing all of them skips the check', async () => {
    const refusing = (above: number) =>
      changed((reply, x) => (x > above ? { kind: 'skip', reason: `only up to ${above}` } : reply));
    const some = (await verdicts(refusing(500))).get('reference:toy.power');
    expect(some).toMatchObject({ status: 'passed', cases: 20 });
    expect(some?.discarded).toBeGreaterThan(0);
    expect((await verdicts(refusing(0))).get('golden:toy/squares')).toMatchObject({
      status: 'skipped',
      reason: 'only up to 0',
    });
  });

  it('that admits a failure has failed, with its own words', async () => {
    const verdict = (await verdicts(changed(() => ({ kind: 'failure', reason: 'no luck' })))).get(
      'golden:toy/squares',
    );
    expect(verdict).toMatchObject({ status: 'failed', notes: ['3 of 3 cases fail'] });
    expect(verdict?.counterexample?.reason).toBe('the implementation says: no luck');
  });

  it('that throws, or returns another form, is a verdict too', async () => {
    const throwing = changed(() => {
      throw new Error('boom');
    });
    expect((await verdicts(throwing)).get('law:toy/cube')).toMatchObject({ status: 'failed' });
    const deformed = changed((reply) => ({ ...reply, result: { square: 'nine' } }));
    expect((await verdicts(deformed)).get('golden:toy/squares')).toMatchObject({
      status: 'malformed',
    });
  });

  it('may return typed arrays, and fields of its own', async () => {
    const typed = changed((reply) => ({
      ...reply,
      result: {
        ...reply.result,
        powers: Float64Array.from(reply.result.powers as number[]),
        mood: 'good',
      },
    }));
    const verdict = (await verdicts(typed)).get('reference:toy.power');
    expect(verdict?.status).toBe('passed');
    expect(verdict?.notes).toEqual([
      'answers to toy.power hold the field "mood", which it does not have',
    ]);
  });

  it('is not blamed for a question to which the reference has no answer either', async () => {
    const strict: Check = {
      ...(byId('reference:toy.power') as Extract<Check, { kind: 'reference' }>),
      oracle: { ...toyPower, sample: fc.constantFrom({ x: 2 }, { x: 1e7 }) },
    };
    const verdict = (await verdicts(changed(), {}, [strict])).get('reference:toy.power');
    expect(verdict).toMatchObject({ status: 'passed', cases: 20 });
    expect(verdict?.discarded).toBeGreaterThan(0);
    const law: Check = {
      ...(byId('law:toy/cube') as Extract<Check, { kind: 'law' }>),
      law: { ...needsPowers, model: fc.constant(1e7) },
    };
    expect((await verdicts(changed(), {}, [law])).get('law:toy/cube')).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('must be a finite number > 0 <= 1000000'),
    });
  });
});

const xOf = (
  verdict: Pick<Verdict, 'counterexample'> | { counterexample: undefined } | undefined,
): number =>
  (verdict?.counterexample?.exchanges[0]?.params as { x: number } | undefined)?.x ?? Number.NaN;

describe('breakdowns', () => {
  it('three in a row end the questions of that oracle, and of no other', async () => {
    const slow = changed(() => ({ kind: 'timeout', reason: 'no answer within 1 s' }));
    const all = await verdicts(slow);
    expect(all.get('golden:toy/squares')).toMatchObject({ status: 'timeout' });
    expect(all.get('reference:toy.power')).toMatchObject({
      status: 'skipped',
      reason: 'toy.power is not asked any more: 3 breakdowns in a row',
    });
    expect(all.get('reference:toy.sum')).toMatchObject({ status: 'passed' });
    expect(slow.asked.filter((params) => Object.hasOwn(params as object, 'x'))).toHaveLength(3);
  });

  it('an answer in between starts the count anew', async () => {
    let count = 0;
    const flaky = changed((reply) =>
      count++ % 3 < 2 ? { kind: 'crashed', reason: 'gone' } : reply,
    );
    const context = newContext(flaky, { findOracle: findToy, tier: 'standard' });
    for (let i = 0; i < 4; i++) await runCheck(byId('golden:toy/squares'), flaky, context);
    expect(context.ended.size).toBe(0);
    expect(flaky.asked).toHaveLength(12);
  });

  it('shrinking keeps to the same kind of failure', async () => {
    // Wrong above 100, dead above 500: the counterexample of a wrong answer must not become a death.
    const both = changed((reply, x) =>
      x > 500
        ? { kind: 'crashed', reason: 'gone' }
        : x > 100
          ? { ...reply, result: { square: 0 } }
          : reply,
    );
    for (let seed = 0; seed < 10; seed++) {
      const verdict = (await verdicts(both, { seed }, [byId('reference:toy.power')])).get(
        'reference:toy.power',
      );
      const x = xOf(verdict);
      expect(verdict?.status).toBe(x > 500 ? 'crashed' : 'failed');
    }
  });
});

describe('a counterexample', () => {
  const wrongAbove = (x0: number) =>
    changed((reply, x) => (x > x0 ? { ...reply, result: { ...reply.result, square: x } } : reply));

  it('is small, and is found again by its token alone', async () => {
    for (const id of [
      'reference:toy.power',
      'law:toy/square-of-product',
      'golden:toy/squares',
      'witness:toy.power/sum-of-odd-numbers',
    ])
      for (let seed = 0; seed < 5; seed++) {
        const implementation = wrongAbove(5);
        const context = newContext(implementation, { findOracle: findToy, tier: 'standard', seed });
        const first = await runCheck(byId(id), implementation, context);
        expect(first.status).toBe('failed');
        const { token } = first.counterexample as { token: string };
        const replay = parseToken(token);
        expect(replay?.check).toBe(id);
        const again = wrongAbove(5);
        // Neither the run's seed nor its tier enters.
        const other = newContext(again, { findOracle: findToy, tier: 'standard', seed: seed + 77 });
        const second = await runCheck(byId(id), again, other, { ...(replay ? { replay } : {}) });
        expect(second.counterexample?.exchanges).toEqual(first.counterexample?.exchanges);
        expect(second.counterexample?.comparisons).toEqual(first.counterexample?.comparisons);
        expect(second.counterexample?.token).toBe(token);
        expect(again.asked).toHaveLength(first.counterexample?.exchanges.length as number);
      }
  });

  it('shrinks to the edge', async () => {
    const implementation = wrongAbove(5);
    const context = newContext(implementation, { findOracle: findToy, tier: 'deep' });
    const { counterexample } = await runCheck(byId('reference:toy.power'), implementation, context);
    const x = xOf({ counterexample });
    expect(x).toBeGreaterThan(5);
    expect(x).toBeLessThan(5.1);
    expect(counterexample?.exchanges[0]).toMatchObject({
      got: { square: x },
      expected: { square: x * x },
    });
    expect(counterexample?.comparisons[0]).toMatchObject({ what: 'square', passes: false });
  });

  it('of a law that holds by now is no failure', async () => {
    const context = newContext(changed(), { findOracle: findToy });
    const replay = { check: 'law:toy/cube', seed: 5, path: '3' };
    expect(await runCheck(byId('law:toy/cube'), changed(), context, { replay })).toMatchObject({
      status: 'passed',
      cases: 1,
    });
  });

  it('with a token that does not fit is an error, not a verdict', async () => {
    const context = newContext(changed(), { findOracle: findToy });
    await expect(
      runCheck(byId('golden:toy/squares'), changed(), context, {
        replay: { check: 'golden:toy/squares', golden: 9 },
      }),
    ).rejects.toThrow(/3 cases/);
    await expect(
      runCheck(byId('law:toy/cube'), changed(), context, {
        replay: { check: 'law:toy/cube', seed: 5, path: '3:0:999:0' },
      }),
    ).rejects.toThrow();
  });
});

describe('what is drawn', () => {
  const params = async (options: Partial<ContextOptions>, chosen: readonly Check[] = checks) => {
    const implementation = changed();
    await verdicts(implementation, options, chosen);
    return implementation.asked.slice(3);
  };

  it('follows from the seed, check by check', async () => {
    expect(await params({ seed: 3 })).toEqual(await params({ seed: 3 }));
    expect(await params({ seed: 3 })).not.toEqual(await params({ seed: 4 }));
    const [alone] = await params({ seed: 3, runs: 4 }, [byId('reference:toy.sum')]);
    expect(await params({ seed: 3, runs: 4 })).toContainEqual(alone);
  });

  it('is as much as is asked for, and the first of it where time is short', async () => {
    const all = await verdicts(changed(), { runs: 7 });
    for (const { check, cases } of all.values())
      expect(cases).toBe(check.kind === 'golden' ? 3 : 7);
    const context = newContext(changed(), { findOracle: findToy, tier: 'standard' });
    const hurried = await runCheck(byId('reference:toy.power'), changed(), context, { until: 0 });
    expect(hurried).toMatchObject({
      status: 'passed',
      cases: 1,
      notes: ['1 of 100 cases: the time for this tier is up'],
    });
  });

  it('stops when it is told to', async () => {
    const abort = new AbortController();
    const implementation = changed((reply) => {
      abort.abort();
      return reply;
    });
    expect((await verdicts(implementation, { signal: abort.signal })).size).toBe(0);
    expect(implementation.asked).toHaveLength(1);
  });
});

describe('a token', () => {
  it.each([
    '',
    'x',
    'golden:a',
    'golden:a#x',
    'law:a@1',
    'law:a@1#',
    'law:a@1#1:',
    'other:a@1#1',
    'law:a@99999999999#1',
  ])('%j is none', (token) => {
    expect(parseToken(token)).toBeUndefined();
  });
});
