/**
 * docs/mutation.md: what has been measured, from results.json and survivors.json.
 */
import { writeFileSync } from 'node:fs';
import { packageInfo } from '../../src/package-root.ts';
import { measuredCells, measuredHead, percent } from './print.ts';
import type { Scope } from './scopes.ts';
import { detected, type Score, scoreOf, share, shareOfDifferent } from './score.ts';
import { isComplete, type Survey, surveyOf } from './survey.ts';

const introduction = `# Mutation testing

What the tests of nishimori would notice. \`npm run mutation\` changes the sources in one place at a time
(a + into a −, a condition into \`true\`, a block into nothing: [Stryker](https://stryker-mutator.io) does it)
and runs the tests. A change that no test notices has **survived**: something is untested, or the code is
not needed, or the change makes no difference, and then one line in
[\`scripts/mutation/survivors.json\`](../scripts/mutation/survivors.json) says why.

\`\`\`sh
npm run mutation -- reference/numerics/roots.ts    # all mutants of a file: minutes
npm run mutation -- reference/committee            # all of a folder: an hour or more
npm run mutation -- --sample 60                    # a random sample of every folder; --seed <n> for another
npm run mutation -- --all                          # everything: a night
npm run mutation -- --survivors                    # what survived and waits for a test or an explanation, once more
npm run mutation -- --report reference/numerics    # what is known already, survivors first
npm run mutation -- --page                         # writes this page
\`\`\`

The exit status is 1 if an unexplained mutant survives among those chosen. Results are kept in
[\`scripts/mutation/results.json\`](../scripts/mutation/results.json), one letter per mutant, and hold while the
source of a file stays as it is: what was killed is not run again (\`--fresh\` runs it again), what survived is.

Mutants meet tests in rounds: first the unit tests beside the file, then those of the folder or, for the
models, the golden values, the laws of its oracles and what its answers cost and state as errors, asked of the mutated
reference. Tests elsewhere in the repository would kill some more. A mutant **timed out** if the tests took more than four times as long
as without it and five seconds more (an endless loop, mostly); that counts as killed, as it does with
Stryker. Strings of \`reference/\` (ids and the words of errors) are not mutated, nor are the
AssemblyScript kernels, whose compiled bytes \`npm run kernels:check\` compares.
`;

const head = (first: string): string =>
  `| ${first} | mutants | run | killed | of these timed out | survived | of these explained | score | without equivalent |`;

const cells = (score: Score, all: number): string =>
  [
    all,
    score.mutants,
    detected(score),
    score.timedOut,
    score.survived,
    score.explained,
    percent(share(score)),
    percent(shareOfDifferent(score)),
  ].join(' | ');

const line = (columns: number): string => `|${' --- |'.repeat(columns)}`;

function folderTable(surveys: readonly Survey[]): string {
  const rows = surveys.map(
    (survey) =>
      `| ${survey.scope.id} | ${cells(scoreOf(survey.all), survey.all.length)} | ${measuredCells(survey).join(' | ')} |`,
  );
  return [`${head('')} ${measuredHead.join(' | ')} |`, line(12), ...rows].join('\n');
}

function fileTable(surveys: readonly Survey[]): string {
  const files = surveys.flatMap((survey) => survey.files);
  const rows = files.flatMap(({ file, known }) =>
    known.length > 0 && isComplete({ all: known })
      ? [`| ${file.file} | ${cells(scoreOf(known), known.length)} |`]
      : [],
  );
  return [head('file'), line(9), ...rows].join('\n');
}

const kinds = {
  equivalent: 'makes no difference, or one of rounding within the stated error',
  effort: 'the same answer by a longer or shorter way',
  estimate: 'an error estimate that is more or less cautious',
  guard: 'guards against what no caller does',
  message: 'the words of an error or a report',
  elsewhere: 'noticed by slower tests, which mutants do not meet',
} as const;

function kindTable(surveys: readonly Survey[]): string {
  const known = surveys.flatMap(({ all }) => all).filter(({ outcome }) => 'SN'.includes(outcome));
  const rows = Object.entries(kinds).map(([kind, meaning]) => {
    const count = known.filter(({ explanation }) => explanation?.kind === kind).length;
    return `| ${kind} | ${meaning} | ${count} |`;
  });
  const open = known.filter(({ explanation }) => explanation === undefined).length;
  return [
    '| kind | the mutant | survivors |',
    line(3),
    ...rows,
    `| | not explained yet | ${open} |`,
  ].join('\n');
}

export async function writePage(scopes: readonly Scope[]): Promise<void> {
  const surveys: Survey[] = [];
  for (const scope of scopes) surveys.push(await surveyOf(scope));
  const text = `${introduction}
## Folders

Version ${packageInfo().version}. The first columns are about all mutants that were ever run, the last three about random
samples, as they were when they were run for the first time, by tests that were written without looking at
them: the latest samples, a hundred mutants of each folder or more (earlier ones met fewer tests; all are in
[\`measured.json\`](../scripts/mutation/measured.json)), with the interval of Clopper and Pearson for the share of
the folder. Survivors are then looked at, and new tests kill some of them, so that the score of all that was run
flatters a folder that was only sampled.

${folderTable(surveys)}

## Why survivors survive

${kindTable(surveys)}

## Files of which all mutants were run

${fileTable(surveys)}
`;
  writeFileSync('docs/mutation.md', text);
}
