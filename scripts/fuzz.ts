import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { type Ending, runCase } from '../src/protocol/hostile/case.fixture.ts';
import { kinds, scriptOfMisdeeds } from '../src/protocol/hostile/misdeeds.fixture.ts';
import type { Script } from '../src/protocol/hostile/script.fixture.ts';

/**
 * Runs `nishimori check` on adapters that speak the protocol badly, case after case:
 *
 *   npm run fuzz [-- --runs 2000 --seconds 300 --seed 1 --jobs 4]
 *   npm run fuzz -- --replay '<seed>:<path>'
 *
 * Exit status 1 if the harness did anything but judge, or if its memory grows.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '4' },
    replay: { type: 'string' },
  },
});
const number = (text: string | undefined, otherwise: number): number => {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isFinite(value)) throw new Error(`${text} is no number`);
  return value;
};
const seconds = number(values.seconds, Number.MAX_SAFE_INTEGER);
const runs = number(values.runs, values.seconds === undefined ? 2000 : Number.MAX_SAFE_INTEGER);
const seed = number(values.seed, 1);
const jobs = number(values.jobs, 4);

/** Cases that share a seed: a failure is drawn again, and shrunk, among so many. */
const group = 20;
/** Bytes by which the heap may grow after the first tenth: caches, and what the collector leaves. */
const growth = 24e6;
/** Bytes that the process may take in all; one answer may hold 64 MiB, and is copied a few times. */
const mostMemory = 1.5e9;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
const heapInUse = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};
const openFiles = (): number => readdirSync('/proc/self/fd').length;

class Tally {
  readonly #rows = new Map<string, Map<string, number>>();
  cases = 0;

  add({ played, statuses }: Ending): void {
    this.cases += 1;
    for (const kind of played) {
      const row = this.#rows.get(kind) ?? new Map<string, number>();
      this.#rows.set(kind, row);
      for (const column of ['cases', ...new Set(statuses)])
        row.set(column, (row.get(column) ?? 0) + 1);
    }
  }

  /** A line per kind: in how many cases it was done, and in how many some check ended how. */
  toString(): string {
    const columns = 'cases,no start,passed,failed,malformed,crashed,timeout,skipped'.split(',');
    const lines = kinds.map((kind) => {
      const cells = columns.map((column) => this.#rows.get(kind)?.get(column) ?? '');
      return [kind.padEnd(30), ...cells.map((cell) => String(cell).padStart(10))].join('');
    });
    const head = ['kind of misdeed'.padEnd(30), ...columns.map((column) => column.padStart(10))];
    return [head.join(''), ...lines].join('\n');
  }
}

interface Found {
  readonly seed: number;
  readonly path: string;
  readonly script: Script;
  readonly error: unknown;
}

/** Draws a group of cases; what fails is shrunk. */
async function drawGroup(
  groupSeed: number,
  more: { readonly path?: string; readonly numRuns: number },
  onCase: (ending: Ending) => void,
): Promise<Found | undefined> {
  let failing = false;
  const property = fc.asyncProperty(scriptOfMisdeeds, async (script) => {
    try {
      const ending = await runCase(script);
      if (!failing) onCase(ending);
    } catch (error) {
      failing = true;
      throw error;
    }
  });
  const details = await fc.check(property, {
    seed: groupSeed,
    ...more,
    // Each step of shrinking is a run of its own.
    interruptAfterTimeLimit: 300_000,
  });
  if (!details.failed || details.counterexample === null) return undefined;
  const [script] = details.counterexample;
  const { counterexamplePath: path } = details;
  return { seed: groupSeed, path: path ?? '', script, error: details.errorInstance };
}

function tell({ seed, path, script, error }: Found): void {
  console.error(`\nfailed: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
  console.error(`script: ${JSON.stringify(script)}`);
  console.error(`replay: npm run fuzz -- --replay '${seed}:${path}'`);
}

async function replay(token: string): Promise<number> {
  const [, drawn, path] = /^(-?\d+):([\d:]+)$/.exec(token) ?? [];
  if (drawn === undefined) throw new Error(`--replay: '${token}' is no token`);
  const found = await drawGroup(Number(drawn), { path, numRuns: 1 }, ({ played, statuses }) =>
    console.log(`${played.join(', ')}: ${statuses.join(', ')}`),
  );
  if (found) tell(found);
  return found ? 1 : 0;
}

async function fuzz(): Promise<number> {
  const begin = performance.now();
  const elapsed = (): number => (performance.now() - begin) / 1000;
  const tally = new Tally();
  const failures: Found[] = [];
  let peak = 0;
  let warm: { readonly heap: number; readonly files: number; readonly cases: number } | undefined;
  let next = 0;
  const groups = Math.ceil(runs / group);
  const tenth = (): boolean => tally.cases >= runs / 10 || elapsed() >= seconds / 10;
  const onCase = (ending: Ending): void => {
    tally.add(ending);
    peak = Math.max(peak, process.memoryUsage().rss);
    if (tally.cases % 100 === 0)
      process.stderr.write(`${tally.cases} cases, ${elapsed().toFixed(0)} s\n`);
  };
  const work = async (): Promise<void> => {
    while (next < groups && elapsed() < seconds && failures.length === 0) {
      const index = next++;
      const numRuns = Math.min(group, runs - index * group);
      const found = await drawGroup(seed + index, { numRuns }, onCase);
      if (found) failures.push(found);
      if (!warm && tenth()) warm = { heap: heapInUse(), files: openFiles(), cases: tally.cases };
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  console.log(`${tally}\n`);
  const heap = heapInUse();
  const grown = warm ? heap - warm.heap : 0;
  const files = openFiles() - (warm?.files ?? openFiles());
  console.log(
    `${tally.cases} cases in ${elapsed().toFixed(0)} s, seed ${seed}; memory: at most ${mega(peak)} MB, heap in use ${mega(heap)} MB at the end, ${mega(grown)} MB more than after ${warm?.cases ?? 0} cases; ${files} more files open`,
  );
  failures.forEach(tell);
  const wasteful = grown > growth || peak > mostMemory || files > jobs;
  if (wasteful) console.error('the harness keeps more and more');
  return failures.length > 0 || wasteful ? 1 : 0;
}

const mega = (bytes: number): string => (bytes / 1e6).toFixed(0);

process.on('unhandledRejection', (error) => {
  console.error('a promise was rejected that nobody waits for:', error);
  process.exit(1);
});
process.exitCode = await (values.replay === undefined ? fuzz() : replay(values.replay));
