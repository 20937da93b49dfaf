import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Finding } from './calibrate.ts';
import type { Subject } from './subjects.ts';
import { conclusionOf, markdownTable, testsOf } from './table.ts';
import { verdictOf } from './verdict.ts';

/** What was found, kept: the page of the documentation is made from it. */
const file = new URL('results.json', import.meta.url);
const page = new URL('../../docs/statistics.md', import.meta.url);
const [begin, end] = ['<!-- calibration: begin -->', '<!-- calibration: end -->'];

export const storedFindings = (): readonly Finding[] =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];

/** Puts findings beside those of other checks, in the order of the catalogue. */
export function store(findings: readonly Finding[], subjects: readonly Subject[]): void {
  const byId = new Map([...storedFindings(), ...findings].map((finding) => [finding.id, finding]));
  const all = subjects.flatMap(({ id }) => byId.get(id) ?? []);
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
  if (existsSync(page)) writeFileSync(page, withTable(readFileSync(page, 'utf8'), all));
}

function withTable(text: string, findings: readonly Finding[]): string {
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`docs/statistics.md has no ${begin} … ${end}`);
  return `${before}${begin}\n\n${conclusionOf(findings)}\n\n${markdownTable(findings)}\n\n${end}${after}`;
}

/** Why what is stored and printed is not what the checks declare now; empty if it is. */
export function problemsOf(subjects: readonly Subject[]): readonly string[] {
  const findings = storedFindings();
  const tests = testsOf(findings);
  const text = readFileSync(page, 'utf8');
  const ids = new Set(subjects.map(({ id }) => id));
  return [
    ...findings.flatMap(({ id }) => (ids.has(id) ? [] : [`${id} is not a statistical check`])),
    ...subjects.flatMap(({ id, statistics: { falseAlarm, tail, power } }) => {
      const found = findings.find((finding) => finding.id === id);
      if (!found) return [`${id} has not been calibrated`];
      const now = [falseAlarm, tail.model, power.mistake, power.atLeast];
      const then = [found.falseAlarm, found.model, found.power.mistake, found.power.atLeast];
      if (String(now) !== String(then))
        return [`${id} declares something else than was calibrated`];
      const verdict = verdictOf(found, tests);
      return verdict === 'consistent' ? [] : [`${id}: ${verdict}`];
    }),
    ...(withTable(text, findings) === text
      ? []
      : ['docs/statistics.md is not made from results.json']),
  ];
}
