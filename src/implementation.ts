import type { Implementation, Reply } from '../oracles/implementation.ts';
import { NishimoriError } from '../reference/errors.ts';

/** Thrown (or returned by {@link skip}) inside an answer: this question is not supported. */
export class Skip extends Error {
  override readonly name = 'Skip';
}

/** Says that a question inside a listed oracle is not supported, and why. */
export function skip(reason: string): never {
  throw new Skip(reason);
}

/** The fields of the oracle's result, or a promise of them. */
export type Answerer = (
  // biome-ignore lint/suspicious/noExplicitAny: each oracle has its own params; see oracles/types
  params: any,
) => object | Promise<object>;

export interface InProcess {
  readonly name: string;
  readonly version?: string;
  /** Relative accuracy claimed for deterministic answers (default 1e-8). */
  readonly accuracy?: number;
  /** One function per oracle: params in, fields of the result out. It may throw, or call `skip`. */
  readonly answers: { readonly [oracle: string]: Answerer };
}

/** An implementation from plain functions of this process. */
export function implementation(definition: InProcess): Implementation {
  const { name, version = '0', accuracy, answers } = definition;
  return {
    name,
    version,
    language: 'TypeScript',
    oracles: Object.keys(answers),
    ...(accuracy === undefined ? {} : { accuracy }),
    async ask(oracle, params): Promise<Reply> {
      const answer = Object.hasOwn(answers, oracle) ? answers[oracle] : undefined;
      if (!answer) return { kind: 'skip', reason: `${oracle} is not implemented` };
      try {
        return { kind: 'answer', result: { ...(await answer(params)) } };
      } catch (error) {
        if (error instanceof Skip) return { kind: 'skip', reason: error.message };
        const reason = error instanceof Error ? error.message : String(error);
        return error instanceof NishimoriError
          ? { kind: 'failure', reason, code: error.code }
          : { kind: 'failure', reason };
      }
    },
  };
}
