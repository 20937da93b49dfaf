import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { canonical } from './canonical.ts';
import { lock } from './lock.ts';
import { headerLine, Results, ResultsError, recover, rowLine } from './results.ts';
import type { Runner } from './runner.ts';
import type { AnySweep, Values } from './sweep.ts';
import { type Shard, type Task, tasksOf } from './task.ts';

/**
 * Runs the tasks of a shard that have no result yet.
 *
 * Each result is appended to `<out>.partial` as it comes, in one write. At the end the rows are written
 * to `<out>` in canonical order, and the partial file goes: the bytes of `<out>` tell nothing of the
 * number of threads, of interruptions, or of how often the command was called. Results that `<out>` held
 * before are kept, so that a sweep can be extended (more runs, a wider grid).
 */
export interface Order {
  readonly sweep: AnySweep;
  readonly options: Values;
  readonly out: string;
  readonly shard: Shard;
}

export interface Plan {
  readonly tasks: number;
  readonly done: number;
  /** Cost of all tasks, and of those that are done. */
  readonly cost: number;
  readonly costDone: number;
}

export interface Listener {
  planned?(plan: Plan): void;
  finished?(task: Task, cost: number): void;
}

export interface Outcome extends Plan {
  /** Tasks without a result, of this call and of earlier ones. */
  readonly failures: number;
  readonly interrupted: boolean;
}

const partialOf = (out: string): string => `${out}.partial`;

/** What is asked for and what is there, without computing anything. */
export function planOf({ sweep, options, shard, out }: Order): Plan {
  return withResults(sweep, [out, partialOf(out)], (results) =>
    plan(sweep, options, shard, results, out),
  );
}

export async function runSweep(
  order: Order,
  runnerOf: () => Runner,
  listener: Listener = {},
  signal?: AbortSignal,
): Promise<Outcome> {
  const { sweep, options, out, shard } = order;
  const release = lock(out);
  const results = new Results(sweep);
  try {
    if (existsSync(out)) results.read(out);
    recover(results, partialOf(out));
    const planned = plan(sweep, options, shard, results, out);
    listener.planned?.(planned);
    if (planned.done < planned.tasks) {
      const journal = new Journal(partialOf(out), headerLine(sweep, options));
      try {
        await compute(order, results, runnerOf, journal, listener, signal);
      } finally {
        journal.close();
      }
      recover(results, partialOf(out));
    }
    const done = signal?.aborted ? plan(sweep, options, shard, results, out) : undefined;
    if (done && done.done < done.tasks) return { ...done, failures: 0, interrupted: true };
    const failures = finalise(order, results);
    return {
      ...planned,
      done: planned.tasks,
      costDone: planned.cost,
      failures,
      interrupted: false,
    };
  } finally {
    results.close();
    release();
  }
}

/** Counts, and makes sure that nothing is listed twice and that no result would be dropped. */
function plan(sweep: AnySweep, options: Values, shard: Shard, results: Results, out: string): Plan {
  const seen = new Set<string>();
  let [done, cost, costDone] = [0, 0, 0];
  for (const { key, params } of tasksOf(sweep, options, shard)) {
    if (seen.has(key))
      throw new Error(`sweep ${sweep.name} lists the task ${canonical(params)} twice`);
    seen.add(key);
    const itsCost = sweep.cost?.(params) ?? 1;
    cost += itsCost;
    if (!results.has(key)) continue;
    done++;
    costDone += itsCost;
  }
  if (results.size > done)
    throw new ResultsError(
      `${out} holds ${results.size - done} results that are not asked for now (another grid, or another shard): give another file to --out`,
    );
  return { tasks: seen.size, done, cost, costDone };
}

/** A file to which whole lines are appended, one write each: a killed process leaves at most one torn. */
class Journal {
  readonly #descriptor: number;

  constructor(name: string, header: string) {
    this.#descriptor = openSync(name, 'a');
    if (statSync(name).size === 0) this.append(header);
  }

  append(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    for (let written = 0; written < bytes.length; )
      written += writeSync(this.#descriptor, bytes, written);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

async function compute(
  { sweep, options, shard }: Order,
  results: Results,
  runnerOf: () => Runner,
  journal: Journal,
  listener: Listener,
  signal: AbortSignal | undefined,
): Promise<void> {
  const runner = runnerOf();
  let active = 0;
  let failure: Error | undefined;
  const over = () => failure !== undefined || signal?.aborted === true;
  // one waiter at a time: a task has ended, or everything should
  let wake = () => {};
  const event = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  const interrupt = () => wake();
  signal?.addEventListener('abort', interrupt);
  const start = async (task: Task) => {
    active++;
    try {
      const answer = await runner.run(task);
      if (over()) return;
      journal.append(rowLine(task, answer));
      listener.finished?.(task, sweep.cost?.(task.params) ?? 1);
    } catch (error) {
      if (!over()) failure = bugIn(sweep, task, error);
    } finally {
      active--;
      wake();
    }
  };
  try {
    for (const task of tasksOf(sweep, options, shard)) {
      if (over()) break;
      if (results.has(task.key)) continue;
      void start(task);
      // one waiting for each that runs: no thread idles, and nothing piles up
      while (active >= 2 * runner.width && !over()) await event();
    }
    while (active > 0 && !over()) await event();
  } finally {
    signal?.removeEventListener('abort', interrupt);
    await runner.close();
  }
  if (failure !== undefined) throw failure;
}

const bugIn = ({ name }: AnySweep, { params }: Task, error: unknown): Error =>
  new Error(
    `sweep ${name}, task ${canonical(params)}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );

/** `out` in canonical order, whole or not at all. */
function finalise({ sweep, options, shard, out }: Order, results: Results): number {
  const { failures, missingCount } = writeCanonical(out, sweep, options, shard, results);
  if (missingCount > 0)
    throw new ResultsError(`${missingCount} results have gone: was ${partialOf(out)} changed?`);
  rmSync(partialOf(out), { force: true });
  return failures;
}

export interface Written {
  readonly rows: number;
  readonly failures: number;
  readonly missingCount: number;
  /** The first of them. */
  readonly missing: readonly Task[];
}

/** Writes the rows that are there in the order of the tasks, to a new file that then takes the name. */
export function writeCanonical(
  out: string,
  sweep: AnySweep,
  options: Values,
  shard: Shard,
  results: Results,
): Written {
  const temporary = `${out}.new`;
  const descriptor = openSync(temporary, 'w');
  const missing: Task[] = [];
  let [rows, failures, missingCount] = [0, 0, 0];
  let buffer = `${headerLine(sweep, options)}\n`;
  const flush = () => {
    const bytes = Buffer.from(buffer);
    for (let written = 0; written < bytes.length; )
      written += writeSync(descriptor, bytes, written);
    buffer = '';
  };
  try {
    for (const task of tasksOf(sweep, options, shard)) {
      if (!results.has(task.key)) {
        missingCount++;
        if (missing.length < 10) missing.push(task);
        continue;
      }
      const line = results.line(task.key);
      rows++;
      if (line.startsWith('{"failure":')) failures++;
      buffer += `${line}\n`;
      if (buffer.length > 1 << 16) flush();
    }
    flush();
    if (rows < results.size)
      throw new ResultsError(
        `${results.size - rows} of the results belong to no task of this sweep with these options`,
      );
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, out);
  return { rows, failures, missingCount, missing };
}

function withResults<T>(sweep: AnySweep, files: readonly string[], use: (r: Results) => T): T {
  const results = new Results(sweep);
  try {
    for (const file of files) if (existsSync(file)) results.read(file);
    return use(results);
  } finally {
    results.close();
  }
}
