import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { canonical } from '../sweep/canonical.ts';
import { merge } from '../sweep/merge.ts';
import { flagOf, OptionError, type OptionSpec } from '../sweep/options.ts';
import { type Point, pointsOf } from '../sweep/points.ts';
import { duration, sweepProgress } from '../sweep/progress.ts';
import { ResultsError, readHeader, rowsOf } from '../sweep/results.ts';
import { planOf, runSweep } from '../sweep/run.ts';
import { threads } from '../sweep/runner.ts';
import type { AnySweep, Value, Values } from '../sweep/sweep.ts';
import { findSweep, sweeps } from '../sweep/sweeps/index.ts';
import { type Shard, wholeSweep } from '../sweep/task.ts';
import { pointsTable } from './points-table.ts';

/**
 * `nishimori sweep …`: its own little command line, made from the index of sweeps, which is not loaded
 * for any other command.
 */
export async function sweepCommand(args: readonly string[]): Promise<number> {
  let status = 0;
  const program = new Command('nishimori sweep')
    .description('many independent tasks over a grid of parameters, on all cores or many machines')
    .showHelpAfterError('(nishimori sweep --help shows what there is)')
    .addHelpText(
      'after',
      `
Exit status: 0 done · 1 done, but some tasks have no result or are missing · 2 could not be run
· 130 interrupted: the same command continues

A finished task stands in <out>.partial at once. The same command continues after any interruption,
and a wider grid or more runs keep what is there. The bytes of <out> do not depend on the number of
threads, on interruptions, or on how the tasks were spread over machines.

Examples:
  nishimori sweep ${sweeps[0].name} --out results.ndjson
  nishimori sweep ${sweeps[0].name} --shard 3/20 --out part-3.ndjson      one job of an array of 20
  nishimori sweep merge part-*.ndjson --out results.ndjson
  nishimori sweep table results.ndjson
  nishimori sweep plot results.ndjson --out figure.svg`,
    );
  for (const sweep of sweeps)
    program.addCommand(
      commandOf(sweep).action(async (options: RunOptions & Values) => {
        status = await run(sweep, options);
      }),
    );
  program
    .command('merge')
    .description('the files of shards, in any order, as the one file of an undivided run')
    .argument('<files...>', 'results of one sweep with the same options')
    .requiredOption('--out <file>', 'where the merged results go')
    .action((files: string[], { out }: { out: string }) => {
      status = mergeFiles(files, out);
    });
  program
    .command('table')
    .description('means and standard errors, rates and counts, over the repetitions')
    .argument('<file>', 'results')
    .option('--json', 'as JSON, with all digits')
    .action((file: string, { json }: { json?: boolean }) => {
      process.stdout.write(json ? tableAsJson(file) : tableAsText(file));
    });
  program
    .command('plot')
    .description('a picture of the results, as SVG')
    .argument('<file>', 'results')
    .requiredOption('--out <file>', 'where the picture goes')
    .option('--observable <name>', 'what to draw (default: the first that the sweep measures)')
    .action(async (file: string, options: { out: string; observable?: string }) => {
      writeFileSync(options.out, await plotOf(file, options.observable));
    });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof OptionError || error instanceof ResultsError)) throw error;
    process.stderr.write(`nishimori: ${error.message}\n`);
    return 2;
  }
  return status;
}

interface RunOptions {
  readonly out?: string;
  readonly workers: number;
  readonly shard: Shard;
  readonly list?: boolean;
}

/** The subcommand of a sweep, from its options. */
function commandOf(sweep: AnySweep): Command {
  const command = new Command(sweep.name)
    .description(sweep.title)
    .addHelpText('before', `${sweep.description}\n`)
    .option('--out <file>', 'where the results go (NDJSON)')
    .addOption(
      new Option('--workers <n>', 'threads')
        .argParser(parsing('--workers', wholeAtLeastOne))
        .default(availableParallelism(), 'the number of cores'),
    )
    .addOption(
      new Option('--shard <i/n>', 'only part i of n, from 1: for job arrays')
        .argParser(parsing('--shard', parseShard))
        .default(wholeSweep, 'everything'),
    )
    .option('--list', 'only say how many tasks there are, and how many are done');
  for (const [name, spec] of Object.entries(sweep.options as Record<string, OptionSpec<Value>>))
    command.addOption(
      new Option(`${flagOf(name)} ${spec.placeholder}`, spec.description)
        .argParser(parsing(flagOf(name), spec.parse))
        .default(spec.default, String(spec.default)),
    );
  const examples = (sweep.examples ?? []).map((text) => `  nishimori sweep ${sweep.name} ${text}`);
  return examples.length > 0
    ? command.addHelpText('after', `\nExamples:\n${examples.join('\n')}`)
    : command;
}

const parsing =
  <T>(flag: string, parse: (text: string) => T) =>
  (text: string): T => {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof OptionError) throw new InvalidArgumentError(`${flag} ${error.message}`);
      throw error;
    }
  };

function wholeAtLeastOne(text: string): number {
  const n = Number(text);
  if (!Number.isSafeInteger(n) || n < 1)
    throw new OptionError(`must be a whole number >= 1, got '${text}'`);
  return n;
}

export function parseShard(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (!(index >= 1 && index <= count))
    throw new OptionError(`must be i/n with 1 <= i <= n, got '${text}'`);
  return { index, count };
}

async function run(sweep: AnySweep, given: RunOptions & Values): Promise<number> {
  const options: Values = Object.fromEntries(
    Object.keys(sweep.options).map((name) => [name, given[name]]),
  );
  const { out, shard, workers } = given;
  if (given.list) return list(sweep, options, shard, out);
  if (out === undefined) throw new OptionError('--out <file> is needed');

  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const progress = sweepProgress(process.stderr);
  const start = Date.now();
  try {
    const outcome = await runSweep(
      { sweep, options, out, shard },
      () => threads(sweep, workers),
      progress,
      interruption.signal,
    );
    progress.stop();
    if (outcome.interrupted) {
      process.stderr.write(
        `interrupted: ${outcome.done} of ${outcome.tasks} tasks are done; the same command continues\n`,
      );
      return 130;
    }
    const took = duration((Date.now() - start) / 1000);
    const without = outcome.failures > 0 ? `, ${outcome.failures} of them without a result` : '';
    process.stderr.write(`${outcome.tasks} tasks in ${out}${without} (${took})\n`);
    return outcome.failures > 0 ? 1 : 0;
  } finally {
    progress.stop();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function list(sweep: AnySweep, options: Values, shard: Shard, out = ''): number {
  const { tasks, done } = planOf({ sweep, options, shard, out });
  const part = shard.count > 1 ? ` in shard ${shard.index}/${shard.count}` : '';
  process.stdout.write(`${tasks} tasks${part}${out ? `, ${done} of them done` : ''}\n`);
  return 0;
}

function mergeFiles(files: readonly string[], out: string): number {
  const { rows, failures, missingCount, missing } = merge(files, out, sweepNamed);
  process.stderr.write(`${rows} results in ${out}\n`);
  if (failures > 0) process.stderr.write(`${failures} tasks have no result\n`);
  if (missingCount > 0) {
    process.stderr.write(`${missingCount} tasks are missing:\n`);
    for (const { params } of missing) process.stderr.write(`  ${canonical(params)}\n`);
    if (missingCount > missing.length) process.stderr.write('  …\n');
  }
  return failures + missingCount > 0 ? 1 : 0;
}

function sweepNamed(name: string): AnySweep {
  const sweep = findSweep(name);
  if (sweep) return sweep;
  const known = sweeps.map((s) => s.name).join(', ');
  throw new ResultsError(`there is no sweep ${name} (there is ${known})`);
}

/** The points of a file of results, and what they are of. */
export function readPoints(file: string): {
  readonly sweep: AnySweep;
  readonly options: Values;
  readonly points: readonly Point[];
} {
  const { sweep: name, version, options } = readHeader(file);
  const sweep = sweepNamed(name);
  if (version !== sweep.version)
    throw new ResultsError(`${file} is of version ${version} of ${name}, not ${sweep.version}`);
  return { sweep, options, points: pointsOf(rowsOf(file)) };
}

function tableAsJson(file: string): string {
  const { sweep, options, points } = readPoints(file);
  const { name, version } = sweep;
  return `${JSON.stringify({ sweep: name, version, options, points }, null, 2)}\n`;
}

function tableAsText(file: string): string {
  const { sweep, options, points } = readPoints(file);
  return `${pointsTable(sweep, options, points)}\n`;
}

async function plotOf(file: string, asked?: string): Promise<string> {
  const { sweep, options, points } = readPoints(file);
  const known = Object.keys(sweep.observables);
  const observable = asked ?? known[0];
  if (!known.includes(observable))
    throw new OptionError(`--observable must be among ${known.join(', ')}, got '${observable}'`);
  const { drawFigure } = await import('../plot/index.ts');
  return drawFigure(sweep.figure(points, options, observable));
}
