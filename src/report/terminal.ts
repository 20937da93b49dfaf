import { styleText } from 'node:util';
import Table from 'cli-table3';
import { goals, type Tier } from '../judge/tiers.ts';
import { oneLine } from './escape.ts';
import { tellDiagnoses, tellFailure } from './failure.ts';
import { falseAlarmText } from './false-alarm.ts';
import type { Summary } from './summary.ts';

export interface TerminalOptions {
  readonly colour?: boolean;
  /** Only failures, and how it ended. */
  readonly quiet?: boolean;
  readonly timings?: boolean;
  /** Where the reports are, if they were written. */
  readonly folder?: string | undefined;
}

/** What is printed when a run has ended. */
export function terminalReport(summary: Summary, options: TerminalOptions = {}): string {
  const parts = [
    ...(options.quiet ? [] : [heading(summary), table(summary, options)]),
    ...(options.timings && !options.quiet ? [timing(summary)] : []),
    ...summary.failures.map(
      (event) => `${paint(options, 'red', '✗')} ${tellFailure(event, summary)}`,
    ),
    ...(summary.diagnoses.length > 0
      ? [paint(options, 'yellow', tellDiagnoses(summary.diagnoses))]
      : []),
    ...expectations(summary),
    conclusion(summary, options),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function heading({ start, checks }: Summary): string {
  const { name, version, language } = start.implementation;
  const from = {
    user: 'as asked for',
    implementation: 'its own claim',
    default: 'by default',
  }[start.accuracyFrom];
  return [
    `${oneLine(name)} ${oneLine(version)}${language ? ` (${oneLine(language)})` : ''}, judged at a relative accuracy of ${start.accuracy} (${from})`,
    `${checks.planned} check${checks.planned === 1 ? '' : 's'}, tier ${start.tier}, seed ${start.seed}`,
  ].join('\n');
}

function table({ oracles }: Summary, options: TerminalOptions): string {
  if (oracles.length === 0) return '';
  const head = ['oracle', 'questions', 'passed', 'failed', 'digits: worst', 'median', 'status'];
  const number = 'right' as const;
  const rows = new Table({
    head: options.timings ? [...head, 'ms/question'] : head,
    colAligns: ['left', number, number, number, number, number, 'left', number],
    style: { head: [], border: [], compact: true },
    chars: plainLines,
  });
  for (const { oracle, questions, passed, failed, expected, digits, status, seconds } of oracles) {
    const colour = status === 'failed' ? 'red' : status === 'passed' ? 'green' : 'yellow';
    const asked = status !== 'not-covered';
    rows.push([
      oracle,
      asked ? questions : '',
      asked ? passed : '',
      asked ? failed + expected : '',
      digits ? digits.worst.toFixed(1) : '',
      digits ? digits.median.toFixed(1) : '',
      paint(options, colour, words[status]),
      ...(options.timings ? [questions > 0 ? ((1000 * seconds) / questions).toFixed(1) : ''] : []),
    ]);
  }
  return rows.toString();
}

const words = {
  passed: 'passed',
  failed: 'FAILED',
  expected: 'fails as expected',
  skipped: 'skipped',
  'not-covered': 'not covered',
} as const;

const plainLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
  mid: '─',
  'mid-mid': ' ',
  middle: ' ',
};

/** Where the time of a run went. */
function timing({ verdicts, start, end }: Summary): string {
  const kinds = [...new Set(verdicts.map(({ verdict }) => verdict.check.kind))];
  const byKind = kinds.map((kind) => {
    const own = verdicts.filter(({ verdict }) => verdict.check.kind === kind);
    const seconds = own.reduce((sum, { verdict }) => sum + verdict.seconds, 0);
    return `${seconds.toFixed(2).padStart(8)} s  ${kind} (${own.length})`;
  });
  const most = [...verdicts].sort((a, b) => b.verdict.seconds - a.verdict.seconds).slice(0, 10);
  const slowest = most.map(
    ({ verdict }) => `${verdict.seconds.toFixed(2).padStart(8)} s  ${verdict.check.id}`,
  );
  const goal = goals[start.tier as Tier];
  const total = end
    ? [
        `${end.seconds.toFixed(2).padStart(8)} s  in all${goal === undefined ? '' : `; the tier ${start.tier} is meant to take the reference less than ${goal} s`}`,
      ]
    : [];
  return ['time by kind of check', ...byKind, ...total, '', 'slowest checks', ...slowest].join(
    '\n',
  );
}

function expectations({ end, expectedFailures }: Summary): string[] {
  const lines = [
    ...expectedFailures.map(
      ({ verdict, expected }) =>
        `fails as expected: ${verdict.check.id} (${oneLine(expected?.reason ?? '')})`,
    ),
    ...(end?.expectations ?? []).flatMap(({ expectation, status }) => {
      const id = oneLine(expectation.id);
      if (status === 'passed')
        return [`expected to fail, but passes: ${id} (${oneLine(expectation.reason)})`];
      if (status === 'matches-nothing') return [`an expectation matches nothing: ${id}`];
      return [];
    }),
  ];
  return lines.length > 0 ? [lines.join('\n')] : [];
}

function conclusion(summary: Summary, options: TerminalOptions): string {
  const { checks, questions, status, end } = summary;
  const risk = falseAlarmText(summary);
  const counts = [
    `${checks.passed} passed`,
    ...(checks.failed > 0 ? [`${checks.failed} failed`] : []),
    ...(checks.expected > 0 ? [`${checks.expected} failed as expected`] : []),
    ...(checks.skipped > 0 ? [`${checks.skipped} skipped`] : []),
    ...(checks.notCovered > 0 ? [`${checks.notCovered} not covered`] : []),
  ];
  const lines = [
    `${paint(options, status === 'passed' ? 'green' : 'red', verdictWords[status])}: ${counts.join(', ')}; ${questions} question${questions === 1 ? '' : 's'}${end ? ` in ${end.seconds.toFixed(1)} s` : ''}`,
    ...(end?.how === 'fail-fast' ? ['stopped at the first failure (--fail-fast)'] : []),
    ...(risk === undefined ? [] : [`statistical checks: ${risk}`]),
    ...(options.folder ? [`reports in ${options.folder}`] : []),
  ];
  return lines.join('\n');
}

const verdictWords = {
  passed: 'passed',
  failed: 'FAILED',
  'nothing-judged': 'NOTHING JUDGED',
  interrupted: 'INTERRUPTED',
} as const;

const paint = (
  { colour }: TerminalOptions,
  style: 'red' | 'green' | 'yellow',
  text: string,
): string => (colour ? styleText(style, text) : text);
