import type { Diagnosis } from '../../src/diagnosis/diagnosis.ts';
import type { Verdict } from '../../src/judge/verdict.ts';
import { brief, oneLine } from '../../src/report/escape.ts';
import { tellComparison } from '../../src/report/failure.ts';
import type { Trial } from './trial.ts';

/** Place of the right one among the diagnoses, from 1; 0 if it is not there. */
export const placeOf = (id: string, diagnoses: readonly Diagnosis[]): number =>
  diagnoses.findIndex((diagnosis) => diagnosis.id === id) + 1;

/** What `npm run gallery` prints of one wrong implementation. */
export function tellTrial(name: string, title: string, trial: Trial): string {
  const { first, questions, diagnoses, seconds } = trial;
  const lines = [`${first ? '✓' : '✗'} ${name}: ${title}`];
  const say = (label: string, text: string): void => {
    lines.push(`    ${label.padEnd(11)} ${text}`);
  };
  if (first) {
    say('caught by', `${first.check.id}, after ${questions} question${questions === 1 ? '' : 's'}`);
    const { smallest } = trial;
    say('shown by', smallest.check.id);
    for (const line of tellCounterexample(smallest)) say('', line);
  } else say('NOT CAUGHT', `${questions} questions`);
  say('diagnosis', diagnoses.map(({ title }) => title).join('; ') || 'none');
  say('', `${seconds.toFixed(1)} s`);
  return lines.join('\n');
}

export function tellCounterexample({ counterexample }: Verdict): string[] {
  if (!counterexample) return [];
  const { exchanges, comparisons, reason } = counterexample;
  const broken = comparisons.find(({ passes }) => !passes);
  return [
    ...exchanges.slice(0, 2).map(({ oracle, params }) => `${oracle} ${brief(params, 160)}`),
    ...(exchanges.length > 2 ? [`… and ${exchanges.length - 2} more questions`] : []),
    ...(broken ? [tellComparison(broken)] : []),
    ...(reason === undefined ? [] : [oneLine(reason)]),
  ];
}
