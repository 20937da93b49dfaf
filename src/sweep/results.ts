import { closeSync, existsSync, openSync, readSync, statSync, truncateSync } from 'node:fs';
import { decode, encode } from '../../oracles/encode.ts';
import { BadLine, LineReader } from '../protocol/lines.ts';
import { canonical } from './canonical.ts';
import type { AnySweep, Outcome, Repeated, Values } from './sweep.ts';
import { keyOf, type Task } from './task.ts';

/**
 * Results as NDJSON. The first line says of which sweep they are,
 *
 *   {"options":{…},"sweep":"…","version":1}
 *
 * and every other line is a task with its result (non-finite numbers as words), or why there is none:
 *
 *   {"key":"…","params":{…},"result":{…}}      {"failure":{"code":"…","message":"…"},"key":"…","params":{…}}
 *
 * all in canonical JSON: a task and its result have one line, the same bytes wherever it was computed.
 */
export interface Header {
  readonly sweep: string;
  readonly version: number;
  readonly options: Values;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
}
export type Answer = { readonly result: Outcome } | { readonly failure: Failure };
export type Row = Answer & { readonly key: string; readonly params: Repeated };

/** A file that is not what it should be. */
export class ResultsError extends Error {
  override readonly name = 'ResultsError';
}

export const headerLine = (sweep: AnySweep, options: Values): string =>
  canonical({ options, sweep: sweep.name, version: sweep.version });

export const rowLine = ({ key, params }: Task, answer: Answer): string =>
  canonical({ ...(encode(answer) as Answer), key, params });

export const parseRow = (line: string): Row => decode(JSON.parse(line)) as Row;

const longestLine = 1 << 24;
const chunkSize = 1 << 16;

/** The first line of a file of results. */
export function readHeader(file: string): Header {
  for (const { text } of linesOf(file)) {
    const header = parsed(file, 1, text) as Partial<Header>;
    const { sweep, version, options } = header;
    if (typeof sweep !== 'string' || typeof version !== 'number' || typeof options !== 'object')
      throw new ResultsError(`${file} does not begin with the head of a sweep's results`);
    return { sweep, version, options };
  }
  throw new ResultsError(`${file} is empty`);
}

/** Where a row stands. */
interface Place {
  readonly file: number;
  readonly offset: number;
  readonly length: number;
}

/**
 * The rows of some files of one sweep, by key. Only their places are kept in memory. Each row is checked
 * against its own key, and against the row of the same key in another file.
 */
export class Results {
  readonly #sweep: AnySweep;
  readonly #places = new Map<string, Place>();
  readonly #files: { readonly name: string; readonly descriptor: number }[] = [];

  constructor(sweep: AnySweep) {
    this.#sweep = sweep;
  }

  get size(): number {
    return this.#places.size;
  }

  has(key: string): boolean {
    return this.#places.has(key);
  }

  /** The row of a key, as it stands in its file. */
  line(key: string): string {
    const { file, offset, length } = this.#places.get(key)!;
    const bytes = Buffer.alloc(length);
    for (let done = 0; done < length; ) {
      const read = readSync(
        this.#files[file].descriptor,
        bytes,
        done,
        length - done,
        offset + done,
      );
      if (read === 0) throw new ResultsError(`${this.#files[file].name} became shorter`);
      done += read;
    }
    return bytes.toString();
  }

  /** Enters the rows of a file; returns the length of the part that consists of whole lines. */
  read(name: string): number {
    const file = this.#files.push({ name, descriptor: openSync(name, 'r') }) - 1;
    let number = 0;
    let end = 0;
    for (const { text, offset, length } of linesOf(name)) {
      number++;
      end = offset + length + 1;
      if (number === 1) this.#requireOurs(name);
      else this.#enter(name, number, text, { file, offset, length });
    }
    return end;
  }

  close(): void {
    for (const { descriptor } of this.#files) closeSync(descriptor);
    this.#files.length = 0;
    this.#places.clear();
  }

  #requireOurs(name: string): void {
    const { sweep, version } = readHeader(name);
    const ours = this.#sweep;
    if (sweep !== ours.name || version !== ours.version)
      throw new ResultsError(
        `${name} holds results of ${sweep}, version ${version}, not of ${ours.name}, version ${ours.version}`,
      );
  }

  #enter(name: string, number: number, text: string, place: Place): void {
    const row = parsed(name, number, text) as Partial<Row>;
    const { key, params } = row;
    if (typeof key !== 'string' || typeof params !== 'object' || params === null)
      throw new ResultsError(`${name}, line ${number} is no result of a task`);
    if (key !== keyOf(this.#sweep, params))
      throw new ResultsError(`${name}, line ${number}: the key does not belong to the parameters`);
    if (text !== canonical(row))
      throw new ResultsError(`${name}, line ${number} is not in canonical JSON: was it edited?`);
    if (!this.has(key)) this.#places.set(key, place);
    else if (this.line(key) !== text)
      throw new ResultsError(
        `two results for the task ${canonical(params)}:\n  ${this.line(key)} (${this.#files[this.#places.get(key)!.file].name})\n  ${text} (${name}, line ${number})`,
      );
  }
}

/**
 * The rows of a file that a killed process may have left: a last line without its end is cut off, in
 * the file too, so that the next row begins a line.
 */
export function recover(results: Results, name: string): void {
  if (!existsSync(name)) return;
  const whole = results.read(name);
  if (statSync(name).size > whole) truncateSync(name, whole);
}

interface Line {
  readonly text: string;
  /** In bytes, without the newline. */
  readonly offset: number;
  readonly length: number;
}

/** The lines of a file that end with a newline, a chunk at a time. */
export function* linesOf(name: string): Generator<Line, void, undefined> {
  const descriptor = openSync(name, 'r');
  const reader = new LineReader(longestLine);
  const chunk = Buffer.alloc(chunkSize);
  let offset = 0;
  try {
    for (let size = chunkSize; size > 0; ) {
      size = readSync(descriptor, chunk, 0, chunkSize, null);
      // a copy: the reader keeps what is not yet a line
      for (const text of reader.push(Buffer.from(chunk.subarray(0, size)))) {
        const length = Buffer.byteLength(text);
        yield { text, offset, length };
        offset += length + 1;
      }
    }
  } catch (error) {
    if (error instanceof BadLine) throw new ResultsError(`${name} is no NDJSON: ${error.message}`);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** The rows of a finished file, without checking their keys again. */
export function* rowsOf(name: string): Generator<Row, void, undefined> {
  let first = true;
  for (const { text } of linesOf(name)) {
    if (!first) yield parseRow(text);
    first = false;
  }
}

function parsed(name: string, number: number, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // the same words for both
  }
  throw new ResultsError(`${name}, line ${number} is no JSON object`);
}
