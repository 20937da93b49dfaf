import { existsSync, readFileSync } from 'node:fs';
import coverage, { type CoverageMapData } from 'istanbul-lib-coverage';
import report from 'istanbul-lib-report';
import reports from 'istanbul-reports';

/** Merges what vitest and c8 saw into coverage/index.html, and prints a line per folder. */
const parts = ['coverage/unit/coverage-final.json', 'coverage/cli/coverage-final.json'];
const merged = coverage.createCoverageMap({});
for (const part of parts) {
  if (!existsSync(part)) throw new Error(`${part} is missing: run npm run coverage`);
  const data: CoverageMapData = JSON.parse(readFileSync(part, 'utf8'));
  merged.merge(data);
}
const context = report.createContext({
  dir: 'coverage',
  coverageMap: merged,
  defaultSummarizer: 'nested',
});
reports.create('html').execute(context);
reports.create('text', { skipFull: true }).execute(context);
reports.create('text-summary').execute(context);
