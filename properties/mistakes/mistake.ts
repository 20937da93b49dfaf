import type { Implementation, Reply } from '../../oracles/implementation.ts';
import { findOracle } from '../../oracles/index.ts';
import { NishimoriError } from '../../reference/errors.ts';
import type { Evidence } from './evidence.ts';

/*
 * The gallery of wrong implementations: each is the reference with one realistic mistake. The suite is
 * worth what it catches of them, and a failure that one of them repeats is a failure explained.
 */

// biome-ignore lint/suspicious/noExplicitAny: questions and answers of every oracle
export type Loose = any;

/** The wrong answer to a question. Pure: the same question, the same answer. May throw NishimoriError. */
export type Way = (params: Loose, oracle: string) => Loose;

/** A question whose answer can be looked up. */
export interface Known {
  readonly oracle: string;
  readonly params: unknown;
  readonly value: { readonly [field: string]: unknown };
}

export interface Told {
  /** Part of the address of its paragraph in the documentation: never changes. */
  readonly id: string;
  /** As a diagnosis says it: “looks like: …”. */
  readonly title: string;
  /** What the program does, in a sentence. */
  readonly mistake: string;
  /** How it shows. */
  readonly symptom: string;
  /** Where it was seen, or why it is likely. */
  readonly seen: string;
  /** As it should be. */
  readonly formula: string;
  /** The oracles that it answers wrongly. */
  readonly oracles: readonly string[];
}

export interface Mistake extends Told {
  /**
   * Ways of making the mistake: more than one where every author chooses a number of his own (how many
   * nodes, which floor). None where the mistake cannot be repeated by somebody else.
   */
  readonly ways: readonly Way[];
  /** An implementation that makes it, and is right otherwise. `known`: the golden values. */
  readonly implementation: (known: readonly Known[]) => Implementation;
  /** Of a mistake that cannot be repeated: whether what a run has seen looks like it. */
  readonly recognise?: (evidence: Evidence) => boolean | Promise<boolean>;
}

/** By the reference. Throws NishimoriError. */
export const right: (oracle: string, params: Loose) => Loose = (oracle, params) =>
  findOracle(oracle)!.answer(params as never).result;

/** Another question is answered. */
export const misheard =
  (hear: (params: Loose, oracle: string) => object): Way =>
  (params, oracle) =>
    right(oracle, { ...params, ...hear(params, oracle) });

/** The question is understood, the answer is not right. */
export const spoilt =
  (spoil: (result: Loose, params: Loose, oracle: string) => object): Way =>
  (params, oracle) => {
    const result = right(oracle, params);
    return { ...result, ...spoil(result, params, oracle) };
  };

/** A mistake that can be repeated on any question. */
export const mistake = ({
  ways,
  ...told
}: Told & {
  readonly ways: readonly [Way, ...Way[]];
}): Mistake => ({
  ...told,
  ways,
  implementation: () =>
    answering(told.id, (oracle, params) =>
      told.oracles.includes(oracle) ? ways[0](params, oracle) : right(oracle, params),
    ),
});

/** An implementation of every oracle, from a function that throws where there is no answer. */
export function answering(
  name: string,
  answer: (oracle: string, params: Loose) => Loose,
  error?: (oracle: string, result: Loose) => { readonly [field: string]: number },
): Implementation {
  return {
    name,
    version: '1',
    oracles: ['*'],
    async ask(oracle, params): Promise<Reply> {
      try {
        const result = answer(oracle, params);
        return { kind: 'answer', result, ...(error && { error: error(oracle, result) }) };
      } catch (problem) {
        if (!(problem instanceof NishimoriError)) throw problem;
        return { kind: 'failure', reason: problem.message, code: problem.code };
      }
    },
  };
}
