import { decode } from '../../oracles/encode.ts';
import type { Implementation, Reply } from '../../oracles/implementation.ts';
import { resultProblem } from '../protocol/schema.ts';
import type { RunContext } from './context.ts';
import { keepText } from './keep.ts';
import { type Exchange, totalOf } from './verdict.ts';

/** Three breakdowns in a row end the questions of an oracle. */
const mostStrikes = 3;

const mostNotes = 20;

/** The oracle is not asked any more. */
export class Ended extends Error {
  override readonly name = 'Ended';
}

/** Asks on behalf of one check: counts, writes down, and keeps what comes back in its form. */
export class Questioner {
  readonly asked: { [oracle: string]: number } = {};
  readonly notes = new Set<string>();
  /** Since the last {@link begin}. */
  transcript: Exchange[] = [];
  readonly #implementation: Implementation;
  readonly #context: RunContext;

  constructor(implementation: Implementation, context: RunContext) {
    this.#implementation = implementation;
    this.#context = context;
  }

  /** Questions asked so far. */
  get total(): number {
    return totalOf(this.asked);
  }

  /** A new case. */
  begin(): void {
    this.transcript = [];
  }

  /** Throws {@link Ended}; everything else that goes wrong is a reply. */
  async ask(oracle: string, params: unknown): Promise<Reply> {
    const { ended, covers, strikes } = this.#context;
    const reason = ended.get(oracle);
    if (reason !== undefined) throw new Ended(reason);
    if (!covers(oracle)) return { kind: 'skip', reason: `${oracle} is not covered` };
    this.asked[oracle] = (this.asked[oracle] ?? 0) + 1;
    const reply = this.#inForm(oracle, await this.#reply(oracle, params));
    this.transcript.push({
      oracle,
      params,
      kind: reply.kind,
      got: reply.kind === 'answer' ? reply.result : reply.reason,
    });
    const broken =
      reply.kind === 'timeout' || reply.kind === 'crashed' || reply.kind === 'malformed';
    const inARow = broken ? (strikes.get(oracle) ?? 0) + 1 : 0;
    strikes.set(oracle, inARow);
    if (inARow === mostStrikes)
      ended.set(oracle, `${oracle} is not asked any more: ${mostStrikes} breakdowns in a row`);
    return reply;
  }

  async #reply(oracle: string, params: unknown): Promise<Reply> {
    try {
      return await this.#implementation.ask(oracle, params);
    } catch (error) {
      // Replies are data; an implementation of this process that throws has failed.
      return { kind: 'failure', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  #inForm(id: string, reply: Reply): Reply {
    const oracle = this.#context.findOracle(id);
    if (reply.kind !== 'answer' || !oracle) return reply;
    // Typed arrays, which an implementation of this process may return, become arrays.
    const result = decode(reply.result) as Record<string, unknown>;
    const unknown = Object.keys(result).find((field) => !Object.hasOwn(oracle.fields, field));
    if (unknown !== undefined && this.notes.size < mostNotes)
      this.notes.add(
        `answers to ${id} hold the field ${JSON.stringify(keepText(unknown))}, which it does not have`,
      );
    const wrong = resultProblem(oracle, result);
    return wrong ? { kind: 'malformed', reason: `result${wrong}` } : { ...reply, result };
  }
}
