import { decode, encode } from '../../oracles/encode.ts';
import type { Reply } from '../../oracles/implementation.ts';
import type { AnyOracle } from '../../oracles/oracle.ts';
import { excess } from './bounds.ts';
import { protocolVersion, type StartResponse } from './messages.ts';
import { NpyError } from './npy.ts';
import { Breakdown, longestReason } from './process.ts';
import { cutText, excerpt } from './quote.ts';
import { problem, resultProblem } from './schema.ts';
import type { Scratch } from './scratch.ts';

/** Reading what a stranger wrote: anything but the agreed form is a {@link Breakdown}. */
const malformed = (reason: string): Breakdown => new Breakdown('malformed', reason);

const text = { type: 'string', maxLength: 500 } as const;

const startSchema = {
  type: 'object',
  required: ['protocol', 'implementation', 'oracles'],
  properties: {
    protocol: { const: protocolVersion },
    implementation: {
      type: 'object',
      required: ['name', 'version'],
      properties: { name: text, version: text, language: text, url: text },
    },
    oracles: { type: 'array', maxItems: 10_000, items: { ...text, minLength: 1 } },
    accuracy: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
  },
};

export interface About {
  readonly name: string;
  readonly version: string;
  readonly language?: string;
  readonly url?: string;
  readonly oracles: readonly string[];
  readonly accuracy?: number;
}

/** The answer to `start`. */
export function readStart(line: string): About {
  const response = parse(line);
  const wrong = problem(startSchema, response);
  if (wrong) throw malformed(`the message${wrong}, in ${excerpt(line)}`);
  const { implementation, oracles, accuracy } = response as unknown as StartResponse;
  const { name, version, language, url } = implementation;
  return {
    name,
    version,
    ...(language === undefined ? {} : { language }),
    ...(url === undefined ? {} : { url }),
    oracles,
    ...(accuracy === undefined ? {} : { accuracy }),
  };
}

const answerSchema = {
  type: 'object',
  required: ['id'],
  properties: {
    skip: { type: 'string' },
    failure: { type: 'string' },
    code: { type: 'string' },
    result: { type: 'object' },
    error: { type: 'object' },
  },
};

/** The answer to `ask`: the right id, one outcome, and a result in the form that its oracle has. */
export async function readAnswer(
  line: string,
  id: number,
  oracle: AnyOracle | undefined,
  scratch: Scratch,
): Promise<Reply> {
  const response = parse(line);
  const wrong = problem(answerSchema, response);
  if (wrong) throw malformed(`the message${wrong}, in ${excerpt(line)}`);
  if (response.id !== id)
    throw malformed(
      `the answer to question ${id} has the id ${excerpt(JSON.stringify(response.id))}`,
    );
  const outcomes = ['result', 'skip', 'failure'].filter((key) => Object.hasOwn(response, key));
  if (outcomes.length !== 1)
    throw malformed(
      `an answer has one of "result", "skip" and "failure", this one has ${outcomes.join(' and ') || 'none'}: ${excerpt(line)}`,
    );
  const { skip, failure, code } = response as { skip?: string; failure?: string; code?: string };
  if (skip !== undefined) return { kind: 'skip', reason: cutText(skip, longestReason) };
  if (failure !== undefined) {
    const reason = cutText(failure, longestReason);
    return code === undefined
      ? { kind: 'failure', reason }
      : { kind: 'failure', reason, code: cutText(code, 100) };
  }
  try {
    const result = decode(await scratch.unpack(response.result)) as Record<string, unknown>;
    const issue = oracle && resultProblem(oracle, result);
    if (issue) throw malformed(`result${issue}`);
    const error = decode(response.error) as Record<string, unknown> | undefined;
    return error === undefined
      ? { kind: 'answer', result }
      : { kind: 'answer', result, error: errorBounds(error) };
  } catch (error) {
    if (error instanceof NpyError) throw malformed(error.message);
    // Nested deeper than any answer is.
    if (error instanceof RangeError) throw malformed('the result is nested too deeply');
    throw error;
  }
}

function errorBounds(error: { readonly [field: string]: unknown }): { [field: string]: number } {
  for (const [field, bound] of Object.entries(error))
    if (typeof bound !== 'number' || bound < 0)
      throw malformed(
        `the error of ${excerpt(field)} must be a number >= 0, got ${excerpt(JSON.stringify(encode(bound)))}`,
      );
  return error as { [field: string]: number };
}

function parse(line: string): { readonly [key: string]: unknown } {
  const tooMuch = excess(line);
  if (tooMuch !== undefined) throw malformed(`this is ${tooMuch}: ${excerpt(line)}`);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw malformed(`this is no JSON: ${excerpt(line)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(`this is no JSON object: ${excerpt(line)}`);
  return value as { readonly [key: string]: unknown };
}
