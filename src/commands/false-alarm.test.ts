import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defineLaw } from '../../properties/law.ts';
import { planChecks } from '../judge/check.ts';
import { newContext } from '../judge/context.ts';
import { findToy } from '../protocol/fixtures/toy.fixture.ts';
import { parseLog } from '../report/log.ts';
import { type CheckOptions, runCheck, type Surroundings } from './check.ts';

const honest = fileURLToPath(new URL('../protocol/fixtures/honest.mjs', import.meta.url));

const drawn = defineLaw<number>({
  id: 'toy/drawn',
  statement: 'A square is not negative.',
  formula: 'x² ≥ 0',
  catches: 'a sign',
  needs: ['toy.power'],
  model: fc.double({ min: 1, max: 10, noNaN: true }),
  async check(bench, x) {
    const { square } = await bench.ask<{ square: number }>('toy.power', { x });
    const rest = { relation: 'at-most', allowance: 0, because: 'it is exact' } as const;
    return [{ what: 'x²', left: 0, right: square, ...rest }];
  },
  statistics: {
    falseAlarm: 3e-7,
    tail: { model: 'hoeffding', statistics: 1 },
    power: { mistake: 'a sign', atLeast: 0.5 },
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

async function check(options: CheckOptions): Promise<{ stdout: string; verdict: unknown }> {
  const stdout = new PassThrough();
  const out = mkdtempSync(join(tmpdir(), 'false-alarm-'));
  const around: Surroundings = {
    stdout,
    stderr: new PassThrough(),
    plan: async () => planChecks({ golden: [], oracles: [], laws: [drawn] }),
    context: async (implementation, o) => newContext(implementation, { ...o, findOracle: findToy }),
    findOracle: findToy,
  };
  try {
    await runCheck({ out, ...options }, [process.execPath, honest], around);
    const events = parseLog(readFileSync(join(out, 'log.ndjson'), 'utf8'));
    const verdict = events.find((event) => event.event === 'verdict')?.verdict;
    return { stdout: String(stdout.read()), verdict };
  } finally {
    rmSync(out, { recursive: true });
  }
}

it('a run is held below the false-alarm rate that is asked for, and says so', async () => {
  const { stdout, verdict } = await check({ runs: 100 });
  expect(stdout).toContain(
    'statistical checks: a right implementation fails such a run with probability < 9e-7 (bound 1e-6)',
  );
  expect(verdict).toMatchObject({
    status: 'passed',
    cases: 3,
    notes: ['3 of 100 cases: the run may raise a false alarm with probability 1e-6'],
  });
  const lenient = await check({ runs: 100, falseAlarm: 1e-3 });
  expect(lenient.stdout).toContain('probability < 3e-5 (bound 1e-3)');
  expect(lenient.verdict).toMatchObject({ cases: 100, notes: [] });
});

it('a replay is one case, whatever the bound', async () => {
  const { stdout } = await check({ replay: 'law:toy/drawn@5#3', falseAlarm: 1e-12 });
  expect(stdout).toMatch(/^passed: 1 passed; 1 question/m);
  expect(stdout).toMatch(/probability < 3e-7$/m);
});
