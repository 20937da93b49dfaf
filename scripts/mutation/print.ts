import Table from 'cli-table3';
import { detected, interval, type Score, scoreOf, share, shareOfDifferent } from './score.ts';
import { isComplete, type Known, type Survey, sampleOf } from './survey.ts';

export const percent = (x: number): string =>
  Number.isFinite(x) ? `${(100 * x).toFixed(1)} %` : '';

/** Survivors nobody has explained. */
export const unexplained = (known: readonly Known[]): readonly Known[] =>
  known.filter(({ outcome, explanation }) => 'SN'.includes(outcome) && explanation === undefined);

const oneLine = (text: string, most = 70): string => {
  const flat = text.replace(/\s+/g, ' ');
  return flat.length <= most ? flat : `${flat.slice(0, most)}…`;
};

export function printSurvivors(known: readonly Known[]): void {
  for (const { mutant, outcome, explanation } of known) {
    if (!'SN'.includes(outcome)) continue;
    const { file, start, original, replacement, mutator } = mutant;
    console.log(
      `${explanation ? 'explained' : outcome === 'N' ? 'UNCOVERED' : 'SURVIVED '} ` +
        `${file}:${start.line}:${start.column} ${mutator}\n` +
        `    ${oneLine(mutant.line, 100)}\n` +
        `    ${oneLine(original)}  →  ${oneLine(replacement)}` +
        (explanation ? `\n    ${explanation.kind}: ${explanation.why}` : ''),
    );
  }
}

const row = (name: string, score: Score, how: string): string[] => [
  name,
  how,
  `${score.mutants}`,
  `${detected(score)}`,
  `${score.timedOut}`,
  `${score.survived}`,
  `${score.explained}`,
  percent(share(score)),
  percent(shareOfDifferent(score)),
];

const range = (score: Score): string => interval(score).map(percent).join(' … ');

/** A table for {@link row}, with room for more. */
const scoreTable = (...more: readonly string[]) =>
  new Table({
    head: [
      '',
      'measured',
      'mutants',
      'killed',
      'timed out',
      'survived',
      'explained',
      'score',
      'without equivalent',
      ...more,
    ],
    style: { head: [], border: [] },
  });

export function printScores(surveys: readonly Survey[], seed: number): void {
  const table = scoreTable('95 % interval');
  for (const survey of surveys) {
    const full = isComplete(survey);
    const score = scoreOf(full ? survey.all : sampleOf(survey, seed));
    const how = full ? 'all' : `${score.mutants} of ${survey.all.length}`;
    table.push([
      ...row(survey.scope.id, score, how),
      full || score.mutants === 0 ? '' : range(score),
    ]);
  }
  console.log(table.toString());
}

export function printFileScores(files: Survey['files']): void {
  const table = scoreTable();
  for (const { file, known } of files) {
    const run = known.filter(({ outcome }) => outcome !== '.');
    if (run.length === 0) continue;
    table.push(
      row(
        file.file,
        scoreOf(run),
        run.length === known.length ? 'all' : `${run.length} of ${known.length}`,
      ),
    );
  }
  console.log(table.toString());
}
