/**
 * npm run calibration                     are the declared false-alarm rates and powers those of the reference?
 *   --seeds <n>    cases of each check (default 30; eight times as many of the cheap, a quarter of the large)
 *   --power <n>    cases in which the mistake is to be caught (default: as many)
 *   --law <glob>   only these checks: law:glm/*, *nishimori*
 *   --seed <n>     of everything that is drawn (default 1)
 *   --write        keep what is found: scripts/calibration/results.json, and the table of docs/statistics.md
 *   --page         run nothing: make the table of what is kept
 *   --check        run nothing: is what is kept what the checks declare, and the page made from it?
 *
 * Exit status 1 if what is seen is inconsistent with what is declared. A suite that declares the truth
 * fails with probability 1e-4 over seeds, all tests together.
 */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { matcher } from '../../src/judge/check.ts';
import { calibrate, type Finding } from './calibrate.ts';
import { problemsOf, store } from './results.ts';
import { type Subject, subjects } from './subjects.ts';
import { columns, conclusionOf, headings, rowsOf, testsOf } from './table.ts';
import { verdictOf } from './verdict.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '30' },
    power: { type: 'string' },
    law: { type: 'string', multiple: true, default: ['*'] },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
    page: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});

function whole(name: string, text: string, least: number): number {
  const n = Number(text);
  if (Number.isSafeInteger(n) && n >= least) return n;
  console.error(`--${name} must be a whole number >= ${least}, got '${text}'`);
  process.exit(2);
}

/** Cheap cases are many, large ones few. */
const shares = { cheap: 8, moderate: 8, expensive: 1, large: 1 / 4 } as const;

async function run(chosen: readonly Subject[]): Promise<readonly Finding[]> {
  const seeds = whole('seeds', values.seeds, 1);
  const powerSeeds = values.power === undefined ? seeds : whole('power', values.power, 1);
  const seed = whole('seed', values.seed, 0);
  const findings: Finding[] = [];
  for (const subject of chosen) {
    const begin = performance.now();
    const share = shares[subject.cost];
    const finding = await calibrate(subject, {
      cases: Math.ceil(share * seeds),
      powerCases: Math.ceil(share * powerSeeds),
      seed,
    });
    findings.push(finding);
    if (values.write) store([finding], subjects);
    const seconds = (performance.now() - begin) / 1000;
    console.error(`${subject.id}: ${finding.cases} cases in ${seconds.toFixed(0)} s`);
  }
  return findings;
}

if (values.page) {
  store([], subjects);
} else if (values.check) {
  for (const problem of problemsOf(subjects)) {
    console.error(problem);
    process.exitCode = 1;
  }
} else {
  const matches = matcher(values.law.flatMap((glob) => [glob, `law:${glob}`]));
  const chosen = subjects.filter(({ id }) => matches(id));
  if (chosen.length === 0) {
    console.error(`--law matches none of\n${subjects.map(({ id }) => `  ${id}`).join('\n')}`);
    process.exit(2);
  }
  const findings = await run(chosen);
  const table = new Table({ head: [...headings], style: { head: [], border: [] } });
  table.push(...rowsOf(findings).map((row) => columns.map((column) => row[column])));
  console.log(`${table}\n${conclusionOf(findings)}`);
  const tests = testsOf(findings);
  if (findings.some((finding) => verdictOf(finding, tests) === 'inconsistent'))
    process.exitCode = 1;
}
