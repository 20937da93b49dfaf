import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { runCheck, type Surroundings } from '../../commands/check.ts';
import { newContext } from '../../judge/context.ts';
import { findToy } from '../fixtures/toy.fixture.ts';
import { removeTree } from '../remove.ts';
import { checkSecrets, inventory, layCanaries } from './canaries.fixture.ts';
import { toyPlan } from './plan.fixture.ts';
import { checkReports, checkTerminal } from './reports.fixture.ts';
import type { Script } from './script.fixture.ts';
import { checkSurvivors } from './survivors.fixture.ts';

export interface Ending {
  /** One status per check, or `no start`. */
  readonly statuses: readonly string[];
  /** The kinds of misdeeds that were done, each once: a script may break off early. */
  readonly played: readonly string[];
}

const executor = fileURLToPath(new URL('executor.mjs', import.meta.url));

/** Seconds; a machine that does other things as well takes longer for everything. */
const patience = { timeout: 0.25, startTimeout: 1.5, stopTimeout: 0.25 };
const longest = 60;

let cases = 0;

/**
 * One run of `nishimori check` on an adapter that follows the script. Throws if the harness did
 * anything but judge: crash, hang, read or write elsewhere, leave something behind, or repeat in a
 * report what steers its reader.
 */
export async function runCase(script: Script): Promise<Ending> {
  const number = `${process.pid}${String(++cases).padStart(7, '0')}`;
  const mark = `HOSTILE_CASE=${number}`;
  const den = mkdtempSync(join(tmpdir(), 'hostile-'));
  const place = (name: string): string => join(den, name);
  try {
    layCanaries(place('outside'));
    for (const name of ['tmp', 'early']) mkdirSync(place(name));
    writeFileSync(place('script.json'), JSON.stringify(script));
    const before = inventory(place('outside'));
    const command = ['/usr/bin/env', mark, process.execPath, executor, den];
    const { status, stdout, stderr } = await within(longest, check(command, den, cases));
    await checkSurvivors(number, 3);
    if (readdirSync(place('tmp')).some((name) => !wasMoved(name, den)))
      throw new Error('the scratch folder is still there');
    if (inventory(place('outside')) !== before)
      throw new Error(`something was written outside:\n${before}\n${inventory(place('outside'))}`);
    checkTerminal(stdout, true);
    checkTerminal(stderr, false);
    checkSecrets('the terminal', stdout + stderr);
    // It may have been too slow to do anything at all.
    const log = existsSync(place('played')) ? readFileSync(place('played'), 'utf8') : '';
    const played = [...new Set(log.split('\n').filter((kind) => kind !== ''))];
    if (status === 2 && !existsSync(place('report'))) return { statuses: ['no start'], played };
    if (![0, 1, 2].includes(status)) throw new Error(`exit status ${status}`);
    for (const name of readdirSync(place('report')))
      checkSecrets(name, readFileSync(join(place('report'), name), 'utf8'));
    const statuses = checkReports(
      place('report'),
      toyPlan.map(({ id }) => id),
    );
    return { statuses, played };
  } finally {
    removeTree(den);
  }
}

/** What the adapter itself put in the place of the scratch folder is its own. */
const wasMoved = (_name: string, den: string): boolean =>
  readdirSync(den).some((name) => /^(?:moved|away|replaced)-/.test(name));

async function check(
  command: readonly string[],
  den: string,
  number: number,
): Promise<{ status: number; stdout: string; stderr: string }> {
  const stdout = Object.assign(new PassThrough(), { isTTY: number % 2 === 0 });
  const stderr = new PassThrough();
  const surroundings: Surroundings = {
    stdout,
    stderr,
    plan: async () => toyPlan,
    context: async (implementation, options) => ({
      ...newContext(implementation, { ...options, findOracle: findToy }),
      // The same failure in smaller numbers teaches nothing about the harness.
      shrinking: { steps: 0, seconds: 0 },
    }),
    findOracle: findToy,
    child: { ...patience, scratch: join(den, 'tmp'), lineLimit: 1_000_000 },
  };
  const status = await runCheck(
    { out: join(den, 'report'), runs: 1, json: number % 3 === 0, timings: true },
    command,
    surroundings,
  );
  const text = (stream: PassThrough): string => String(stream.read() ?? '');
  return { status, stdout: text(stdout), stderr: text(stderr) };
}

async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${seconds} s`)), 1000 * seconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
