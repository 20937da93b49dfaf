/**
 * One run of Stryker: some mutants against the tests of one round.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mutant, nameOf } from './mutants.ts';
import type { Round } from './scopes.ts';

/** K killed, T timed out, S survived, N covered by no test, E the run broke off. */
export type Status = 'K' | 'T' | 'S' | 'N' | 'E';

const letters: { readonly [status: string]: Status } = {
  Killed: 'K',
  Timeout: 'T',
  Survived: 'S',
  NoCoverage: 'N',
  RuntimeError: 'E',
};

/** Enough for a busy machine: a run that is twice as slow as the one without a mutant is no endless loop. */
const timeout = { timeoutMS: 5_000, timeoutFactor: 4 };

export function runStryker(
  mutants: readonly Mutant[],
  round: Round,
  without: readonly string[],
): ReadonlyMap<string, Status> {
  const scratch = mkdtempSync(join(tmpdir(), 'nishimori-mutation-'));
  const [config, chosen, report] = ['config.json', 'chosen.json', 'report.json'].map((name) =>
    join(scratch, name),
  );
  try {
    writeFileSync(chosen, JSON.stringify(mutants.map(nameOf)));
    writeFileSync(config, JSON.stringify(options(mutants, without, report)));
    const { status } = spawnSync('npx', ['stryker', 'run', config], {
      stdio: ['ignore', process.stderr, 'inherit'],
      env: {
        ...process.env,
        NISHIMORI_MUTANTS: chosen,
        NISHIMORI_MUTATION_TESTS: JSON.stringify(round.tests),
        NISHIMORI_MUTATION_ORACLES: round.oracles ?? '',
        NISHIMORI_MUTATION_SHRINKS: round.shrinks ? 'yes' : '',
      },
    });
    if (status !== 0) throw new Error(`stryker: exit status ${status}`);
    return readReport(report, new Set(mutants.map(nameOf)));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function options(mutants: readonly Mutant[], without: readonly string[], report: string) {
  return {
    testRunner: 'vitest',
    vitest: { configFile: 'scripts/mutation/vitest.config.ts', related: false },
    plugins: ['@stryker-mutator/vitest-runner', './scripts/mutation/chosen.mjs'],
    checkers: ['chosen'],
    mutate: ranges(mutants),
    mutator: { excludedMutations: without },
    coverageAnalysis: 'perTest',
    concurrency: 1,
    ...timeout,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: report },
    tempDirName: '.stryker',
    ignorePatterns: ['dist', 'docs', 'adapters', 'examples', 'coverage', 'nishimori-report'],
    // Stryker would rewrite it with TypeScript's old API, which TypeScript 7 no longer has.
    tsconfigFile: 'none',
    allowEmpty: true,
  };
}

/** A mutant that is not instrumented costs no time in the loops of those that are. */
const ranges = (mutants: readonly Mutant[]): string[] => [
  ...new Set(
    mutants.map(
      ({ file, start, end }) =>
        `${file}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`,
    ),
  ),
];

interface Report {
  readonly files: {
    readonly [file: string]: {
      readonly mutants: readonly {
        readonly mutatorName: string;
        readonly replacement: string;
        readonly status: string;
        readonly location: Pick<Mutant, 'start' | 'end'>;
      }[];
    };
  };
}

function readReport(path: string, chosen: ReadonlySet<string>): ReadonlyMap<string, Status> {
  const { files }: Report = JSON.parse(readFileSync(path, 'utf8'));
  const found = new Map<string, Status>();
  for (const [file, { mutants }] of Object.entries(files))
    for (const { mutatorName: mutator, replacement, status, location } of mutants) {
      const name = nameOf({ file, mutator, replacement, ...location });
      if (!chosen.has(name)) continue;
      const letter = letters[status];
      if (letter === undefined) throw new Error(`stryker: ${name} has the status ${status}`);
      found.set(name, letter);
    }
  for (const name of chosen) if (!found.has(name)) throw new Error(`stryker: no result of ${name}`);
  return found;
}
