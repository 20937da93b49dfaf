import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Implementation } from '../../oracles/implementation.ts';
import { type ChildOptions, childImplementation, StartError } from './child.ts';
import { findToy } from './fixtures/toy.fixture.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`./fixtures/${name}.mjs`, import.meta.url));
const parent = mkdtempSync(join(tmpdir(), 'child-test-'));
const open: Implementation[] = [];

async function child(
  name: string,
  args: readonly string[],
  options: ChildOptions = {},
): Promise<Implementation> {
  const implementation = await childImplementation([process.execPath, fixture(name), ...args], {
    scratch: parent,
    findOracle: findToy,
    timeout: 10,
    ...options,
  });
  open.push(implementation);
  return implementation;
}
const hostile = (behaviour: string, options: ChildOptions = {}): Promise<Implementation> =>
  child('hostile', [behaviour], options);

afterEach(async () => {
  await Promise.all(open.splice(0).map((implementation) => implementation.close?.()));
});
afterAll(() => {
  // Nothing of the conversations stays behind, however they ended.
  const left = readdirSync(parent);
  rmSync(parent, { recursive: true, force: true });
  expect(left).toEqual([]);
});

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('an honest child', () => {
  it('says who it is and answers', async () => {
    const implementation = await child('honest', []);
    expect(implementation).toMatchObject({
      name: 'honest',
      language: 'JavaScript',
      oracles: ['toy.*'],
      accuracy: 1e-9,
    });
    expect(await implementation.ask('toy.power', { x: 3 })).toEqual({
      kind: 'answer',
      result: { square: 9, size: 'large', powers: [1, 3, 9, 27] },
      error: { square: 9 * 1e-15 },
    });
  });

  it('is asked one question at a time, in order', async () => {
    const implementation = await child('honest', []);
    const replies = await Promise.all(
      [1, 2, 3, 4, 5].map((x) => implementation.ask('toy.power', { x })),
    );
    expect(replies.map((r) => r.kind === 'answer' && r.result.square)).toEqual([1, 4, 9, 16, 25]);
  });

  it('gets a large matrix as a file, which is removed afterwards', async () => {
    const implementation = await child('honest', []);
    const matrix = Array.from({ length: 150 }, (_, i) =>
      Array.from({ length: 100 }, (_, j) => i + j / 128),
    );
    expect(await implementation.ask('toy.sum', { matrix })).toEqual({
      kind: 'answer',
      result: { sum: matrix.flat().reduce((a, b) => a + b, 0) },
    });
    const [scratch] = readdirSync(parent);
    expect(readdirSync(join(parent, scratch))).toEqual([]);
  });

  it('passes on what is not supported', async () => {
    const implementation = await child('honest', ['--refuse-above=10']);
    expect(await implementation.ask('toy.power', { x: 11 })).toEqual({
      kind: 'skip',
      reason: 'x above 10 is not supported',
    });
  });
});

describe('a child that cannot be started', () => {
  it.each([
    ['dies-at-start', /ended by itself \(exit status 3\)/],
    ['silent-at-start', /no answer to "start"/],
    ['chatty-at-start', /"Loading the model.*standard output is for answers only/],
    ['another-protocol', /protocol must be 1/],
    ['no-name', /must have the property "name"/],
  ])('%s', async (behaviour, reason) => {
    const starting = hostile(behaviour, { startTimeout: 1 });
    await expect(starting).rejects.toThrow(StartError);
    await expect(starting).rejects.toThrow(reason);
  });

  it('keeps its last words', async () => {
    await expect(hostile('dies-at-start')).rejects.toMatchObject({ log: 'no licence file\n' });
  });

  it.each([
    [['/no/such/program'], /there is no program/],
    [[tmpdir()], /not executable/],
    [[''], /.+/],
    [[process.execPath, '-e', 'process.exit(0)'], /exit status 0/],
  ])('%j', async (command, reason) => {
    await expect(childImplementation(command, { scratch: parent })).rejects.toThrow(reason);
  });
});

describe('a hostile child', () => {
  const cases: [string, string, RegExp][] = [
    ['never-answers', 'timeout', /no answer within 0.5 s/],
    ['dies', 'crashed', /exit status 139/],
    ['killed-by-signal', 'crashed', /SIGKILL/],
    ['closes-output', 'crashed', /closed its standard output/],
    ['floods-lines', 'malformed', /no JSON|nobody asked/],
    ['floods-one-line', 'malformed', /a line of more than 1000000 bytes/],
    ['floods-errors', 'crashed', /exit status 1/],
    ['binary-garbage', 'malformed', /no UTF-8/],
    ['no-json', 'malformed', /no JSON/],
    ['json-number', 'malformed', /no JSON object/],
    ['wrong-id', 'malformed', /the answer to question 2 has the id "3"/],
    ['earlier-id', 'malformed', /the answer to question 2 has the id "1"/],
    ['no-id', 'malformed', /must have the property "id"/],
    ['two-lines', 'malformed', /nobody asked for/],
    ['no-first-field', 'malformed', /result must have the property "square"/],
    ['wrong-type', 'malformed', /result\/square/],
    ['result-and-failure', 'malformed', /has result and failure/],
    ['nothing', 'malformed', /has none/],
    ['bad-error', 'malformed', /the error of "square" must be a number/],
    ['deep-nesting', 'malformed', /nested too deeply|powers/],
    ['npy-outside', 'malformed', /does not lie directly in the scratch folder/],
    ['npy-absolute', 'malformed', /does not lie directly in the scratch folder/],
    ['npy-missing', 'malformed', /cannot be opened/],
    ['npy-folder', 'malformed', /does not lie directly in the scratch folder/],
    ['npy-symlink', 'malformed', /symbolic link/],
    ['npy-linked-folder', 'malformed', /does not lie directly in the scratch folder/],
    ['npy-pipe', 'malformed', /no regular file/],
    ['npy-short', 'malformed', /needs 8000000000 bytes/],
  ];
  it.each(cases)('%s: %s, and the next question is answered', async (behaviour, kind, reason) => {
    const timeout = kind === 'timeout' ? 0.5 : 10;
    const implementation = await hostile(behaviour, {
      timeout,
      startTimeout: 10,
      lineLimit: 1e6,
    });
    expect(await implementation.ask('toy.power', { x: 2 })).toMatchObject({ kind: 'answer' });
    const reply = await implementation.ask('toy.power', { x: 13 });
    expect(reply).toMatchObject({ kind });
    expect(reply.kind !== 'answer' && reply.reason).toMatch(reason);
    expect(await implementation.ask('toy.power', { x: 3 })).toMatchObject({
      kind: 'answer',
      result: { square: 9 },
    });
    await implementation.close?.();
  });

  it('that speaks between two questions has the next one against it', async () => {
    const implementation = await hostile('late-second-line');
    expect(await implementation.ask('toy.power', { x: 13 })).toMatchObject({ kind: 'answer' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await implementation.ask('toy.power', { x: 2 })).toMatchObject({ kind: 'malformed' });
    expect(await implementation.ask('toy.power', { x: 2 })).toMatchObject({ kind: 'answer' });
  });

  it('keeps only the end of its log', async () => {
    const implementation = await hostile('floods-errors', { stderrLimit: 1000 });
    const reply = await implementation.ask('toy.power', { x: 13 });
    expect('log' in reply && reply.log).toMatch(/^….*the last words\n$/s);
    expect('log' in reply && reply.log?.length).toBeLessThan(1010);
  });

  it('cannot reach prototypes', async () => {
    const implementation = await hostile('prototype');
    const reply = await implementation.ask('toy.power', { x: 13 });
    expect(reply).toMatchObject({ kind: 'answer', result: { square: 169 } });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(reply.kind === 'answer' && reply.result)).toBe(Object.prototype);
  });

  it('may answer with non-finite numbers, and with files', async () => {
    const nonFinite = await hostile('non-finite');
    expect(await nonFinite.ask('toy.power', { x: 13 })).toMatchObject({
      result: { square: Number.POSITIVE_INFINITY, powers: [Number.NaN, Number.NEGATIVE_INFINITY] },
    });
    const files = await hostile('npy-good');
    expect(await files.ask('toy.power', { x: 13 })).toMatchObject({
      result: { powers: [1, 13, 169, Number.POSITIVE_INFINITY] },
    });
  });

  it('that ignores every polite signal is ended all the same', async () => {
    const implementation = await hostile('ignores-signals', { stopTimeout: 0.2 });
    expect(await implementation.ask('toy.power', { x: 2 })).toMatchObject({ kind: 'answer' });
    const before = performance.now();
    await implementation.close?.();
    expect(performance.now() - before).toBeLessThan(3000);
  });

  it('that removes its folder is given another', async () => {
    const implementation = await hostile('removes-folder');
    expect(await implementation.ask('toy.power', { x: 13 })).toMatchObject({ kind: 'answer' });
    const matrix = Array.from({ length: 10_001 }, () => [1]);
    expect(await implementation.ask('toy.sum', { matrix })).toMatchObject({
      kind: 'crashed',
      reason: expect.stringMatching(/could not be written.*removed or replaced/),
    });
    expect(await implementation.ask('toy.power', { x: 3 })).toMatchObject({ kind: 'answer' });
    expect(readdirSync(parent)).toHaveLength(1);
  });

  const daemons = process.platform === 'linux' ? ['daemon', 'orphan'] : [];
  it.each(['grandchild', ...daemons])('takes its own children with it: %s', async (behaviour) => {
    const implementation = await hostile(behaviour);
    const reply = await implementation.ask('toy.power', { x: 13 });
    const pid = Number(reply.kind === 'failure' && reply.reason);
    expect(isAlive(pid)).toBe(true);
    await implementation.close?.();
    // The signal is sent; the kernel and the reaper take their moment. A zombie is as good as gone.
    await expect
      .poll(() => !isAlive(pid) || !existsSync(`/proc/${pid}/exe`), { timeout: 5000 })
      .toBe(true);
  });

  it('that cannot be started again is not tried for ever', async () => {
    const implementation = await childImplementation(
      [
        process.execPath,
        '-e',
        `const { existsSync, writeFileSync } = require('node:fs');
         require('node:readline').createInterface({ input: process.stdin }).on('line', (text) => {
           const { cmd, directory } = JSON.parse(text);
           if (cmd !== 'start' || existsSync(directory + '/started')) process.exit(1);
           writeFileSync(directory + '/started', '');
           console.log('{"protocol":1,"implementation":{"name":"once","version":"1"},"oracles":["*"]}');
         });`,
      ],
      { scratch: parent },
    );
    open.push(implementation);
    const reasons: string[] = [];
    for (let i = 0; i < 5; i++) {
      const reply = await implementation.ask('toy.power', { x: 1 });
      expect(reply.kind).toBe('crashed');
      reasons.push(reply.kind === 'crashed' ? reply.reason : '');
    }
    expect(reasons[0]).toMatch(/ended by itself/);
    expect(reasons[3]).toMatch(/could not be started again/);
    expect(reasons[4]).toMatch(/3 starts failed in a row/);
  });
});
