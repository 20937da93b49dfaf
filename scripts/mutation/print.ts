import Table from 'cli-table3';
import { measuredScore } from './measured.ts';
import { detected, interval, type Score, scoreOf, share, shareOfDifferent } from './score.ts';
import { isComplete, isRun, type Known, type Survey } from './survey.ts';

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

/** The score of samples when they were first run, and the interval for a scope of which more is not known. */
export function measuredCells({ scope, all }: Survey): string[] {
  const score = measuredScore(scope);
  return isComplete({ all }) || score.mutants === 0
    ? ['', '', '']
    : [`${score.mutants}`, percent(share(score)), interval(score).map(percent).join(' … ')];
}

export const measuredHead = ['sampled', 'killed at first', '95 % interval'] as const;

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

const howMuch = (known: readonly Known[]): string =>
  isComplete({ all: known }) ? 'all' : `${known.filter(isRun).length} of ${known.length}`;

export function printScores(surveys: readonly Survey[]): void {
  const table = scoreTable(...measuredHead);
  for (const survey of surveys)
    table.push([
      ...row(survey.scope.id, scoreOf(survey.all), howMuch(survey.all)),
      ...measuredCells(survey),
    ]);
  console.log(table.toString());
}

export function printFileScores(files: Survey['files']): void {
  const table = scoreTable();
  for (const { file, known } of files)
    if (known.some(isRun)) table.push(row(file.file, scoreOf(known), howMuch(known)));
  console.log(table.toString());
}
