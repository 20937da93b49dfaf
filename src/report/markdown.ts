import { codeBlock, markdown, rough } from './escape.ts';
import { tellDiagnoses, tellFailure } from './failure.ts';
import type { Summary } from './summary.ts';

/** A summary for a pull request or a job's page. */
export function markdownSummary(summary: Summary): string {
  const { start, checks, oracles, status, questions, falseAlarm, failures, end } = summary;
  const { name, version } = start.implementation;
  const rows = oracles.map(({ oracle, questions, passed, failed, expected, digits, status }) => {
    const asked = status !== 'not-covered';
    const cells = asked ? [questions, passed, failed + expected] : ['', '', ''];
    const reached = digits ? [digits.worst.toFixed(1), digits.median.toFixed(1)] : ['', ''];
    return `| ${[`\`${oracle}\``, ...cells, ...reached, status].join(' | ')} |`;
  });
  const lines = [
    `# ${markdown(name)} ${markdown(version)}: ${status}`,
    '',
    `${checks.passed} checks passed, ${checks.failed} failed, ${checks.expected} failed as expected, ${checks.skipped} skipped, ${checks.notCovered} not covered; ${questions} questions${end ? ` in ${end.seconds.toFixed(1)} s` : ''}. Judged by nishimori ${start.nishimori} at a relative accuracy of ${start.accuracy}, tier ${start.tier}, seed ${start.seed}.`,
    '',
    '| oracle | questions | passed | failed | digits: worst | median | status |',
    '| --- | ---: | ---: | ---: | ---: | ---: | --- |',
    ...rows,
    '',
  ];
  if (falseAlarm > 0)
    lines.push(
      `A right implementation fails such a run with probability < ${rough(falseAlarm)}.`,
      '',
    );
  for (const { expectation, status: what } of end?.expectations ?? []) {
    if (what === 'passed')
      lines.push(
        `- expected to fail, but passes: ${markdown(expectation.id)} (${markdown(expectation.reason)})`,
      );
    if (what === 'matches-nothing')
      lines.push(`- an expectation matches nothing: ${markdown(expectation.id)}`);
  }
  if (summary.diagnoses.length > 0) lines.push('', codeBlock(tellDiagnoses(summary.diagnoses)));
  if (failures.length > 0) lines.push('', '## Failures', '');
  for (const event of failures)
    lines.push(
      `### ${markdown(event.verdict.check.id)}`,
      '',
      codeBlock(tellFailure(event, summary)),
      '',
    );
  return `${lines.join('\n').trimEnd()}\n`;
}
