import { readFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import type { Implementation } from '../../oracles/implementation.ts';
import { type Check, selectChecks } from '../judge/check.ts';
import type { ContextOptions, RunContext } from '../judge/context.ts';
import {
  type Expectation,
  expectationFor,
  expectationOutcomes,
  parseExpectations,
} from '../judge/expectations.ts';
import { defaultFalseAlarm, withinFalseAlarm } from '../judge/false-alarms.ts';
import { judge } from '../judge/judge.ts';
import { runCheck as runOne } from '../judge/run-check.ts';
import { secondsFor, type Tier } from '../judge/tiers.ts';
import { parseToken, type Replay } from '../judge/token.ts';
import { isFailure, type Verdict } from '../judge/verdict.ts';
import { packageInfo } from '../package-root.ts';
import { type ChildOptions, childImplementation, StartError } from '../protocol/child.ts';
import { oneLine, printable } from '../report/escape.ts';
import {
  defaultTimeout,
  deriveReports,
  type Event,
  Log,
  type StartEvent,
  type Summary,
  summarise,
  summaryJson,
  terminalReport,
} from '../report/index.ts';
import { progressOn } from '../report/progress.ts';

export interface CheckOptions {
  readonly oracle?: readonly string[];
  readonly tier?: Tier;
  readonly seed?: number;
  readonly runs?: number;
  /** Seconds per question. */
  readonly timeout?: number;
  readonly accuracy?: number;
  /** Probability, at most, that a right implementation fails the run. */
  readonly falseAlarm?: number;
  /** File of expected failures. */
  readonly expect?: string;
  readonly out?: string;
  readonly failFast?: boolean;
  readonly timings?: boolean;
  readonly replay?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  /** How the reference is started, when no other command is given. */
  readonly selfCommand?: readonly string[];
}

/** What a run meets outside; a test brings its own. */
export interface Surroundings {
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  /** Every check there is. */
  plan(): Promise<readonly Check[]>;
  context(
    implementation: Implementation,
    options: Omit<ContextOptions, 'findOracle'>,
  ): Promise<RunContext>;
  readonly findOracle: ContextOptions['findOracle'];
  /** How patient it is with the process, and where the process may leave its files. */
  readonly child?: Omit<ChildOptions, 'findOracle'>;
}

export const defaultFolder = 'nishimori-report';

/** The run could not be made. */
class CannotRun extends Error {
  override readonly name = 'CannotRun';
}

/**
 * `nishimori check`. Exit status: 0 all passed, 1 something failed, 2 the run could not be made,
 * 130 interrupted.
 */
export async function runCheck(
  options: CheckOptions,
  command: readonly string[],
  surroundings?: Surroundings,
): Promise<number> {
  const around = surroundings ?? (await standardSurroundings());
  try {
    return await run(options, command, around);
  } catch (error) {
    if (!(error instanceof CannotRun || error instanceof StartError)) throw error;
    around.stderr.write(`nishimori: ${printable(error.message)}\n`);
    if (error instanceof StartError && error.log !== '')
      around.stderr.write(`its standard error:\n${printable(error.log).trimEnd()}\n`);
    return 2;
  }
}

async function standardSurroundings(): Promise<Surroundings> {
  const { standardContext, standardPlan } = await import('../judge/standard.ts');
  const { findOracle } = await import('../../oracles/index.ts');
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    plan: standardPlan,
    context: async (implementation, options) => standardContext(implementation, options),
    findOracle,
  };
}

/** This very program, serving the reference: the embedded default of `check`. */
const ownCommand = (): readonly string[] => [
  process.execPath,
  ...process.execArgv,
  process.argv[1],
  'serve',
];

async function run(
  options: CheckOptions,
  command: readonly string[],
  around: Surroundings,
): Promise<number> {
  const { tier = 'standard', timeout = defaultTimeout, seed } = options;
  const plan = await around.plan();
  const replay = options.replay === undefined ? undefined : readReplay(options.replay);
  const chosen = replay ? checksOf(plan, replay) : choose(plan, options.oracle ?? [], tier);
  const expectations = options.expect === undefined ? [] : readExpectations(options.expect);
  const expected = expectationFor(expectations);
  // A single case is not worth the report of a run, which it would overwrite.
  const folder = options.out === defaultFolder && replay ? undefined : options.out;

  const started = new Date();
  const begin = performance.now();
  const implementation = await childImplementation(
    command.length > 0 ? command : (options.selfCommand ?? ownCommand()),
    { timeout, ...around.child, findOracle: around.findOracle },
  );
  const abort = new AbortController();
  let interrupted: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    // Asked twice, it does not wait for anybody.
    if (interrupted !== undefined) process.exit(interrupted);
    interrupted = signal === 'SIGTERM' ? 143 : 130;
    abort.abort();
    void implementation.close();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);

  const log = folder === undefined ? undefined : openLog(folder);
  const events: Event[] = [];
  const record = (event: Event): void => {
    events.push(event);
    log?.write(event);
  };
  try {
    const { accuracy, runs } = options;
    const signal = abort.signal;
    const free = await around.context(implementation, { accuracy, seed, tier, runs, signal });
    // A replay is one case, whatever it risks.
    const context = replay ? free : withinFalseAlarm(free, chosen, options.falseAlarm);
    record(startEvent(implementation, command, options, context, chosen, started));
    const progress = progressOn(
      options.quiet || options.json ? undefined : (around.stderr as NodeJS.WriteStream),
      chosen.length,
    );
    let failed = 0;
    let failedFast = false;
    const make = replay
      ? replayOne(chosen[0], implementation, context, replay)
      : judge(chosen, implementation, context, {
          ...(runs === undefined ? { seconds: secondsFor(tier) } : {}),
          onCheck: ({ id }, index) => progress.update(index, failed, id),
        });
    try {
      for await (const verdict of make) {
        const known = isFailure(verdict.status)
          ? expected({ id: verdict.check.id, oracles: verdict.oracles })
          : undefined;
        record({ event: 'verdict', verdict, ...(known ? { expected: about(known) } : {}) });
        if (!isFailure(verdict.status) || known) continue;
        failed += 1;
        if (options.failFast) {
          failedFast = true;
          break;
        }
      }
    } finally {
      progress.stop();
    }
    if (failed > 0 && interrupted === undefined)
      record(await diagnosisOf(events, context.accuracy, implementation));
    const partial = failedFast || interrupted !== undefined || replay !== undefined;
    const verdicts = events.flatMap((event) => (event.event === 'verdict' ? [event.verdict] : []));
    record({
      event: 'end',
      how: interrupted !== undefined ? 'interrupted' : failedFast ? 'fail-fast' : 'complete',
      seconds: (performance.now() - begin) / 1000,
      // What was not made to the end says nothing about what still fails.
      expectations: partial ? [] : expectationOutcomes(expectations, plan, verdicts),
    });
  } finally {
    log?.close();
    await implementation.close();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
  const summary = folder === undefined ? summarise(events) : deriveReports(folder);
  print(summary, options, around, folder);
  return interrupted ?? summary.exitStatus;
}

/** Which known mistakes explain what failed and was not expected to. */
async function diagnosisOf(
  events: readonly Event[],
  accuracy: number,
  implementation: Implementation,
): Promise<Event> {
  const { evidenceOf } = await import('../diagnosis/evidence.ts');
  const { diagnose } = await import('../diagnosis/diagnose.ts');
  const verdicts = events.flatMap((event) =>
    event.event === 'verdict' && !event.expected ? [event.verdict] : [],
  );
  const evidence = evidenceOf(verdicts, accuracy, implementation);
  return { event: 'diagnosis', diagnoses: await diagnose(evidence, accuracy) };
}

function print(
  summary: Summary,
  { json = false, quiet = false, timings = false }: CheckOptions,
  { stdout, stderr }: Surroundings,
  folder: string | undefined,
): void {
  if (json) {
    stdout.write(summaryJson(summary));
  } else {
    const colour = stdout.isTTY === true && !process.env.NO_COLOR;
    stdout.write(terminalReport(summary, { colour, quiet, timings, folder }));
  }
  if (summary.status !== 'nothing-judged') return;
  const reasons = new Set(
    summary.verdicts.map(({ verdict }) => oneLine(verdict.reason ?? verdict.status)),
  );
  stderr.write(
    `nishimori: not one check could be judged: ${[...reasons].slice(0, 3).join('; ')}${reasons.size > 3 ? '; …' : ''}\n`,
  );
}

function startEvent(
  implementation: Implementation,
  command: readonly string[],
  options: CheckOptions,
  context: RunContext,
  checks: readonly Check[],
  started: Date,
): StartEvent {
  const { tier = 'standard', timeout = defaultTimeout, runs, accuracy, oracle = [] } = options;
  const { falseAlarm = defaultFalseAlarm, replay } = options;
  const { name, version, language, url } = implementation;
  return {
    event: 'start',
    format: 1,
    nishimori: packageInfo().version,
    implementation: {
      name,
      version,
      ...(language === undefined ? {} : { language }),
      ...(url === undefined ? {} : { url }),
    },
    command,
    seed: context.seed,
    tier,
    ...(runs === undefined ? {} : { runs }),
    timeout,
    accuracy: context.accuracy,
    accuracyFrom:
      accuracy !== undefined
        ? 'user'
        : implementation.accuracy !== undefined
          ? 'implementation'
          : 'default',
    ...(replay === undefined ? { falseAlarmBound: falseAlarm } : {}),
    only: oracle,
    oracles: inCatalogueOrder(checks),
    checks: checks.length,
    started: started.toISOString(),
  };
}

const about = ({ reason, link }: Expectation): { reason: string; link?: string } =>
  link === undefined ? { reason } : { reason, link };

async function* replayOne(
  check: Check,
  implementation: Implementation,
  context: RunContext,
  replay: Replay,
): AsyncGenerator<Verdict, void, undefined> {
  try {
    yield await runOne(check, implementation, context, { replay });
  } catch (error) {
    throw new CannotRun(`--replay: ${error instanceof Error ? error.message : error}`);
  }
}

function readReplay(token: string): Replay {
  const replay = parseToken(token);
  if (!replay)
    throw new CannotRun(
      `--replay: '${token}' is no token; a failure shows its own, e.g. law:glm/…@17#4:0`,
    );
  return replay;
}

function checksOf(plan: readonly Check[], replay: Replay): readonly Check[] {
  const check = plan.find(({ id }) => id === replay.check);
  if (!check) throw new CannotRun(`--replay: there is no check ${replay.check}`);
  return [check];
}

function choose(plan: readonly Check[], globs: readonly string[], tier: Tier): readonly Check[] {
  for (const glob of globs)
    if (selectChecks(plan, [glob], 'deep').length === 0)
      throw new CannotRun(
        `--oracle '${glob}' matches nothing (nishimori list oracles shows what there is)`,
      );
  return selectChecks(plan, globs, tier);
}

function readExpectations(file: string): readonly Expectation[] {
  try {
    return parseExpectations(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CannotRun(`--expect ${file}: ${error instanceof Error ? error.message : error}`);
  }
}

function openLog(folder: string): Log {
  try {
    return new Log(folder);
  } catch (error) {
    throw new CannotRun(`--out ${folder}: ${error instanceof Error ? error.message : error}`);
  }
}

/** The oracles that checks ask, as the catalogue orders them: each has one check with the reference. */
function inCatalogueOrder(checks: readonly Check[]): readonly string[] {
  const ordered = [...checks.filter(({ kind }) => kind === 'reference'), ...checks];
  return [...new Set(ordered.flatMap(({ oracles }) => oracles))];
}
