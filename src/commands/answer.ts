import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { type Answered, answer, answerLine } from '../protocol/answer.ts';

/** Matrices as {"npy": file} are looked for in the folder the command runs in. */
const here = { directory: process.cwd() };

/** `nishimori answer <oracle> --params '<json>'`. */
export async function answerOne(oracle: string, params: string, output: Writable): Promise<number> {
  let question: unknown;
  try {
    question = JSON.parse(params);
  } catch (error) {
    const message = `--params is no JSON: ${error instanceof Error ? error.message : error}`;
    await print({ oracle, params, failure: { code: 'bad-question', message } }, output);
    return 0;
  }
  await print(await answer(oracle, question, here), output);
  return 0;
}

/** `nishimori answer --stdin`: one question per line, one answer per line, in order. */
export async function answerLines(input: Readable, output: Writable): Promise<number> {
  let status = 0;
  input.on('error', (error) => {
    process.stderr.write(`nishimori: the input could not be read: ${error.message}\n`);
    status = 2;
  });
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
    if (line.trim() !== '') await print(await answerLine(line, here), output);
  return status;
}

/** Waits for the line to leave, so that a long stream does not pile up in memory. */
const print = (answered: Answered, output: Writable): Promise<void> =>
  new Promise((resolve, reject) => {
    output.write(`${JSON.stringify(answered)}\n`, (error) => (error ? reject(error) : resolve()));
  });
