import { type ChildProcess, spawn } from 'node:child_process';
import { BadLine, LineReader } from './lines.ts';
import { Offspring } from './offspring.ts';
import { cutText, excerpt } from './quote.ts';

/** Words that are kept of what is told about a stranger, or by it. */
export const longestReason = 2000;

/** Why a process can no longer be talked to. */
export class Breakdown extends Error {
  override readonly name = 'Breakdown';
  readonly kind: 'timeout' | 'crashed' | 'malformed';
  constructor(kind: Breakdown['kind'], reason: string) {
    super(cutText(reason, longestReason));
    this.kind = kind;
  }
}

export interface LineProcessOptions {
  /** Bytes of the longest line that is read. */
  readonly longestLine: number;
  /** Bytes of standard error that are kept, from the end. */
  readonly keptLog: number;
}

/** Between the end of a process and the end of its output: a grandchild may hold the pipe for ever. */
const drainTime = 250;

/** Seconds that the system may take to end a process that cannot refuse to. */
const longestDeath = 5;

/**
 * One life of a process that answers a line with a line. Whatever it does instead (dying, flooding,
 * speaking out of turn, silence) becomes one {@link Breakdown}; then it is ended with all that it
 * has started, so that nothing outlives it.
 */
export class LineProcess {
  readonly #exited: Promise<void>;
  readonly #child: ChildProcess;
  readonly #offspring = new Offspring();
  readonly #reader: LineReader;
  readonly #log: Tail;
  #waiting: { resolve(line: string): void; reject(error: Breakdown): void } | undefined;
  #breakdown: Breakdown | undefined;
  #stopping = false;

  constructor(command: readonly string[], options: LineProcessOptions) {
    this.#reader = new LineReader(options.longestLine);
    this.#log = new Tail(options.keptLog);
    const [file, ...args] = command;
    // Its own process group: one signal reaches everything it starts, and Ctrl-C only us.
    const child = spawn(file, args, {
      stdio: 'pipe',
      detached: hasGroups,
      windowsHide: true,
      env: { ...process.env, ...this.#offspring.environment },
    });
    this.#child = child;
    if (child.pid !== undefined) live.add(this);
    this.#exited = new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    child.once('error', (error: NodeJS.ErrnoException) =>
      this.#break('crashed', `cannot be run: ${describeSpawnError(file, error)}`),
    );
    child.once('exit', (status, signal) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#restOfOutput();
        this.#break('crashed', `ended by itself (${signal ?? `exit status ${status}`})`);
      };
      const timer = setTimeout(end, drainTime);
      child.once('close', end);
    });
    child.stdout.on('data', (chunk: Buffer) => this.#read(chunk));
    child.stdout.once('end', () => {
      this.#restOfOutput();
      // If it is ending, let its exit status say so; a process without output is of no use.
      setTimeout(() => this.#break('crashed', 'closed its standard output'), drainTime).unref();
    });
    child.stderr.on('data', (chunk: Buffer) => this.#log.push(chunk));
    // A write to a process that is gone: its exit says what there is to say.
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => {});
  }

  /** What it wrote on standard error, the last of it. */
  get log(): string {
    return this.#log.text();
  }

  get breakdown(): Breakdown | undefined {
    return this.#breakdown;
  }

  /** One line there, one line back. Throws {@link Breakdown}. */
  async exchange(line: string, seconds: number): Promise<string> {
    if (this.#breakdown) throw this.#breakdown;
    let timer: NodeJS.Timeout | undefined;
    try {
      const answer = await new Promise<string>((resolve, reject) => {
        this.#waiting = { resolve, reject };
        const late = (): void => this.#break('timeout', `no answer within ${seconds} s`);
        // Our own process may have been busy when the time was up: look into the pipe once more.
        timer = setTimeout(() => setImmediate(() => setImmediate(late)), milliseconds(seconds));
        this.#child.stdin?.write(`${line}\n`);
      });
      // A second line in the same breath: the answers no longer match the questions.
      if (this.#breakdown) throw this.#breakdown;
      return answer;
    } finally {
      clearTimeout(timer);
      this.#waiting = undefined;
    }
  }

  /** Asks it to end, and sees to it. */
  async stop(line: string, seconds: number): Promise<void> {
    this.#stopping = true;
    this.#waiting?.reject(new Breakdown('crashed', 'it was stopped before it had answered'));
    if (!this.#breakdown) {
      if (this.#child.pid !== undefined) this.#offspring.look(this.#child.pid);
      this.#child.stdin?.end(`${line}\n`);
      await this.#exitWithin(seconds);
    }
    await this.end();
  }

  /** Ends it and all that it started, now; and waits until it is gone. */
  async end(): Promise<void> {
    this.#kill();
    await this.#exitWithin(longestDeath);
    // It may be another user's by now, and out of reach: then at least nobody waits for it.
    this.#child.unref();
  }

  #kill(): void {
    this.killAll();
    this.#child.stdin?.destroy();
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  /** Sends the signals, once. */
  killAll(): void {
    const { pid } = this.#child;
    if (!live.delete(this) || pid === undefined) return;
    // While their parents are there: the end of a parent cuts the descent.
    this.#offspring.end(pid);
    try {
      if (hasGroups) process.kill(-pid, 'SIGKILL');
      else this.#child.kill('SIGKILL');
    } catch {
      // Already gone.
    }
  }

  async #exitWithin(seconds: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds(seconds));
    });
    await Promise.race([this.#exited, patience]);
    clearTimeout(timer);
  }

  #read(chunk: Buffer): void {
    if (this.#stopping || this.#breakdown) return;
    try {
      for (const line of this.#reader.push(chunk)) this.#line(line);
    } catch (error) {
      this.#unreadable(error);
    }
  }

  #restOfOutput(): void {
    if (this.#stopping || this.#breakdown) return;
    try {
      const line = this.#reader.rest();
      if (line !== undefined) this.#line(line);
    } catch (error) {
      this.#unreadable(error);
    }
  }

  #line(line: string): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) waiting.resolve(line);
    else this.#break('malformed', `wrote a line that nobody asked for: ${excerpt(line)}`);
  }

  #unreadable(error: unknown): void {
    if (!(error instanceof BadLine)) throw error;
    this.#break('malformed', `wrote ${error.message}`);
  }

  #break(kind: Breakdown['kind'], reason: string): void {
    if (this.#breakdown || this.#stopping) return;
    this.#breakdown = new Breakdown(kind, reason);
    this.#kill();
    this.#waiting?.reject(this.#breakdown);
    this.#waiting = undefined;
  }
}

/** The last bytes of a stream. */
class Tail {
  readonly #limit: number;
  #parts: Buffer[] = [];
  #length = 0;
  #cut = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Buffer): void {
    this.#parts.push(chunk);
    this.#length += chunk.length;
    // Cut rarely: at twice the limit, so that many small writes cost no copying.
    if (this.#length > 2 * this.#limit) this.#shrink();
  }

  text(): string {
    if (this.#length > this.#limit) this.#shrink();
    return (this.#cut ? '…' : '') + Buffer.concat(this.#parts).toString('utf8');
  }

  #shrink(): void {
    // Copied, or the small end would keep its large beginning in memory.
    this.#parts = [Buffer.from(Buffer.concat(this.#parts).subarray(this.#length - this.#limit))];
    this.#length = this.#limit;
    this.#cut = true;
  }
}

const hasGroups = process.platform !== 'win32';

/** Processes that must not outlive us, however we end. */
const live = new Set<LineProcess>();
process.once('exit', () => {
  for (const one of live) one.killAll();
});

const milliseconds = (seconds: number): number => Math.min(seconds * 1000, 2 ** 31 - 1);

function describeSpawnError(file: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return `there is no program '${file}'`;
  if (error.code === 'EACCES') return `'${file}' is not executable`;
  return error.message;
}
