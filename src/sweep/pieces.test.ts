import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from './canonical.ts';
import { choices, flagOf, numbers, whole, wholes } from './options.ts';
import { pointsOf, spreadOf, wilson } from './points.ts';
import { duration, sweepProgress, timeLeft } from './progress.ts';
import type { Row } from './results.ts';
import { keyOf, streamOf, tasksOf } from './task.ts';
import { toy } from './toy.fixture.ts';

describe('canonical JSON', () => {
  it('is JSON, and the same for the same value', () =>
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonical(value);
        // −0 is 0 to JSON
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonical(reversed(value))).toBe(text);
      }),
    ));

  it.each([[Number.NaN], [undefined], [{ a: Number.POSITIVE_INFINITY }], [[() => 1]]])(
    'refuses %s',
    (value) => expect(() => canonical(value)).toThrow('canonical JSON'),
  );
});

/** The same value, entered the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([k, x]) => [k, reversed(x)] as const)
      .reverse(),
  );
}

describe('tasks', () => {
  it('have an address that does not change', () => {
    expect(keyOf(toy, { rate: 0.5, run: 1, fails: 9 })).toBe(
      keyOf(toy, { fails: 9, run: 1, rate: 0.5 }),
    );
    // printf '%s' '{"params":{"fails":9,"rate":0.5,"run":1},"sweep":"toy","version":3}' | sha256sum
    expect(keyOf(toy, { rate: 0.5, run: 1, fails: 9 })).toBe('62d31784cdc41001be6b127cd4eec0c5');
  });

  it('have random numbers of their own', () => {
    const keys = Array.from(
      tasksOf(toy, { rates: [0.2, 0.5], runs: 50, fails: 1000 }),
      (t) => t.key,
    );
    expect(new Set(keys.map((key) => streamOf(key).uniform())).size).toBe(100);
  });

  it('are dealt out whole: every task in one shard, none in two', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), (count) => {
        const options = { rates: [0.2, 0.5], runs: 10, fails: 1000 };
        const all = Array.from({ length: count }, (_, k) => [
          ...tasksOf(toy, options, { index: k + 1, count }),
        ]);
        expect(
          all
            .flat()
            .map((t) => t.key)
            .sort(),
        ).toEqual(Array.from(tasksOf(toy, options), (t) => t.key).sort());
        const sizes = all.map((shard) => shard.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    ));
});

describe('options', () => {
  it('are grids', () => {
    const grid = numbers('x', [1], { above: 0 });
    expect(grid.parse('1,2.5')).toEqual([1, 2.5]);
    expect(grid.parse('0.1:0.3:3')).toEqual([0.1, 0.2, 0.3]);
    expect(grid.parse('0.05,1:3:3')).toEqual([0.05, 1, 2, 3]);
    expect(() => grid.parse('1,0')).toThrow('must be > 0, got 0');
    expect(() => grid.parse('1:2')).toThrow('from:to:count');
    expect(() => grid.parse('1:2:3,2')).toThrow('holds 2 twice');
    expect(() => grid.parse('1,,2')).toThrow("must be a number, got ''");
  });
  it('are whole numbers and names', () => {
    expect(wholes('n', [1]).parse('3,4')).toEqual([3, 4]);
    expect(() => wholes('n', [1]).parse('3.5')).toThrow('must be a whole number');
    expect(() => whole('n', 1).parse('0')).toThrow('must be >= 1, got 0');
    expect(choices('c', ['a', 'b']).parse('b')).toEqual(['b']);
    expect(() => choices('c', ['a', 'b']).parse('d')).toThrow("must be among a, b, got 'd'");
    expect(flagOf('learningRate')).toBe('--learning-rate');
  });
});

describe('points', () => {
  const rows = (values: readonly (number | boolean)[]): Row[] =>
    values.map((x, run) => ({ key: String(run), params: { run, a: 1 }, result: { x } }));

  it('are means with the standard error of textbooks', () =>
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2 }),
        (values) => {
          const [{ observables, count }] = pointsOf(rows(values));
          const mean = values.reduce((s, x) => s + x, 0) / count;
          const variance = values.reduce((s, x) => s + (x - mean) ** 2, 0) / (count - 1);
          expect(observables.x.value).toBeCloseTo(mean, 9);
          expect(observables.x.standardError).toBeCloseTo(Math.sqrt(variance / count), 9);
        },
      ),
    ));

  it('are rates of what is true or false', () => {
    const [{ observables, count, params }] = pointsOf(rows([true, false, true, true]));
    expect(params).toEqual({ a: 1 });
    expect(observables.x).toMatchObject({ kind: 'rate', value: 0.75, successes: 3 });
    expect(spreadOf(observables.x, count)).toMatchObject({ y: 0.75, ...wilson(3, 4) });
  });

  it('have no error where one run says nothing of it', () => {
    const [{ observables }] = pointsOf(rows([3]));
    expect(observables.x).toMatchObject({ value: 3, standardError: Number.NaN });
    expect(spreadOf(observables.x, 1)).toEqual({ y: 3 });
  });
});

describe('Wilson’s interval', () => {
  it('is where a normal test at 95 % does not reject, k/n included', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, f) => {
          const k = Math.round(f * n);
          const { low, high } = wilson(k, n);
          expect(low).toBeLessThanOrEqual(k / n);
          expect(high).toBeGreaterThanOrEqual(k / n);
          for (const p of [low, high].filter((x) => x > 0 && x < 1))
            expect(Math.abs(k / n - p) / Math.sqrt((p * (1 - p)) / n)).toBeCloseTo(1.96, 4);
        },
      ),
    ));

  it('covers the true rate about as often as it says', () => {
    const n = 40;
    const coverage = (p: number) => {
      let [weight, covered] = [(1 - p) ** n, 0];
      for (let k = 0; k <= n; k++) {
        const { low, high } = wilson(k, n);
        if (low <= p && p <= high) covered += weight;
        weight *= ((n - k) / (k + 1)) * (p / (1 - p));
      }
      return covered;
    };
    const rates = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
    const mean = rates.reduce((sum, p) => sum + coverage(p), 0) / rates.length;
    // k is whole: no interval covers every rate equally often
    expect(Math.abs(mean - 0.95)).toBeLessThan(0.01);
    expect(coverage(0.3)).toBeCloseTo(0.944287789936, 11); // the same sum in Python
  });
});

describe('progress', () => {
  it('reckons by cost', () => {
    expect(timeLeft(10, 1, 9)).toBe('2 min left');
    expect(timeLeft(10, 0, 9)).toBe('');
    expect(duration(3723)).toBe('62 min');
    expect(duration(7323)).toBe('2 h 2 min');
  });

  it('speaks seldom where there is no terminal', () => {
    const said: string[] = [];
    let time = 0;
    const progress = sweepProgress({ write: (text) => said.push(text) }, () => time);
    progress.planned?.({ tasks: 100, done: 10, cost: 100, costDone: 10 });
    const task = { key: '', params: { run: 0 } };
    for (let k = 0; k < 90; k++) {
      time += 1000;
      progress.finished?.(task, 1);
    }
    progress.stop();
    expect(said).toEqual([
      '100 tasks, 10 of them done before\n',
      '40/100 tasks · 60 s left\n',
      '70/100 tasks · 30 s left\n',
      '100/100 tasks · 0 s left\n',
    ]);
  });
});
