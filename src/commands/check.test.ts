import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { planChecks } from '../judge/check.ts';
import { newContext } from '../judge/context.ts';
import { findToy, toyOracles } from '../protocol/fixtures/toy.fixture.ts';
import { deriveReports, parseLog } from '../report/index.ts';
import { type CheckOptions, runCheck, type Surroundings } from './check.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../protocol/fixtures/${name}.mjs`, import.meta.url));
const honest = (...args: string[]): string[] => [process.execPath, fixture('honest'), ...args];
const hostile = (behaviour: string): string[] => [process.execPath, fixture('hostile'), behaviour];

const root = mkdtempSync(join(tmpdir(), 'check-test-'));
let out = root;
let counter = 0;
beforeEach(() => {
  out = join(root, String(++counter));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const golden = [
  {
    id: 'toy/squares',
    title: 'Some squares.',
    oracle: 'toy.power',
    sources: ['barbier2019'],
    cases: [3, 13].map((x) => ({ params: { x }, value: { square: x * x }, error: { square: 0 } })),
  },
];

async function check(
  command: readonly string[],
  options: CheckOptions = {},
): Promise<{ status: number; stdout: string; stderr: string }> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const surroundings: Surroundings = {
    stdout,
    stderr,
    plan: async () => planChecks({ golden, oracles: toyOracles, laws: [] }),
    context: async (implementation, o) => newContext(implementation, { ...o, findOracle: findToy }),
    findOracle: findToy,
  };
  const status = await runCheck({ tier: 'standard', out, ...options }, command, surroundings);
  const text = (stream: PassThrough): string => String(stream.read() ?? '');
  return { status, stdout: text(stdout), stderr: text(stderr) };
}
const read = (name: string): string => readFileSync(join(out, name), 'utf8');
const json = (name: string) => JSON.parse(read(name));
const expectFile = (entries: unknown): string => {
  const file = join(root, `expect-${++counter}.json`);
  writeFileSync(file, JSON.stringify(entries));
  return file;
};

describe('a run', () => {
  it('that passes: exit status 0, a table, five files', async () => {
    const { status, stdout } = await check(honest());
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /honest 1 \(JavaScript\), judged at a relative accuracy of 1e-9 \(its own claim\)/,
    );
    expect(stdout).toMatch(/toy\.power +\d+ +3 +0 +16\.0 +16\.0 +passed/);
    expect(stdout).toMatch(/^passed: 4 passed; \d+ questions in/m);
    expect(readdirSync(out).sort()).toEqual([
      'badge.json',
      'junit.xml',
      'log.ndjson',
      'summary.json',
      'summary.md',
    ]);
    expect(json('badge.json')).toEqual({
      schemaVersion: 1,
      label: 'nishimori',
      message: '4/4 passed',
      color: 'brightgreen',
    });
    expect(json('summary.json')).toMatchObject({
      status: 'passed',
      exitStatus: 0,
      checks: { passed: 4 },
    });
    expect(read('junit.xml')).toMatch(/tests="4" failures="0"/);
  });

  it('in which something fails: exit status 1, and a lesson', async () => {
    const command = honest('--error=1e-6');
    const { status, stdout } = await check(command);
    expect(status).toBe(1);
    for (const words of [
      /✗ golden:toy\/squares: failed/,
      /formula {4}square = x²/,
      /question {3}toy.power \{"x":13\}/,
      /expected \{"square":169\}/,
      /square: expected 169, got 169.000169; off by 0.00017 = 1000 × the allowance 1.7e-7 \(accuracy 1e-9\)/,
      /source {5}.*Barbier.*1708\.03395/,
      /replay {5}nishimori check --replay 'golden:toy\/squares#1' -- \S+ \S+honest.mjs --error=1e-6/,
      /toy\.power +\d+ +0 +3 +6\.0 +6\.0 +FAILED/,
      /^FAILED: 1 passed, 3 failed/m,
    ])
      expect(stdout).toMatch(words);
    expect(read('junit.xml')).toMatch(/failures="3"/);
    expect(read('summary.md')).toContain('### golden:toy/squares');
    expect(json('badge.json').color).toBe('red');
    // The command that is shown asks just that case again, and nothing else; it leaves the report alone.
    const before = read('log.ndjson');
    for (const [, token] of stdout.matchAll(/--replay '([^']+)'/g)) {
      const again = await check(command, { replay: token, out: 'nishimori-report' });
      expect(again.status).toBe(1);
      expect(again.stdout).toMatch(/FAILED: 0 passed, 1 failed; 1 question in/);
      expect(again.stdout).toContain(token);
      expect(again.stdout).not.toContain('reports in');
    }
    expect(read('log.ndjson')).toBe(before);
  });

  it('judged more leniently passes', async () => {
    expect((await check(honest('--error=1e-6'), { accuracy: 1e-5 })).status).toBe(0);
  });

  it.each([
    [
      'that cannot be started',
      ['/no/such/program'],
      {},
      /there is no program '\/no\/such\/program'/,
    ],
    [
      'whose child dies at once',
      hostile('dies-at-start'),
      {},
      /exit status 3.*\n.*standard error:\nno licence file/,
    ],
    [
      'that covers nothing',
      honest('--only=other.*'),
      {},
      /not one check could be judged: toy.power not covered/,
    ],
    [
      'of an oracle that does not exist',
      honest(),
      { oracle: ['toy.pwoer'] },
      /--oracle 'toy.pwoer' matches nothing/,
    ],
    ['of a token that is none', honest(), { replay: 'hello' }, /'hello' is no token/],
    [
      'of a check that does not exist',
      honest(),
      { replay: 'golden:x#0' },
      /there is no check golden:x/,
    ],
    ['of a case that does not exist', honest(), { replay: 'golden:toy/squares#7' }, /has 2 cases/],
    [
      'with a file that does not exist',
      honest(),
      { expect: '/no/such.json' },
      /--expect \/no\/such.json/,
    ],
    ['into a folder that cannot be made', honest(), { out: '/dev/null/x' }, /--out \/dev\/null\/x/],
  ])('%s could not be made: exit status 2', async (_, command, options, words) => {
    const { status, stderr } = await check(command, options);
    expect(stderr).toMatch(words);
    expect(status).toBe(2);
  });

  it('is narrowed by --oracle', async () => {
    expect((await check(honest(), { oracle: ['toy.sum'] })).status).toBe(0);
    expect(json('summary.json').oracles.map((o: { oracle: string }) => o.oracle)).toEqual([
      'toy.sum',
    ]);
  });

  it('stops at the first failure if told so', async () => {
    const { stdout } = await check(honest('--error=1e-3'), { failFast: true });
    expect(stdout).toMatch(/stopped at the first failure/);
    expect(json('summary.json').checks).toMatchObject({ failed: 1, passed: 0 });
  });

  it('speaks JSON, or little', async () => {
    const spoken = await check(honest(), { json: true });
    expect(JSON.parse(spoken.stdout)).toMatchObject({ status: 'passed' });
    const { stdout } = await check(honest('--error=1e-3'), { quiet: true });
    expect(stdout).not.toMatch(/questions +passed/);
    expect(stdout).toMatch(/✗ golden/);
    expect((await check(honest(), { timings: true })).stdout).toMatch(
      /ms\/question[\s\S]*slowest checks/,
    );
  });

  it('goes on after a child that hangs, dies or babbles, with a verdict', async () => {
    for (const [behaviour, status] of [
      ['never-answers', 'timeout'],
      ['dies', 'crashed'],
      ['binary-garbage', 'malformed'],
    ]) {
      // Of three golden cases the middle one meets the behaviour.
      const run = await check(hostile(behaviour), { timeout: 0.5, oracle: ['golden:*'] });
      expect(run.status).toBe(1);
      expect(json('summary.json').failures[0].verdict).toMatchObject({ status, cases: 2 });
    }
    expect((await check(hostile('dies'), { oracle: ['golden:*'] })).stdout).toContain(
      '| Segmentation fault',
    );
  });
});

describe('expected failures', () => {
  it('do not fail the run, and are told', async () => {
    const file = expectFile([{ id: 'toy.power', reason: 'known', link: 'https://example.org/1' }]);
    const { status, stdout } = await check(honest('--error=1e-3'), { expect: file });
    expect(status).toBe(0);
    expect(stdout).toMatch(/fails as expected: golden:toy\/squares \(known\)/);
    expect(read('junit.xml')).toMatch(/failures="0"/);
  });

  it('that pass fail the run', async () => {
    const { status, stdout } = await check(honest(), {
      expect: expectFile([{ id: 'toy.sum', reason: 'known' }]),
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/expected to fail, but passes: toy.sum/);
    expect(read('junit.xml')).toMatch(/expected to fail, but passes/);
  });

  it('that match nothing fail the run', async () => {
    const { status, stdout } = await check(honest(), {
      expect: expectFile([{ id: 'toy.smu', reason: 'known' }]),
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/an expectation matches nothing: toy.smu/);
  });

  it('in a file that is malformed: the run could not be made', async () => {
    const { status, stderr } = await check(honest(), { expect: expectFile([{ id: 'a' }]) });
    expect(status).toBe(2);
    expect(stderr).toMatch(/must have the property "reason"/);
  });
});

describe('what was measured is not lost', () => {
  const runner = fileURLToPath(
    new URL('../protocol/fixtures/run-check.fixture.ts', import.meta.url),
  );
  const start = (...args: string[]) =>
    spawn(process.execPath, ['--import', 'tsx', runner, out, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // What a killed run cannot clean up goes with this test's own folder.
      env: { ...process.env, TMPDIR: root },
    });
  const untilLogged = (lines: number): Promise<void> =>
    expect
      .poll(
        () => (existsSync(join(out, 'log.ndjson')) ? read('log.ndjson').split('\n').length : 0),
        { timeout: 20_000 },
      )
      .toBeGreaterThan(lines);

  it('when the run is killed: the reports follow from the log', async () => {
    const run = start(fixture('honest'), '--delay=40');
    await untilLogged(2);
    run.kill('SIGKILL');
    await new Promise((resolve) => run.once('exit', resolve));
    // As if it had been killed in the middle of a line.
    writeFileSync(join(out, 'log.ndjson'), `${read('log.ndjson')}{"event":"verd`);
    const summary = deriveReports(out);
    expect(summary).toMatchObject({ status: 'interrupted', checks: { planned: 3 } });
    expect(summary.checks.passed).toBeGreaterThan(0);
    expect(readdirSync(out)).toContain('summary.md');
  });

  it('when it is interrupted: the child is ended, the summary written, exit status 130', async () => {
    const run = start(fixture('honest'), '--delay=40');
    await untilLogged(2);
    run.kill('SIGINT');
    const status = await new Promise((resolve) => run.once('exit', resolve));
    expect(status).toBe(130);
    expect(json('summary.json')).toMatchObject({ status: 'interrupted', exitStatus: 130 });
    expect(parseLog(read('log.ndjson')).at(-1)).toMatchObject({ event: 'end', how: 'interrupted' });
  });
});
