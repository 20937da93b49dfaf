import type { Finding, Observation } from './calibrate.ts';
import { familyAlarm, pValuesOf, type Verdict, verdictOf } from './verdict.ts';

/** One row for each thing that was counted; the first of a check says what all of them share. */
export interface Row {
  readonly check: string;
  readonly cases: string;
  readonly declared: string;
  readonly worst: string;
  readonly counted: string;
  readonly expected: string;
  readonly observed: string;
  readonly p: string;
  readonly verdict: string;
}

export const testsOf = (findings: readonly Finding[]): number =>
  findings.reduce((sum, finding) => sum + pValuesOf(finding).length, 0);

export function rowsOf(findings: readonly Finding[]): readonly Row[] {
  const tests = testsOf(findings);
  return findings.flatMap((finding) => rowsOfOne(finding, verdictOf(finding, tests)));
}

function rowsOfOne(finding: Finding, verdict: Verdict): readonly Row[] {
  const { id, cases, falseAlarm, model, worst, observations, kolmogorovSmirnov, power } = finding;
  const blank = { check: '', cases: '', declared: '', worst: '', verdict: '' };
  const shared = {
    check: id,
    cases: String(cases),
    declared: `${falseAlarm} (${model})`,
    worst: worst.toFixed(2),
    verdict,
  };
  return [
    ...observations.map((one, i) => ({ ...(i === 0 ? shared : blank), ...counted(one) })),
    ...(kolmogorovSmirnov === undefined
      ? []
      : [
          {
            ...blank,
            counted: 'all ratios (Kolmogorov–Smirnov)',
            expected: '',
            observed: '',
            p: short(kolmogorovSmirnov),
          },
        ]),
    {
      ...blank,
      counted: `caught: ${power.mistake}`,
      expected: `≥ ${number(power.atLeast * power.cases)} of ${power.cases}`,
      observed: `${power.caught} (${percent(power.interval[0])} – ${percent(power.interval[1])})`,
      p: short(power.pValue),
    },
  ];
}

const counted = ({ what, trials, probability, observed, pValue }: Observation) => ({
  counted: what,
  expected: `≤ ${number(probability * trials)} of ${trials}`,
  observed: String(observed),
  p: short(pValue),
});

const number = (x: number): string => String(Number(x.toPrecision(3)));
const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;
const short = (p: number): string => (p > 0.995 ? '1' : String(Number(p.toPrecision(2))));

const head: Row = {
  check: 'check',
  cases: 'cases',
  declared: 'false alarm per case',
  worst: 'worst ratio',
  counted: 'counted',
  expected: 'expected',
  observed: 'observed',
  p: 'p',
  verdict: 'verdict',
};
export const columns = Object.keys(head) as (keyof Row)[];
export const headings: readonly string[] = columns.map((column) => head[column]);

/** The table as it stands in the documentation. */
export function markdownTable(findings: readonly Finding[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(headings),
    `| --- | ---: | --- | ---: | --- | --- | --- | ---: | --- |`,
    ...rowsOf(findings).map((row) => line(columns.map((column) => row[column]))),
  ].join('\n');
}

/** What the table comes to, in a sentence. */
export function conclusionOf(findings: readonly Finding[]): string {
  const tests = testsOf(findings);
  const verdicts = findings.map((finding) => verdictOf(finding, tests));
  const count = (verdict: Verdict): number => verdicts.filter((one) => one === verdict).length;
  const failed = findings.reduce((sum, finding) => sum + finding.failed, 0);
  const cases = findings.reduce((sum, finding) => sum + finding.cases, 0);
  return `${findings.length} statistical checks, ${cases} cases, ${failed} false alarms; ${tests} tests at ${familyAlarm} together: ${count('consistent')} consistent, ${count('power not shown')} of too few cases to show their power, ${count('inconsistent')} inconsistent with what is declared.`;
}
