import { createRequire } from 'node:module';
import type { Builder } from 'junit-report-builder';
import { isFailure } from '../judge/verdict.ts';
import { oneLine, printable } from './escape.ts';
import { tellComparison, tellFailure } from './failure.ts';
import type { Summary } from './summary.ts';

// Its declarations promise a default export that the CommonJS module does not have.
const junit: Builder = createRequire(import.meta.url)('junit-report-builder');

/**
 * A section of CDATA ends at `]]>`. The builder divides it there the first time only, so that a second
 * one would let what follows be read as markup: until it is done, a character stands for it that
 * printable text does not hold.
 */
const cdataEnd = '\u200b';
const untilBuilt = (text: string): string => text.replaceAll(']]>', cdataEnd);

/** JUnit XML: one suite per kind of check, one test case per check. */
export function junitXml(summary: Summary): string {
  const { start, verdicts, end } = summary;
  const builder = junit.newBuilder();
  const kinds = [...new Set(verdicts.map(({ verdict }) => verdict.check.kind))];
  for (const kind of kinds) {
    const suite = builder.testSuite().name(`nishimori ${kind}`).timestamp(start.started);
    const own = verdicts.filter(({ verdict }) => verdict.check.kind === kind);
    suite.time(own.reduce((sum, { verdict }) => sum + verdict.seconds, 0));
    for (const event of own) {
      const { verdict, expected } = event;
      const { status, check, seconds, counterexample } = verdict;
      const test = suite.testCase().className(`nishimori.${kind}`).name(check.id).time(seconds);
      if (isFailure(status) && !expected) {
        const [first] = (counterexample?.comparisons ?? []).filter(({ passes }) => !passes);
        const message = counterexample?.reason ?? (first ? tellComparison(first) : status);
        test
          .failure(oneLine(message), status)
          .stacktrace(untilBuilt(printable(tellFailure(event, summary))));
      } else if (status !== 'passed') {
        test.skipped();
      }
    }
  }
  // Expectations that no longer hold fail the run, and so must be seen by whoever reads only this.
  const stale = (end?.expectations ?? []).filter(
    ({ status }) => status === 'passed' || status === 'matches-nothing',
  );
  if (stale.length > 0) {
    const suite = builder.testSuite().name('nishimori expectations').timestamp(start.started);
    for (const { expectation, status } of stale)
      suite
        .testCase()
        .className('nishimori.expectation')
        .name(printable(expectation.id))
        .failure(status === 'passed' ? 'expected to fail, but passes' : 'matches nothing', status);
  }
  return builder.build().replaceAll(cdataEnd, ']]]]><![CDATA[>');
}
