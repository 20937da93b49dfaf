import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../package-root.ts';
import { runSweep } from '../sweep/run.ts';
import { threads } from '../sweep/runner.ts';
import { gaussianEquivalence } from '../sweep/sweeps/gaussian-equivalence.ts';
import { wholeSweep } from '../sweep/task.ts';

/** The built command (`npm test` builds it) with its threads, killed and called again. */
const cli = join(packageRoot(), 'dist/src/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'nishimori-sweep-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(path(name), 'utf8');

const sweep = (...args: string[]) => {
  const done = spawnSync(process.execPath, [cli, 'sweep', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status: done.status, stdout: done.stdout, stderr: done.stderr };
};

const grid = ['--activations', 'erf,relu', '--losses', 'square', '--dimensions', '6,12'];
const small = ['gaussian-equivalence', ...grid, '--runs', '30', '--testing', '40'];
const tasks = 240;

/** Waits until `condition`, a little at a time. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

const linesOf = (name: string): number =>
  existsSync(path(name)) ? read(name).split('\n').length - 1 : 0;

// many processes, on machines that may be busy
describe('nishimori sweep', { timeout: 120_000 }, () => {
  it('makes one file, whatever the number of threads', () => {
    expect(sweep(...small, '--list')).toMatchObject({ status: 0, stdout: `${tasks} tasks\n` });
    const { status, stderr } = sweep(...small, '--out', 'single.ndjson', '--workers', '1');
    expect(status).toBe(0);
    expect(stderr).toMatch(/^240 tasks\n240 tasks in single.ndjson \(\d+ s\)\n$/);
    expect(read('single.ndjson').split('\n')).toHaveLength(1 + tasks + 1);
    expect(sweep(...small, '--out', 'four.ndjson', '--workers', '4').status).toBe(0);
    expect(read('four.ndjson')).toBe(read('single.ndjson'));
  });

  it('survives SIGKILL, three times, and SIGINT', async () => {
    const command = [cli, 'sweep', ...small, '--out', 'killed.ndjson', '--workers', '2'];
    for (const [signal, after] of [
      ['SIGKILL', 3],
      ['SIGKILL', 60],
      ['SIGINT', 100],
      ['SIGKILL', 150],
    ] as const) {
      const child = spawn(process.execPath, command, { cwd: folder, stdio: 'ignore' });
      const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
      await until(() => linesOf('killed.ndjson.partial') > after || child.exitCode !== null);
      child.kill(signal);
      expect(await gone).toBe(signal === 'SIGINT' ? 130 : null);
      expect(existsSync(path('killed.ndjson'))).toBe(false);
    }
    const before = linesOf('killed.ndjson.partial') - 1;
    const { status, stderr } = sweep(...small, '--out', 'killed.ndjson');
    expect(status).toBe(0);
    const found = Number(/, (\d+) of them done before/.exec(stderr)?.[1]);
    expect(Math.abs(found - before)).toBeLessThanOrEqual(1); // a torn line is not done
    expect(read('killed.ndjson')).toBe(read('single.ndjson'));
    expect(existsSync(path('killed.ndjson.partial'))).toBe(false);
  });

  it('merges shards, and says what is missing', () => {
    for (const part of ['1/3', '2/3', '3/3'])
      sweep(...small, '--shard', part, '--out', `part-${part[0]}.ndjson`);
    const parts = ['part-2.ndjson', 'part-3.ndjson', 'part-1.ndjson'];
    expect(sweep('merge', ...parts, '--out', 'all.ndjson').status).toBe(0);
    expect(read('all.ndjson')).toBe(read('single.ndjson'));

    const { status, stderr } = sweep('merge', ...parts.slice(1), '--out', 'some.ndjson');
    expect(status).toBe(1);
    expect(stderr).toContain('160 results in some.ndjson\n80 tasks are missing:\n  {"activation"');
    expect(sweep(...small, '--list', '--out', 'some.ndjson').stdout).toBe(
      `${tasks} tasks, 160 of them done\n`,
    );

    writeFileSync(path('other.ndjson'), read('part-1.ndjson').replace(/"norm":0/, '"norm":1'));
    const conflict = sweep('merge', 'part-1.ndjson', 'other.ndjson', '--out', 'no.ndjson');
    expect(conflict.status).toBe(2);
    expect(conflict.stderr).toContain('two results for the task');
    expect(existsSync(path('no.ndjson'))).toBe(false);
  });

  it('makes a table and a picture', () => {
    const { stdout } = sweep('table', 'single.ndjson');
    expect(stdout).toMatch(/activation.*model.*dimension.*runs.*generalisationError/);
    expect(stdout).toMatch(/relu.*gaussian-equivalent.*12.*30.*0\.\d+ ± 0\.0\d+/);
    const { points } = JSON.parse(sweep('table', 'single.ndjson', '--json').stdout);
    expect(points).toHaveLength(8);
    expect(points[0]).toMatchObject({
      count: 30,
      failures: 0,
      params: { activation: 'erf', model: 'non-linear', dimension: 6, features: 12, samples: 18 },
    });
    expect(sweep('plot', 'single.ndjson', '--out', 'a.svg')).toMatchObject({ status: 0 });
    expect(read('a.svg')).toMatch(/^<svg .*non-linear.*<\/svg>\n$/s);
    expect(sweep('plot', 'single.ndjson', '--observable', 'x', '--out', 'b.svg').stderr).toContain(
      '--observable must be among generalisationError, trainingLoss',
    );
  });

  it('refuses in words', () => {
    for (const [args, words] of [
      [['gaussian-equivalence'], '--out <file> is needed'],
      [['gaussian-equivalence', '--shard', '3/2'], '--shard must be i/n with 1 <= i <= n'],
      [['gaussian-equivalence', '--alphas', '-1'], '--alphas must be > 0, got -1'],
      [['gaussian-equivalence', '--runs', '3,4', '--list'], '--runs must be one number'],
      [[...small, '--runs', '3', '--out', 'single.ndjson'], 'give another file to --out'],
      [['table', 'a.svg'], 'a.svg'],
      [['sausage'], "unknown command 'sausage'"],
    ] as const) {
      const { status, stderr } = sweep(...args);
      expect(status).not.toBe(0);
      expect(stderr).toContain(words);
      expect(stderr).not.toContain('    at ');
    }
  });
});

describe('from the sources', () => {
  it('the threads compute the same', async () => {
    const options = Object.fromEntries(
      Object.entries(gaussianEquivalence.options).map(([name, spec]) => [name, spec.default]),
    );
    const out = path('sources.ndjson');
    await runSweep(
      {
        sweep: gaussianEquivalence,
        options: {
          ...options,
          activations: ['erf', 'relu'],
          losses: ['square'],
          dimensions: [6, 12],
          runs: [30],
          testing: 40,
        },
        out,
        shard: wholeSweep,
      },
      () => threads(gaussianEquivalence, 2),
    );
    expect(read('sources.ndjson')).toBe(read('single.ndjson'));
  });
});
