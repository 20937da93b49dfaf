import { encode } from '../../oracles/encode.ts';
import { findOracle } from '../../oracles/index.ts';
import type { AnyOracle } from '../../oracles/oracle.ts';
import { largestQuestion, unpackArrays } from './arrays.ts';
import { NpyError } from './npy.ts';
import { askReference } from './reference.ts';
import { fetchFrom } from './scratch.ts';

/** What `nishimori answer` prints: plain JSON, non-finite numbers as words. */
export type Answered =
  | {
      readonly oracle: unknown;
      readonly params: unknown;
      readonly result: unknown;
      readonly error: unknown;
    }
  | {
      readonly oracle: unknown;
      readonly params: unknown;
      readonly failure: { readonly code: string; readonly message: string };
    };

export interface AnswerOptions {
  /** Where the files of `{"npy": file}` in a question are looked for; nowhere else. */
  readonly directory?: string;
  readonly find?: (id: string) => AnyOracle | undefined;
}

/** The reference's answer to one question, or what is wrong with the question. Never throws. */
export async function answer(
  oracleId: unknown,
  params: unknown,
  { directory, find = findOracle }: AnswerOptions = {},
): Promise<Answered> {
  const question = { oracle: oracleId ?? null, params: params ?? null };
  const failed = (code: string, message: string): Answered => ({
    ...question,
    failure: { code, message },
  });
  if (typeof oracleId !== 'string')
    return failed('bad-question', `"oracle" must be the id of an oracle, got ${typeof oracleId}`);
  const oracle = find(oracleId);
  if (!oracle) return failed('unknown-oracle', `there is no oracle ${JSON.stringify(oracleId)}`);
  try {
    const resolved =
      directory === undefined
        ? params
        : await unpackArrays(params, fetchFrom(directory), largestQuestion);
    const reply = askReference(oracle, resolved ?? null);
    return reply.kind === 'answer'
      ? { ...question, result: encode(reply.result), error: encode(reply.error) }
      : failed('code' in reply && reply.code ? reply.code : 'internal', reply.reason);
  } catch (error) {
    if (error instanceof NpyError) return failed('bad-question', error.message);
    if (error instanceof RangeError) return failed('bad-question', 'params are nested too deeply');
    throw error;
  }
}

/** The answer to one line of `nishimori answer --stdin`: `{"oracle":…,"params":…}`. Never throws. */
export async function answerLine(line: string, options: AnswerOptions = {}): Promise<Answered> {
  let question: unknown;
  try {
    question = JSON.parse(line);
  } catch (error) {
    return bad(`this line is no JSON: ${error instanceof Error ? error.message : error}`);
  }
  if (typeof question !== 'object' || question === null || Array.isArray(question))
    return bad('a line must hold a JSON object {"oracle":…,"params":…}');
  const { oracle, params } = question as { oracle?: unknown; params?: unknown };
  return answer(oracle, params, options);
}

const bad = (message: string): Answered => ({
  oracle: null,
  params: null,
  failure: { code: 'bad-question', message },
});
