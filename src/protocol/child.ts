import type { Implementation, Reply } from '../../oracles/implementation.ts';
import type { AnyOracle } from '../../oracles/oracle.ts';
import { longestLine, protocolVersion, type Request } from './messages.ts';
import { Breakdown, LineProcess } from './process.ts';
import { readAnswer, readStart } from './responses.ts';
import { type Packed, Scratch } from './scratch.ts';

export interface ChildOptions {
  /** Seconds per question. */
  readonly timeout?: number;
  /** Seconds for the answer to `start`: an interpreter may have much to load. */
  readonly startTimeout?: number;
  /** Seconds between `stop` and the end by force. */
  readonly stopTimeout?: number;
  /** Where the scratch folder is made; the system's temporary folder by default. */
  readonly scratch?: string;
  /** Bytes of standard error that are kept, from the end. */
  readonly stderrLimit?: number;
  /** Bytes of the longest line that is read. */
  readonly lineLimit?: number;
  /** Where the form of a result is looked up; what is not found there is not checked. */
  readonly findOracle?: (id: string) => AnyOracle | undefined;
}

/** The implementation could not be started at all: no verdict can be made. */
export class StartError extends Error {
  override readonly name = 'StartError';
  /** What it wrote on standard error. */
  readonly log: string;
  constructor(command: readonly string[], reason: string, log: string) {
    super(`${command.join(' ')}: ${reason}`);
    this.log = log;
  }
}

/** After so many failed starts in a row, nobody tries again. */
const patience = 3;

/**
 * An implementation in another process, in any language, over JSON Lines. One question is in flight
 * at a time. A process that is late, dies or talks nonsense costs its question a verdict, and is
 * started anew for the next one. Throws {@link StartError} if it cannot be started the first time.
 */
export async function childImplementation(
  command: readonly string[],
  options: ChildOptions = {},
): Promise<Implementation & { close(): Promise<void> }> {
  const {
    timeout = 30,
    startTimeout = Math.max(30, timeout),
    stopTimeout = 2,
    stderrLimit = 16 * 1024,
    lineLimit = longestLine,
    findOracle = () => undefined,
  } = options;
  let scratch = new Scratch(options.scratch);
  let running: LineProcess | undefined;
  let failedStarts = 0;
  let questions = 0;
  let closed = false;
  let tail: Promise<unknown> = Promise.resolve();

  const start = async () => {
    let child: LineProcess | undefined;
    try {
      if (!scratch.intact) {
        scratch.close();
        scratch = new Scratch(options.scratch);
      }
      child = new LineProcess(command, { longestLine: lineLimit, keptLog: stderrLimit });
      running = child;
      const request: Request = {
        cmd: 'start',
        protocol: protocolVersion,
        directory: scratch.folder,
      };
      const response = readStart(await child.exchange(JSON.stringify(request), startTimeout));
      failedStarts = 0;
      return response;
    } catch (error) {
      await child?.end();
      running = undefined;
      failedStarts += 1;
      const reason = error instanceof Error ? error.message : String(error);
      throw new StartError(command, startReason(error, reason), child?.log ?? '');
    }
  };

  const askNow = async (oracle: string, params: unknown): Promise<Reply> => {
    if (closed) return { kind: 'crashed', reason: 'the implementation has been closed' };
    if (!running) {
      if (failedStarts >= patience)
        return { kind: 'crashed', reason: `not started again: ${patience} starts failed in a row` };
      try {
        await start();
      } catch (error) {
        if (!(error instanceof StartError)) throw error;
        const reason = `could not be started again: ${error.message}`;
        return { kind: 'crashed', reason, log: error.log };
      }
    }
    const child = running as LineProcess;
    const id = ++questions;
    let files: readonly string[] = [];
    try {
      const packed = await pack(params);
      files = packed.files;
      const request: Request = { cmd: 'ask', id, oracle, params: packed.json };
      const line = await child.exchange(JSON.stringify(request), timeout);
      return await readAnswer(line, id, findOracle(oracle), scratch);
    } catch (error) {
      if (!(error instanceof Breakdown)) throw error;
      // Out of step or gone: whatever it says from now on answers nothing.
      await child.end();
      running = undefined;
      const { kind, message: reason } = error;
      return child.log === '' ? { kind, reason } : { kind, reason, log: child.log };
    } finally {
      await scratch.discard(files);
    }
  };

  const pack = async (params: unknown): Promise<Packed> => {
    try {
      return await scratch.pack(params);
    } catch (error) {
      const why = error instanceof Error ? error.message : error;
      throw new Breakdown('crashed', `the question could not be written for it: ${why}`);
    }
  };

  let about: Awaited<ReturnType<typeof start>>;
  try {
    about = await start();
  } catch (error) {
    scratch.close();
    throw error;
  }
  return {
    ...about,
    ask(oracle, params) {
      const reply = tail.then(() => askNow(oracle, params));
      tail = reply.catch(() => {});
      return reply;
    },
    async close() {
      if (closed) return;
      closed = true;
      const request: Request = { cmd: 'stop' };
      await running?.stop(JSON.stringify(request), stopTimeout);
      running = undefined;
      scratch.close();
    },
  };
}

const startReason = (error: unknown, reason: string): string =>
  error instanceof Breakdown && error.kind === 'malformed'
    ? `the answer to "start" is not understood: ${reason} (standard output is for answers only; logs go to standard error)`
    : error instanceof Breakdown && error.kind === 'timeout'
      ? `no answer to "start": ${reason}`
      : reason;
