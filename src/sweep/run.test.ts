import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { merge } from './merge.ts';
import { pointsOf } from './points.ts';
import { readHeader, rowsOf } from './results.ts';
import { type Listener, planOf, runSweep } from './run.ts';
import { here, type Runner } from './runner.ts';
import type { AnySweep, Values } from './sweep.ts';
import { keyOf, type Shard, wholeSweep } from './task.ts';
import { toy } from './toy.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'nishimori-sweep-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const fresh = (): string => join(folder, `${++files}.ndjson`);
const read = (file: string): string => readFileSync(file, 'utf8');

const options: Values = { rates: [0.2, 0.5, 0.9], runs: 7, fails: 1000 };
const find = () => toy as AnySweep;

interface Call {
  readonly options?: Values;
  readonly shard?: Shard;
  readonly runner?: Runner;
  readonly listener?: Listener;
  readonly signal?: AbortSignal;
}
const run = (out: string, { shard = wholeSweep, runner = here(toy), ...call }: Call = {}) =>
  runSweep(
    { sweep: toy, options: call.options ?? options, out, shard },
    () => runner,
    call.listener,
    call.signal,
  );

/** Answers in an order of its own, as threads do. */
const shuffled = (width: number, order: readonly number[]): Runner => {
  let k = 0;
  return {
    ...here(toy),
    width,
    run: async (task) => {
      for (let turns = order[k++ % order.length]; turns > 0; turns--) await null;
      return here(toy).run(task);
    },
  };
};

const single = fresh();
await run(single);

describe('a sweep', () => {
  it('has a head and a line for each task, in their order', () => {
    expect(readHeader(single)).toEqual({ sweep: 'toy', version: 3, options });
    const rows = [...rowsOf(single)];
    expect(rows.map(({ params }) => params)).toEqual([...toy.tasks(options as never)]);
    for (const { key, params } of rows) expect(key).toBe(keyOf(toy, params));
    expect(existsSync(`${single}.partial`)).toBe(false);
  });

  it('has the same bytes in whatever order the tasks end', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.nat(20), { minLength: 1 }),
        async (width, order) => {
          const out = fresh();
          await run(out, { runner: shuffled(width, order) });
          expect(read(out)).toBe(read(single));
        },
      ),
      { numRuns: 20 },
    ));

  it('takes up where it stopped, computes nothing twice, and ends with the same bytes', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(20), { minLength: 1 }),
        fc.integer({ min: 1, max: 20 }),
        fc.nat(300),
        async (order, stopAfter, torn) => {
          const out = fresh();
          const computed: string[] = [];
          const stop = new AbortController();
          const listener: Listener = {
            finished: ({ key }) => {
              computed.push(key);
              if (computed.length === stopAfter) stop.abort();
            },
          };
          const first = await run(out, {
            runner: shuffled(3, order),
            listener,
            signal: stop.signal,
          });
          expect(first).toMatchObject({ interrupted: true, done: stopAfter });
          expect(existsSync(out)).toBe(false);
          // as a process leaves it that is killed while it writes
          const line = read(single).split('\n')[5];
          appendFileSync(`${out}.partial`, line.slice(0, torn % line.length));
          await run(out, { runner: shuffled(2, order), listener });
          expect(read(out)).toBe(read(single));
          expect(new Set(computed).size).toBe(21);
          expect(computed).toHaveLength(21);
        },
      ),
      { numRuns: 20 },
    ));

  it('is done when it is done', async () => {
    const listener: Listener = { finished: () => expect.fail('computed again') };
    await run(single, { listener });
    expect(planOf({ sweep: toy, options, out: single, shard: wholeSweep })).toMatchObject({
      tasks: 21,
      done: 21,
    });
  });

  it('survives a death before the first line', async () => {
    const out = fresh();
    writeFileSync(`${out}.partial`, '{"options":{"fa');
    await run(out);
    expect(read(out)).toBe(read(single));
  });

  it('can be extended, and loses nothing when it is narrowed', async () => {
    const out = fresh();
    await run(out);
    let computed = 0;
    const more = { ...options, runs: 9 };
    await run(out, { options: more, listener: { finished: () => computed++ } });
    expect(computed).toBe(6);
    const whole = fresh();
    await run(whole, { options: more });
    expect(read(out)).toBe(read(whole));
    await expect(run(out)).rejects.toThrow('holds 6 results that are not asked for now');
    expect(read(out)).toBe(read(whole));
  });

  it('keeps what has no result, and counts it', async () => {
    const out = fresh();
    const outcome = await run(out, { options: { ...options, fails: 3 } });
    expect(outcome).toMatchObject({ tasks: 21, failures: 6, interrupted: false });
    const [point] = pointsOf(rowsOf(out));
    expect(point).toMatchObject({ count: 5, failures: 2, params: { rate: 0.2 } });
    expect(read(out)).toContain('{"failure":{"code":"no-convergence","message":"toss: the coin');
  });

  it('ends at a bug, names the task, and keeps what was done', async () => {
    const out = fresh();
    let k = 0;
    const buggy: Runner = {
      ...here(toy),
      run: async (task) => {
        if (++k === 5) throw new TypeError('undefined is not a function');
        return here(toy).run(task);
      },
    };
    await expect(run(out, { runner: buggy })).rejects.toThrow(/"rate":0.2,"run":4.*undefined is/s);
    let computed = 0;
    await run(out, { listener: { finished: () => computed++ } });
    expect(computed).toBeLessThanOrEqual(18);
    expect(read(out)).toBe(read(single));
  });

  it('refuses another sweep, a changed line, a changed version', async () => {
    const [head, first, ...rest] = read(single).split('\n');
    const spoilt = [
      [[head, first.replace('"rate":0.2', '"rate":0.3'), ...rest], 'the key does not belong'],
      [[head, first.replace('{"key"', '{ "key"'), ...rest], 'not in canonical JSON'],
      [[head, 'nonsense', ...rest], 'line 2 is no JSON object'],
      [[head.replace('"version":3', '"version":2'), first, ...rest], 'version 2, not of toy'],
      [[first, ...rest], 'does not begin with the head'],
    ] as const;
    for (const [lines, words] of spoilt) {
      const out = fresh();
      writeFileSync(out, lines.join('\n'));
      await expect(run(out)).rejects.toThrow(words);
    }
  });

  it('is written by one process at a time, and knows a lock that nobody holds', async () => {
    const out = fresh();
    const slow = shuffled(1, [10]);
    const first = run(out, { runner: slow });
    await expect(run(out)).rejects.toThrow(/is being written by process \d+ on .*delete/);
    await first;
    expect(read(out)).toBe(read(single));
    expect(existsSync(`${out}.lock`)).toBe(false);

    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(`${out}.lock`, `${hostname()} ${pid}`); // a process that is no more
    await run(out);
    writeFileSync(`${out}.lock`, `${hostname()} ${process.ppid}`); // one that is
    await expect(run(out)).rejects.toThrow('is being written');
    writeFileSync(`${out}.lock`, 'elsewhere 1');
    await expect(run(out)).rejects.toThrow('by process 1 on elsewhere');
  });

  it('refuses a list that names a task twice', async () => {
    await expect(run(fresh(), { options: { ...options, rates: [0.5, 0.5] } })).rejects.toThrow(
      'lists the task {"fails":1000,"rate":0.5,"run":0} twice',
    );
  });
});

describe('shards', () => {
  const parts = async (count: number) => {
    const outs = Array.from({ length: count }, fresh);
    for (const [k, out] of outs.entries()) await run(out, { shard: { index: k + 1, count } });
    return outs;
  };

  it('merge in any order, and again, to the bytes of an undivided run', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.infiniteStream(fc.nat(1000)),
        async (count, random) => {
          const outs = (await parts(count))
            .map((out) => [random.next().value!, out] as const)
            .sort(([a], [b]) => a - b)
            .map(([, out]) => out);
          const merged = fresh();
          expect(merge([...outs, outs[0]], merged, find)).toMatchObject({
            rows: 21,
            missingCount: 0,
          });
          expect(read(merged)).toBe(read(single));
        },
      ),
      { numRuns: 12 },
    ));

  it('say what is missing, and the rest can be computed', async () => {
    const [a, , c] = await parts(3);
    const merged = fresh();
    const { missingCount, missing, rows } = merge([c, a], merged, find);
    expect([rows, missingCount]).toEqual([14, 7]);
    expect(missing[0].params).toMatchObject({ rate: 0.2, run: 1 });
    await run(merged);
    expect(read(merged)).toBe(read(single));
  });

  it('of different sweeps do not merge, nor two results of one task', async () => {
    const [a, b] = await parts(2);
    const other = fresh();
    await run(other, { options: { ...options, runs: 8 } });
    expect(() => merge([a, other], fresh(), find)).toThrow('not of one sweep');
    const changed = fresh();
    writeFileSync(changed, read(b).replace('"won":true', '"won":false'));
    const out = fresh();
    expect(() => merge([a, b, changed], out, find)).toThrow('two results for the task');
    expect(existsSync(out)).toBe(false);
  });
});
