import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { parseLog } from '../../report/index.ts';
import { steering } from '../../report/steering.fixture.ts';
import { readJUnit } from '../../report/xml.fixture.ts';

/** What the reports of a run on a hostile adapter must not hold, whatever it said. */

/** Our own colours. */
const colour = new RegExp(`${String.fromCharCode(27)}\\[(?:31|32|33|39)m`, 'g');

export function checkTerminal(text: string, colours: boolean): void {
  const plain = colours ? text.replace(colour, '') : text;
  const found = steering.exec(plain);
  if (found)
    throw new Error(
      `the terminal is sent ${JSON.stringify(plain.slice(found.index, found.index + 40))}`,
    );
  if (plain !== stripVTControlCharacters(plain)) throw new Error('the terminal is steered');
}

/** Text as the log keeps it; a report may not be longer than a reader would ever want. */
const longestReport = 4e6;

/** The status of each check of the report in a folder, which must be about exactly these checks. */
export function checkReports(folder: string, checks: readonly string[]): readonly string[] {
  const read = (name: string): string => {
    const bytes = readFileSync(join(folder, name));
    if (bytes.length > longestReport) throw new Error(`${name} has ${bytes.length} bytes`);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  };
  const log = read('log.ndjson');
  const verdicts = parseLog(log).flatMap((event) =>
    event.event === 'verdict' ? [event.verdict] : [],
  );
  const judged = verdicts.map(({ check }) => check.id).sort();
  if (judged.join() !== [...checks].sort().join())
    throw new Error(`checks without a verdict, or with two: ${judged.join()}`);
  const summary = JSON.parse(read('summary.json'));
  const { passed, failed, skipped, notCovered } = summary.checks;
  if (passed + failed + skipped + notCovered !== checks.length)
    throw new Error('the summary does not add up');
  JSON.parse(read('badge.json'));
  for (const name of ['log.ndjson', 'summary.json', 'badge.json']) checkTerminal(read(name), false);
  const cases = readJUnit(read('junit.xml')).filter(({ name }) => name === 'testcase');
  if (
    cases
      .map(({ attributes }) => attributes.name)
      .sort()
      .join() !== judged.join()
  )
    throw new Error('JUnit has other test cases than there are checks');
  checkMarkdown(read('summary.md'));
  return verdicts.map(({ status }) => status);
}

/** Outside of blocks of code, a summary consists of these lines. */
const plainLine = [
  /^$/,
  // The name: every character that Markdown might take for its own is escaped.
  /^# (?:[^<>&`*_[\]|\\]|\\[\\`*_{}[\]()#+!|~$-]|&(?:amp|lt|gt|#58|#64|#8203);)*: (?:passed|failed|nothing-judged)$/,
  /^\d+ checks passed, \d+ failed, \d+ failed as expected, \d+ skipped, \d+ not covered; \d+ questions in [\d.]+ s\. Judged by nishimori [\d.]+ at a relative accuracy of [\d.e+-]+, tier \w+, seed \d+\.$/,
  /^\| oracle \| questions \| passed \| failed \| digits: worst \| median \| status \|$/,
  /^\| --- \|(?: ---: \|){5} --- \|$/,
  /^\| `toy\.\w+` \|(?: [\d.]* \|){5} [a-z-]+ \|$/,
  /^## Failures$/,
  /^### (?:golden|reference|witness|law):toy[\w./\\-]+$/,
];

export function checkMarkdown(text: string): void {
  checkTerminal(text, false);
  let fence: string | undefined;
  for (const line of text.split('\n')) {
    if (fence !== undefined) {
      // CommonMark: as many backticks or more, and nothing else, indented by three spaces at most.
      const closing = /^ {0,3}(`{3,})\s*$/.exec(line)?.[1];
      if (closing !== undefined && closing.length >= fence.length) fence = undefined;
      continue;
    }
    const opening = /^(`{3,})text$/.exec(line)?.[1];
    if (opening !== undefined) fence = opening;
    else if (!plainLine.some((pattern) => pattern.test(line)))
      throw new Error(`the summary holds the line ${JSON.stringify(line.slice(0, 200))}`);
  }
  if (fence !== undefined) throw new Error('a block of code is not closed');
}
