import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from '../../oracles/encode.ts';
import { badge } from './badge.ts';
import { printableJson } from './escape.ts';
import { junitXml } from './junit.ts';
import { logName, parseLog } from './log.ts';
import { markdownSummary } from './markdown.ts';
import { type Summary, summarise } from './summary.ts';

export type { EndEvent, Event, StartEvent, VerdictEvent } from './events.ts';
export { defaultTimeout, replayCommand, tellDiagnoses, tellFailure } from './failure.ts';
export { Log, logName, parseLog } from './log.ts';
export { type OracleSummary, type Summary, summarise } from './summary.ts';
export { type TerminalOptions, terminalReport } from './terminal.ts';

/** The summary as JSON: everything but the verdicts that passed, which the log holds. */
export function summaryJson(summary: Summary): string {
  const { verdicts: _, ...rest } = summary;
  return `${printableJson(JSON.stringify(encode(rest), undefined, 2))}\n`;
}

/**
 * Derives every other report from the log in a folder: also from the log of a run that was killed.
 */
export function deriveReports(folder: string): Summary {
  const summary = summarise(parseLog(readFileSync(join(folder, logName), 'utf8')));
  writeFileSync(join(folder, 'summary.json'), summaryJson(summary));
  writeFileSync(join(folder, 'junit.xml'), `${junitXml(summary)}\n`);
  writeFileSync(join(folder, 'summary.md'), markdownSummary(summary));
  writeFileSync(join(folder, 'badge.json'), `${printableJson(JSON.stringify(badge(summary)))}\n`);
  return summary;
}
