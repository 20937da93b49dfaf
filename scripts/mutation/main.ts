/**
 * npm run mutation                              a random sample of the mutants of every folder
 * npm run mutation -- <file or folder>…         all mutants of these
 * npm run mutation -- --sample 60 <folder>…     a random sample of each folder
 * npm run mutation -- --all                     all mutants there are: a night's work
 *
 * --seed <n>     another random sample (default 1)
 * --survivors    only what survived and is not explained: after tests were written for it
 * --fresh        runs again also what was killed before
 * --report       runs nothing: prints what is known
 * --page         writes docs/mutation.md from what is known
 *
 * Exit status 1 if an unexplained mutant survives among those chosen.
 */
import { setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import { measure } from './measured.ts';
import { type Mutant, nameOf } from './mutants.ts';
import { writePage } from './page.ts';
import { printFileScores, printScores, printSurvivors, unexplained } from './print.ts';
import { record } from './results.ts';
import { shuffled } from './sample.ts';
import { type Round, type Scope, scopes } from './scopes.ts';
import { runStryker } from './stryker.ts';
import { type Survey, surveyOf } from './survey.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    all: { type: 'boolean', default: false },
    survivors: { type: 'boolean', default: false },
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
    : wanted.length === 0 && !values.all && !values.survivors
      ? 60
      : undefined;
if (values.survivors && values.sample !== undefined)
  throw new Error('--survivors are no random sample: not with --sample');
if (!Number.isInteger(seed) || (sampleSize !== undefined && !(sampleSize > 0)))
  throw new Error('--seed is an integer, --sample a positive one');

const isWanted = (scope: Scope, file: string): boolean =>
  wanted.length === 0 ||
  wanted.some((path) => path === scope.id || path === file || file.startsWith(`${path}/`));

/** All mutants of the files, a sample of them, or those that wait for a test. */
function chosenOf({ files, all: known }: Survey): readonly Mutant[] {
  if (values.survivors) return unexplained(known).map(({ mutant }) => mutant);
  const all = files.flatMap(({ file }) => file.mutants);
  return sampleSize === undefined ? all : shuffled(all, seed).slice(0, sampleSize);
}

/** Fewer than this are not worth a run of Stryker with tests of their own: the next round takes them. */
const worthARun = 5;

/** The mutants that meet the same tests in this round; those that have no such round are left out. */
function grouped(mutants: readonly Mutant[], roundOf: (m: Mutant) => Round | undefined) {
  const groups = new Map<string, { readonly round: Round; readonly group: Mutant[] }>();
  for (const mutant of mutants) {
    const round = roundOf(mutant);
    if (round === undefined) continue;
    const key = JSON.stringify(round);
    const group = groups.get(key)?.group ?? [];
    group.push(mutant);
    groups.set(key, { round, group });
  }
  return [...groups.values()];
}

/** Meets one round of tests after the other; results are kept after each run. */
function run(survey: Survey): void {
  const { scope } = survey;
  const known = new Map(survey.all.map(({ mutant, outcome }) => [mutant, outcome]));
  let left = chosenOf(survey).filter((m) => values.fresh || !'KTE'.includes(known.get(m)!));
  const met = new Set<string>();
  for (let i = 0; left.length > 0; i++) {
    const groups = grouped(left, ({ file }) => scope.rounds(file)[i]);
    if (groups.length === 0) return;
    for (const { round, group } of groups) {
      if (group.length < worthARun && round.again) continue;
      console.error(
        `${scope.id}: ${group.length} mutants, round ${i + 1}: ${round.tests.join(' ')}`,
      );
      const found = new Map(runStryker(group, round, scope.without));
      // Covered by an earlier round is covered.
      for (const [name, status] of found) if (status === 'N' && met.has(name)) found.set(name, 'S');
      for (const [name, status] of found) if (status === 'S') met.add(name);
      record(
        survey.files.map(({ file }) => file),
        found,
      );
      const killed = new Set(group.filter((m) => !'SN'.includes(found.get(nameOf(m))!)));
      left = left.filter((m) => !killed.has(m));
    }
  }
}

setPriority(15); // hours of work, on a machine that has other things to do

const chosen: Survey[] = [];
for (const scope of scopes) {
  const files = scope.files.filter((file) => isWanted(scope, file));
  if (files.length === 0) continue;
  const part = { ...scope, files, isPart: files.length < scope.files.length };
  const before = await surveyOf(part);
  if (!values.report && !values.page) run(before);
  const after = await surveyOf(part);
  if (sampleSize !== undefined && !part.isPart) measure(seed, chosenOf(before), before, after);
  chosen.push(after);
}
if (chosen.length === 0) throw new Error(`nothing to mutate in ${wanted.join(' ')}`);

if (values.page) await writePage(scopes);
else {
  const survivors = chosen.flatMap((survey) => survey.all);
  printSurvivors(survivors);
  if (wanted.length > 0) printFileScores(chosen.flatMap(({ files }) => files));
  const whole = chosen.filter(({ scope }) => !scope.isPart);
  if (whole.length > 0) printScores(whole);
  const open = unexplained(survivors);
  if (open.length > 0) {
    console.log(`${open.length} unexplained survivors`);
    process.exitCode = 1;
  }
}
