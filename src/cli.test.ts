import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { list } from './commands/list.ts';
import { packageInfo, packageRoot } from './package-root.ts';

/**
 * The built command line from end to end, as a user runs it. It needs `npm run build` first, which
 * `npm test` does.
 */
const cli = join(packageRoot(), 'dist/src/cli.js');
const scratch = mkdtempSync(join(tmpdir(), 'nishimori-cli-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function nishimori(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}

const lines = (text: string) => text.split('\n').filter((line) => line !== '');

describe('help', () => {
  it('prints its version', () => {
    expect(nishimori(['--version'])).toMatchObject({
      status: 0,
      stdout: `${packageInfo().version}\n`,
    });
  });

  it.each([
    [],
    ['check'],
    ['answer'],
    ['serve'],
    ['list'],
    ['show'],
    ['learning-curve'],
    ['sweep'],
  ])('explains %s', (...command) => {
    const { status, stdout } = nishimori([...command, '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('Usage: nishimori');
  });

  it.each([
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['check', '--tier', 'huge'], 'Allowed choices are smoke, standard, deep'],
    [['check', '--runs', '0'], '--runs must be a whole number >= 1'],
    [['check', '--accuracy', 'NaN'], '--accuracy must be a number'],
    [['answer', 'glm.fixed-point'], "needs --params '<json>'"],
    [['list', 'sausages'], 'Allowed choices'],
  ])('refuses %j in words', (args, words) => {
    const { status, stderr } = nishimori(args);
    expect(status).not.toBe(0);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('    at ');
  });
});

describe('answer', () => {
  const params = {
    prior: { kind: 'rademacher' },
    channel: { kind: 'sign' },
    alpha: 1,
    start: 'uninformed',
  };

  it('answers one question with errors', () => {
    const { status, stdout } = nishimori([
      'answer',
      'glm.fixed-point',
      '--params',
      JSON.stringify(params),
    ]);
    expect(status).toBe(0);
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({ oracle: 'glm.fixed-point', params });
    expect(answer.result.overlap + answer.result.meanSquareError).toBeCloseTo(1, 12);
    expect(answer.error.overlap).toBeLessThan(1e-10);
  });

  it.each([
    ['an unknown oracle', 'glm.nonsense', '{}', 'unknown-oracle'],
    ['a malformed question', 'glm.fixed-point', '{"alpha":"many"}', 'bad-question'],
    ['α ≤ 0', 'glm.fixed-point', JSON.stringify({ ...params, alpha: 0 }), 'bad-question'],
    ['text that is no JSON', 'glm.fixed-point', '{', 'bad-question'],
  ])('says what is wrong with %s', (_, oracle, text, code) => {
    const { status, stdout } = nishimori(['answer', oracle, '--params', text]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout).failure.code).toBe(code);
  });

  it('answers a stream line by line, past the bad ones', () => {
    const good = JSON.stringify({ oracle: 'glm.fixed-point', params });
    const { status, stdout } = nishimori(
      ['answer', '--stdin'],
      `${good}\nnot json\n{"oracle":1}\n\n${good}\n`,
    );
    expect(status).toBe(0);
    const answers = lines(stdout).map((line) => JSON.parse(line));
    expect(answers).toHaveLength(4);
    expect(answers.map((a) => (a.failure ? 'failure' : 'result'))).toEqual([
      'result',
      'failure',
      'failure',
      'result',
    ]);
    expect(answers[3]).toEqual(answers[0]);
  });
});

describe('serve', () => {
  it('speaks the protocol', () => {
    const requests = [
      { cmd: 'start', protocol: 1, directory: scratch },
      {
        cmd: 'ask',
        id: 7,
        oracle: 'glm.prior-denoiser',
        params: { prior: { kind: 'rademacher' }, precision: 1, field: 0.5 },
      },
      { cmd: 'ask', id: 8, oracle: 'glm.nonsense', params: {} },
      { cmd: 'stop' },
    ];
    const { status, stdout } = nishimori(
      ['serve'],
      requests.map((r) => `${JSON.stringify(r)}\n`).join(''),
    );
    expect(status).toBe(0);
    const [start, answer, failure] = lines(stdout).map((line) => JSON.parse(line));
    expect(start).toMatchObject({
      protocol: 1,
      implementation: { name: 'nishimori', version: packageInfo().version },
    });
    expect(answer.id).toBe(7);
    expect(answer.result.mean).toBeCloseTo(Math.tanh(0.5), 14);
    expect(failure).toMatchObject({ id: 8 });
    expect(failure.failure).toContain('glm.nonsense');
  });
});

/** What `nishimori list` prints, without a process for each. */
async function listed(what: string, options: { readonly json?: boolean }): Promise<string> {
  const output = new PassThrough({ encoding: 'utf8' });
  expect(await list(what, options, output)).toBe(0);
  output.end();
  return (await output.toArray()).join('');
}

describe('list and show', () => {
  it.each(['oracles', 'laws', 'golden', 'evidence', 'errata', 'sources'])(
    'lists %s',
    async (what) => {
      const json = await listed(what, { json: true });
      const rows = JSON.parse(json);
      expect(rows.length).toBeGreaterThan(what === 'evidence' ? 3 : 5);
      const id = rows[0].id;
      expect(await listed(what, {})).toContain(id.slice(0, 12));
      if (what === 'errata')
        expect(nishimori(['list', what, '--json'])).toMatchObject({ status: 0, stdout: json });
      const shown = nishimori(['show', id]);
      expect(shown.status).toBe(0);
      expect(shown.stdout).toContain(id);
      expect(shown.stdout).toMatch(/@(article|inproceedings|misc|book|incollection)\{/);
    },
  );

  it('shows a number with its error, witnesses and what was printed', () => {
    const { stdout } = nishimori(['show', 'glm/rademacher-sign/information-theoretic-threshold']);
    expect(stdout).toMatch(/alpha\s+1\.24\d{9,} ± \d/);
    expect(stdout).toContain('1.245');
    expect(stdout).toContain('mpmath');
    expect(stdout).toContain('recompute');
  });

  it('recomputes a golden value', () => {
    const { status, stdout } = nishimori([
      'show',
      'glm/rademacher-sign/algorithmic-threshold',
      '--recompute',
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain('agrees  alpha');
  });

  it('suggests ids', () => {
    const { status, stderr } = nishimori(['show', 'rademacher-sign']);
    expect(status).toBe(2);
    expect(stderr).toContain('did you mean');
  });
});

describe('check', () => {
  it('questions the reference over the road of any stranger', () => {
    const out = join(scratch, 'self');
    const { status, stdout } = nishimori([
      'check',
      ...[
        '--tier',
        'smoke',
        '--oracle',
        'glm.*-denoiser',
        '--oracle',
        'glm.threshold',
        '--out',
        out,
      ],
    ]);
    expect(status, stdout).toBe(0);
    expect(stdout).toContain('glm.threshold');
    const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'));
    expect(summary.start.implementation.name).toBe('nishimori');
    for (const file of ['junit.xml', 'summary.md', 'badge.json', 'log.ndjson'])
      expect(readFileSync(join(out, file), 'utf8').length).toBeGreaterThan(50);
  });

  it('finds one wrong factor in a stranger, and replays it', () => {
    const adapter = join(scratch, 'wrong.mjs');
    writeFileSync(adapter, wrongAdapter);
    const args = [
      '--oracle',
      'glm.prior-denoiser',
      '--tier',
      'smoke',
      '--out',
      join(scratch, 'wrong'),
    ];
    const { status, stdout } = nishimori(['check', ...args, '--', process.execPath, adapter]);
    expect(status).toBe(1);
    expect(stdout).toContain('glm.prior-denoiser');
    const token = /--replay '?([^\s']+)/.exec(stdout)?.[1];
    expect(token).toBeDefined();
    const again = nishimori([
      'check',
      ...args,
      '--replay',
      token!,
      '--',
      process.execPath,
      adapter,
    ]);
    expect(again.status).toBe(1);
  });

  it('cannot run what does not start', () => {
    const { status, stderr } = nishimori([
      'check',
      '--out',
      join(scratch, 'none'),
      '--',
      join(scratch, 'no-such-program'),
    ]);
    expect(status).toBe(2);
    expect(stderr).toContain('no-such-program');
  });

  it('keeps what was measured when it is interrupted', async () => {
    const out = join(scratch, 'interrupted');
    const child = spawn(process.execPath, [cli, 'check', '--tier', 'deep', '--out', out], {
      stdio: 'ignore',
    });
    const log = join(out, 'log.ndjson');
    const measured = () => {
      try {
        return lines(readFileSync(log, 'utf8')).length;
      } catch {
        return 0;
      }
    };
    while (measured() < 4) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGINT');
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(status).toBe(130);
    expect(JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'))).toBeDefined();
    expect(measured()).toBeGreaterThanOrEqual(4);
  });
});

/** Rademacher denoiser with B halved: a mistake of the kind the suite exists for. */
const wrongAdapter = `
import { createInterface } from 'node:readline';
const say = (x) => console.log(JSON.stringify(x));
for await (const line of createInterface({ input: process.stdin })) {
  const q = JSON.parse(line);
  if (q.cmd === 'start') say({ protocol: 1, implementation: { name: 'wrong', version: '1' }, oracles: ['glm.prior-denoiser'] });
  else if (q.cmd === 'stop') process.exit(0);
  else if (q.params.prior.kind !== 'rademacher') say({ id: q.id, skip: 'rademacher only' });
  else say({ id: q.id, result: { mean: Math.tanh(q.params.field / 2) } });
}
`;
