import type fc from 'fast-check';
import type { Implementation } from '../../oracles/implementation.ts';
import {
  type CaseBench,
  type Failure,
  goldenCase,
  lawCase,
  referenceCase,
  witnessCase,
} from './cases.ts';
import type { Check } from './check.ts';
import type { RunContext } from './context.ts';
import { explore, type Outcome, redraw } from './explore.ts';
import { keep } from './keep.ts';
import { Questioner } from './questioner.ts';
import { seedOf } from './seed.ts';
import { type Replay, tokenOf } from './token.ts';
import type { Counterexample, Exchange, Status, Verdict } from './verdict.ts';

export interface CheckOptions {
  /** Time (performance.now) after which no further case is drawn, once there has been one. */
  readonly until?: number;
  /** One case only, as a token says. */
  readonly replay?: Replay;
}

type DrawnCheck = Exclude<Check, { kind: 'golden' }>;

/** Makes one check on one implementation. Never throws for what the implementation does. */
export async function runCheck(
  check: Check,
  implementation: Implementation,
  context: RunContext,
  options: CheckOptions = {},
): Promise<Verdict> {
  const uncovered = check.oracles.filter((oracle) => !context.covers(oracle));
  if (uncovered.length > 0)
    return verdictOf(check, {
      status: 'not-covered',
      reason: `${uncovered.join(', ')} not covered`,
    });
  const started = performance.now();
  const questioner = new Questioner(implementation, context);
  const bench: CaseBench = { questioner, context, digits: [] };
  const found =
    check.kind === 'golden'
      ? await tryGolden(check, bench, options)
      : await tryDrawn(check, bench, options);
  return verdictOf(check, {
    ...found,
    questions: questioner.asked,
    ...(bench.failedAfter === undefined ? {} : { questionsToFailure: bench.failedAfter }),
    digits: bench.digits.map((digits) => Math.round(digits * 100) / 100),
    notes: [...questioner.notes, ...(found.notes ?? [])],
    seconds: (performance.now() - started) / 1000,
  });
}

type Finding = Partial<Verdict> & Pick<Verdict, 'status'>;

const verdictOf = (check: Check, finding: Finding): Verdict => ({
  check: { kind: check.kind, id: check.id },
  title: check.title,
  formula: check.formula,
  ...(check.catches === undefined ? {} : { catches: check.catches }),
  sources: check.sources,
  oracles: check.oracles,
  cases: 0,
  discarded: 0,
  questions: {},
  seconds: 0,
  digits: [],
  falseAlarm: 0,
  notes: [],
  ...finding,
});

/** All cases, in order; of those that fail, the one furthest off is shown. */
async function tryGolden(
  check: Extract<Check, { kind: 'golden' }>,
  bench: CaseBench,
  { replay }: CheckOptions,
): Promise<Finding> {
  const { cases } = check.golden;
  const chosen =
    replay && 'golden' in replay
      ? [replay.golden]
      : [...cases.keys()].slice(0, bench.context.goldenCases);
  if (chosen.some((i) => i >= cases.length))
    throw new RangeError(`${check.id} has ${cases.length} cases, numbered from 0`);
  let judged = 0;
  let failed = 0;
  let reason: string | undefined;
  let worst: { failure: Failure; index: number } | undefined;
  for (const index of chosen) {
    if (bench.context.signal?.aborted) break;
    const outcome = await goldenCase(check.oracle, cases[index], bench);
    if (outcome.kind === 'discarded' || outcome.kind === 'ended') reason ??= outcome.reason;
    if (outcome.kind === 'ended') break;
    if (outcome.kind === 'discarded') continue;
    judged += 1;
    if (outcome.kind !== 'failed') continue;
    failed += 1;
    bench.failedAfter ??= bench.questioner.total;
    if (!worst || severity(outcome.failure) > severity(worst.failure))
      worst = { failure: outcome.failure, index };
  }
  const common = { cases: judged, discarded: chosen.length - judged };
  if (!worst) return finish(common, reason);
  const { failure, index } = worst;
  const token = tokenOf({ check: check.id, golden: index });
  return {
    ...common,
    status: failure.status,
    counterexample: counterexample(failure, { golden: index, token }),
    ...(chosen.length > 1 ? { notes: [`${failed} of ${chosen.length} cases fail`] } : {}),
  };
}

const severity = ({ comparisons }: Failure): number =>
  comparisons.reduce((most, { units }) => Math.max(most, units), 0);

async function tryDrawn(
  check: DrawnCheck,
  bench: CaseBench,
  { until = Number.POSITIVE_INFINITY, replay }: CheckOptions,
): Promise<Finding> {
  const arbitrary = arbitraryOf(check);
  const one = async (value: unknown): Promise<Outcome<Failure>> => {
    const outcome = await drawnCase(check, value, bench);
    if (outcome.kind === 'failed') bench.failedAfter ??= bench.questioner.total;
    return outcome;
  };
  const falseAlarm = falseAlarmOf(check);
  if (replay && 'path' in replay) {
    const { seed, path } = replay;
    const value = await redraw(arbitrary, seed, path);
    const outcome = await one(value);
    if (outcome.kind === 'failed') {
      const { failure } = outcome;
      const model = check.kind === 'law' ? { model: keep(value) } : {};
      const again = { ...model, seed, path, token: tokenOf({ check: check.id, seed, path }) };
      return {
        status: failure.status,
        cases: 1,
        falseAlarm,
        counterexample: counterexample(failure, again),
      };
    }
    return outcome.kind === 'passed'
      ? { status: 'passed', cases: 1, falseAlarm }
      : { status: 'skipped', discarded: 1, reason: outcome.reason };
  }
  const seed = seedOf(bench.context.seed, check.id);
  const wanted = bench.context.casesOf(check);
  const limits = {
    cases: wanted,
    discardsPerCase: check.kind === 'witness' ? freeDiscards : askedDiscards,
    until,
    shrinking: bench.context.shrinking,
    signal: bench.context.signal,
  };
  const found = await explore(arbitrary, seed, limits, one, (a, b) => a.status === b.status);
  const { cases, discarded, ended, discardedBecause, failure, cut } = found;
  const notes = [
    ...(cut && !failure ? [`${cases} of ${wanted} cases: the time for this tier is up`] : []),
    ...(ended === undefined ? [] : [ended]),
  ];
  const common = { cases, discarded, falseAlarm: falseAlarm * cases, notes };
  if (!failure) return finish(common, ended ?? discardedBecause);
  const { path, shrinks, value } = failure;
  const model = check.kind === 'law' ? { model: keep(value) } : {};
  const token = tokenOf({ check: check.id, seed, path });
  return {
    ...common,
    status: failure.failure.status,
    counterexample: counterexample(failure.failure, { ...model, seed, path, shrinks, token }),
  };
}

/**
 * Draws in vain per case: a question that is refused has cost a question; one to which a witness
 * cannot speak has cost nothing.
 */
const askedDiscards = 5;
const freeDiscards = 200;

const finish = (
  common: Pick<Verdict, 'cases' | 'discarded'> & Partial<Verdict>,
  reason: string | undefined,
): Finding => {
  const status: Status = common.cases > 0 ? 'passed' : 'skipped';
  return { ...common, status, ...(status === 'skipped' && reason !== undefined ? { reason } : {}) };
};

const counterexample = (
  { exchanges, comparisons, reason, log }: Failure,
  rest: Omit<Counterexample, 'exchanges' | 'comparisons' | 'reason' | 'log'>,
): Counterexample => ({
  exchanges: exchanges.slice(0, mostExchanges).map(kept),
  comparisons: [...comparisons]
    .sort((a, b) => Number(a.passes) - Number(b.passes))
    .slice(0, mostComparisons),
  ...(reason === undefined ? {} : { reason }),
  ...(log === undefined ? {} : { log }),
  ...rest,
});

const mostExchanges = 100;
const mostComparisons = 100;

const kept = (exchange: Exchange): Exchange => ({
  ...exchange,
  params: keep(exchange.params),
  got: keep(exchange.got),
  ...('expected' in exchange ? { expected: keep(exchange.expected) } : {}),
});

function arbitraryOf(check: DrawnCheck): fc.Arbitrary<unknown> {
  if (check.kind === 'law') return check.law.model;
  if (check.kind === 'reference') return check.oracle.sample;
  const { witness, oracle } = check;
  return (witness.sample ?? oracle.sample) as fc.Arbitrary<unknown>;
}

function drawnCase(check: DrawnCheck, value: unknown, bench: CaseBench): Promise<Outcome<Failure>> {
  if (check.kind === 'law') return lawCase(check.law, value, bench);
  if (check.kind === 'reference') return referenceCase(check.oracle, value, bench);
  return witnessCase(check, value, bench);
}

/** Probability that a right implementation fails one case. */
function falseAlarmOf(check: DrawnCheck): number {
  if (check.kind === 'law') return check.law.falseAlarm ?? 0;
  return check.kind === 'witness' ? check.witness.falseAlarm : (check.oracle.falseAlarm ?? 0);
}
