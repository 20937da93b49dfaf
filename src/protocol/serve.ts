import type { Readable, Writable } from 'node:stream';
import { encode } from '../../oracles/encode.ts';
import type { Implementation, Reply } from '../../oracles/implementation.ts';
import { largestQuestion, packArrays, unpackArrays } from './arrays.ts';
import { BadLine, LineReader } from './lines.ts';
import { longestLine, protocolVersion, type StartResponse } from './messages.ts';
import { NpyError } from './npy.ts';
import { fetchFrom, storeIn } from './scratch.ts';

/**
 * Answers the protocol on behalf of an implementation, until `stop` or the end of the input. A line
 * that is no request gets a failure with the id `null`, and the next one is still answered.
 */
export async function serve(
  implementation: Implementation,
  input: Readable,
  output: Writable,
): Promise<void> {
  let directory: string | undefined;
  // Whoever asked may be gone before the answer is there: that ends the conversation, no more.
  let gone = false;
  output.on('error', () => {
    gone = true;
  });
  const send = (message: unknown): Promise<void> => write(output, `${JSON.stringify(message)}\n`);
  for await (const line of lines(input)) {
    if (gone) return;
    const request = parse(line);
    if (request?.cmd === 'stop') return;
    if (request?.cmd === 'start') {
      directory = typeof request.directory === 'string' ? request.directory : undefined;
      await send(
        request.protocol === protocolVersion
          ? about(implementation)
          : { failure: `this speaks protocol ${protocolVersion}`, code: 'bad-request' },
      );
    } else if (request?.cmd === 'ask') {
      await send({
        id: request.id ?? null,
        ...(await respond(implementation, request, directory)),
      });
    } else {
      const failure = 'a request is a JSON object with "cmd": "start", "ask" or "stop"';
      await send({ id: null, failure, code: 'bad-request' });
    }
  }
}

type Message = { readonly [key: string]: unknown };

async function respond(
  implementation: Implementation,
  request: Message,
  directory: string | undefined,
): Promise<Message> {
  const { oracle, params = null } = request;
  if (typeof oracle !== 'string')
    return { failure: '"oracle" must be the id of an oracle', code: 'bad-question' };
  try {
    const question =
      directory === undefined
        ? params
        : await unpackArrays(params, fetchFrom(directory), largestQuestion);
    return await message(await implementation.ask(oracle, question), directory);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { failure: reason, code: error instanceof NpyError ? 'bad-question' : 'internal' };
  }
}

async function message(reply: Reply, directory: string | undefined): Promise<Message> {
  switch (reply.kind) {
    case 'answer': {
      const result =
        directory === undefined
          ? encode(reply.result)
          : await packArrays(reply.result, storeIn(directory));
      return reply.error === undefined ? { result } : { result, error: encode(reply.error) };
    }
    case 'skip':
      return { skip: reply.reason };
    case 'failure':
      return reply.code === undefined
        ? { failure: reply.reason }
        : { failure: reply.reason, code: reply.code };
    default:
      return { failure: `${reply.kind}: ${reply.reason}`, code: reply.kind };
  }
}

function about(implementation: Implementation): StartResponse {
  const { name, version, language, url, oracles, accuracy } = implementation;
  return {
    protocol: protocolVersion,
    implementation: {
      name,
      version,
      ...(language === undefined ? {} : { language }),
      ...(url === undefined ? {} : { url }),
    },
    oracles,
    ...(accuracy === undefined ? {} : { accuracy }),
  };
}

function parse(line: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Message) : undefined;
  } catch {
    return undefined;
  }
}

async function* lines(input: Readable): AsyncGenerator<string, void, undefined> {
  const reader = new LineReader(longestLine);
  try {
    for await (const chunk of input) yield* reader.push(Buffer.from(chunk));
    const rest = reader.rest();
    if (rest !== undefined) yield rest;
  } catch (error) {
    // Where one line ends and the next begins is lost: say so as a bad request, and end.
    if (!(error instanceof BadLine)) throw error;
    yield '';
  }
}

function write(output: Writable, text: string): Promise<void> {
  return new Promise((resolve) => {
    output.write(text, () => resolve());
  });
}
