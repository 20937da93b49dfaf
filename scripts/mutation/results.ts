/**
 * What became of each mutant, kept so that nothing is run twice. One letter per mutant, in the order
 * of the file (see {@link Status}); `.` has not been run.
 *
 * A file's letters hold while its source stays as it was. What was killed counts as killed; what
 * survived is run again when its file is chosen again, because new tests are there to kill it.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type MutatedFile, nameOf } from './mutants.ts';
import type { Status } from './stryker.ts';

export const resultsFile = 'scripts/mutation/results.json';

type Stored = { [file: string]: { readonly hash: string; readonly statuses: string } };

const read = (): Stored =>
  existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : {};

export type Outcome = Status | '.';

/** One outcome per mutant of the file. */
export function outcomesOf({ file, hash, mutants }: MutatedFile): readonly Outcome[] {
  const stored = read()[file];
  return stored?.hash === hash
    ? ([...stored.statuses] as Outcome[])
    : mutants.map(() => '.' as const);
}

/** Reads the file anew before it writes, so that two runs on different files may share it. */
export function record(files: readonly MutatedFile[], found: ReadonlyMap<string, Status>): void {
  const stored = read();
  for (const mutated of files) {
    const before = outcomesOf(mutated);
    const statuses = mutated.mutants.map((m, i) => found.get(nameOf(m)) ?? before[i]).join('');
    stored[mutated.file] = { hash: mutated.hash, statuses };
  }
  const sorted = Object.fromEntries(Object.entries(stored).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(resultsFile, `${JSON.stringify(sorted, null, 2)}\n`);
}
