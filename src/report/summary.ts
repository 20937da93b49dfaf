import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import { isFailure, totalOf, type Verdict } from '../judge/verdict.ts';
import type { EndEvent, Event, StartEvent, VerdictEvent } from './events.ts';

export type RunStatus = 'passed' | 'failed' | 'nothing-judged' | 'interrupted';

/** What the run found about one oracle. A check about several oracles counts for each. */
export interface OracleSummary {
  readonly oracle: string;
  readonly status: 'passed' | 'failed' | 'expected' | 'skipped' | 'not-covered';
  readonly questions: number;
  readonly passed: number;
  readonly failed: number;
  readonly expected: number;
  readonly skipped: number;
  /** Digits reached, over all questions with a known answer. */
  readonly digits?: { readonly worst: number; readonly median: number; readonly questions: number };
  readonly seconds: number;
}

export interface Summary {
  readonly status: RunStatus;
  readonly exitStatus: 0 | 1 | 2 | 130;
  readonly start: StartEvent;
  /** Absent if the run was killed. */
  readonly end?: EndEvent;
  readonly checks: {
    readonly planned: number;
    readonly passed: number;
    readonly failed: number;
    readonly expected: number;
    readonly skipped: number;
    readonly notCovered: number;
  };
  readonly questions: number;
  /** Probability that a right implementation fails a run like this one. */
  readonly falseAlarm: number;
  readonly oracles: readonly OracleSummary[];
  readonly failures: readonly VerdictEvent[];
  /** Known mistakes that explain them, the best first. */
  readonly diagnoses: readonly Diagnosis[];
  readonly expectedFailures: readonly VerdictEvent[];
  readonly verdicts: readonly VerdictEvent[];
}

/** Everything the reports say, from the events of a log: also of one that breaks off. */
export function summarise(events: readonly Event[]): Summary {
  const start = events.find((event) => event.event === 'start');
  if (!start) throw new Error('the log does not say how the run began');
  const end = events.find((event) => event.event === 'end');
  const verdicts = events.filter((event) => event.event === 'verdict');
  const failing = verdicts.filter(({ verdict }) => isFailure(verdict.status));
  const failures = failing.filter(({ expected }) => expected === undefined);
  const expectedFailures = failing.filter(({ expected }) => expected !== undefined);
  const count = (status: Verdict['status']): number =>
    verdicts.filter(({ verdict }) => verdict.status === status).length;
  const stale = (end?.expectations ?? []).filter(
    ({ status }) => status === 'passed' || status === 'matches-nothing',
  );
  const passed = count('passed');
  const status: RunStatus =
    end === undefined || end.how === 'interrupted'
      ? 'interrupted'
      : failures.length + stale.length > 0
        ? 'failed'
        : passed + failing.length === 0
          ? 'nothing-judged'
          : 'passed';
  return {
    status,
    exitStatus: exitStatuses[status],
    start,
    ...(end === undefined ? {} : { end }),
    checks: {
      planned: start.checks,
      passed,
      failed: failures.length,
      expected: expectedFailures.length,
      skipped: count('skipped'),
      notCovered: count('not-covered'),
    },
    questions: verdicts.reduce((sum, { verdict }) => sum + totalOf(verdict.questions), 0),
    falseAlarm: verdicts.reduce((sum, { verdict }) => sum + verdict.falseAlarm, 0),
    oracles: byOracle(verdicts, start.oracles),
    failures,
    diagnoses: events.flatMap((event) => (event.event === 'diagnosis' ? event.diagnoses : [])),
    expectedFailures,
    verdicts,
  };
}

const exitStatuses = { passed: 0, failed: 1, 'nothing-judged': 2, interrupted: 130 } as const;

function byOracle(
  verdicts: readonly VerdictEvent[],
  oracles: readonly string[],
): readonly OracleSummary[] {
  const judged = new Set(verdicts.flatMap(({ verdict }) => verdict.oracles));
  return oracles
    .filter((oracle) => judged.has(oracle))
    .map((oracle) => {
      const about = verdicts.filter(({ verdict }) => verdict.oracles.includes(oracle));
      const count = (test: (event: VerdictEvent) => boolean): number => about.filter(test).length;
      const failing = ({ verdict }: VerdictEvent): boolean => isFailure(verdict.status);
      const failed = count((event) => failing(event) && !event.expected);
      const expected = count((event) => failing(event) && event.expected !== undefined);
      const passed = count(({ verdict }) => verdict.status === 'passed');
      const skipped = count(({ verdict }) => verdict.status === 'skipped');
      const own = about.filter(({ verdict }) => verdict.check.kind !== 'law');
      const digits = own.flatMap(({ verdict }) => verdict.digits).sort((a, b) => a - b);
      const questions = verdicts.reduce(
        (sum, { verdict }) => sum + (verdict.questions[oracle] ?? 0),
        0,
      );
      // A check about several oracles spends its time on each in proportion to the questions.
      const seconds = about.reduce(
        (sum, { verdict }) =>
          sum +
          (verdict.seconds * (verdict.questions[oracle] ?? 0)) /
            Math.max(1, totalOf(verdict.questions)),
        0,
      );
      const uncovered = own.every(({ verdict }) => verdict.status === 'not-covered');
      const status: OracleSummary['status'] =
        failed > 0
          ? 'failed'
          : expected > 0
            ? 'expected'
            : passed > 0
              ? 'passed'
              : skipped === 0 || (uncovered && own.length > 0)
                ? 'not-covered'
                : 'skipped';
      return {
        oracle,
        status,
        questions,
        passed,
        failed,
        expected,
        skipped,
        ...(digits.length === 0
          ? {}
          : { digits: { worst: digits[0], median: median(digits), questions: digits.length } }),
        seconds,
      };
    });
}

const median = (sorted: readonly number[]): number => {
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
