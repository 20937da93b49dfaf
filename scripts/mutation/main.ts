/**
 * npm run mutation                              a random sample of the mutants of every folder
 * npm run mutation -- <file or folder>…         all mutants of these
 * npm run mutation -- --sample 60 <folder>…     a random sample of each folder
 * npm run mutation -- --all                     all mutants there are: a night's work
 *
 * --seed <n>     another random sample (default 1)
 * --fresh        runs again also what was killed before
 * --report       runs nothing: prints what is known
 * --page         writes docs/mutation.md from what is known
 *
 * Exit status 1 if an unexplained mutant survives among those chosen.
 */
import { setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import { type Mutant, type MutatedFile, nameOf } from './mutants.ts';
import { writePage } from './page.ts';
import { printFileScores, printScores, printSurvivors, unexplained } from './print.ts';
import { outcomesOf, record } from './results.ts';
import { shuffled } from './sample.ts';
import { type Scope, scopes } from './scopes.ts';
import { runStryker } from './stryker.ts';
import { type Survey, surveyOf } from './survey.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    all: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
    page: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const wanted = positionals.map((path) => path.replace(/^\.\//, '').replace(/\/$/, ''));
const sampleSize =
  values.sample !== undefined
    ? Number(values.sample)
    : wanted.length === 0 && !values.all
      ? 60
      : undefined;
if (!Number.isInteger(seed) || (sampleSize !== undefined && !(sampleSize > 0)))
  throw new Error('--seed is an integer, --sample a positive one');

const isWanted = (scope: Scope, file: string): boolean =>
  wanted.length === 0 ||
  wanted.some((path) => path === scope.id || path === file || file.startsWith(`${path}/`));

/** Mutants of one file, or a sample over the files of a folder: what one run of Stryker takes. */
interface Batch {
  readonly files: readonly MutatedFile[];
  readonly mutants: readonly Mutant[];
}

function batches({ files }: Survey): readonly Batch[] {
  if (sampleSize === undefined)
    return files.map(({ file }) => ({ files: [file], mutants: file.mutants }));
  const all = files.flatMap(({ file }) => file.mutants);
  const mutants = shuffled(all, seed).slice(0, sampleSize);
  const names = new Set(mutants.map(({ file }) => file));
  return [{ files: files.map(({ file }) => file).filter(({ file }) => names.has(file)), mutants }];
}

/** Meets one round of tests after the other; results are kept after each. */
function run(scope: Scope, { files, mutants }: Batch): void {
  const before = new Map(
    files.flatMap((file) => {
      const outcomes = outcomesOf(file);
      return file.mutants.map((mutant, i) => [nameOf(mutant), outcomes[i]] as const);
    }),
  );
  let left = mutants.filter((m) => values.fresh || !'KTE'.includes(before.get(nameOf(m))!));
  for (const [i, round] of scope.rounds(files[0].file).entries()) {
    if (left.length === 0) return;
    console.error(
      `${files.map(({ file }) => file).join(' ')}: ${left.length} mutants, round ${i + 1}`,
    );
    const found = runStryker(left, round, scope.without);
    left = left.filter((m) => 'SN'.includes(found.get(nameOf(m))!));
    record(files, found);
  }
}

setPriority(15); // hours of work, on a machine that has other things to do

const chosen: Survey[] = [];
for (const scope of scopes) {
  const files = scope.files.filter((file) => isWanted(scope, file));
  if (files.length === 0) continue;
  const part = { ...scope, files };
  if (!values.report && !values.page)
    for (const batch of batches(await surveyOf(part))) run(part, batch);
  chosen.push(await surveyOf(part));
}
if (chosen.length === 0) throw new Error(`nothing to mutate in ${wanted.join(' ')}`);

if (values.page) await writePage(seed);
else {
  const survivors = chosen.flatMap((survey) => survey.all);
  printSurvivors(survivors);
  if (wanted.length > 0) printFileScores(chosen.flatMap(({ files }) => files));
  printScores(chosen, seed);
  const open = unexplained(survivors);
  if (open.length > 0) {
    console.log(`${open.length} unexplained survivors`);
    process.exitCode = 1;
  }
}
