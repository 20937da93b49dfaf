import { createHash } from 'node:crypto';
import { encode } from '../../oracles/encode.ts';
import { deepest } from './bounds.ts';
import { largeArray } from './messages.ts';
import {
  arraysIn,
  fromNested,
  type Nested,
  type NpyArray,
  NpyError,
  readNpy,
  toNested,
  writeNpy,
} from './npy.ts';
import { excerpt } from './quote.ts';

/** Large arrays travel in files: `{"npy": file}` stands for the array. */

/** Writes a file, and says its name. */
export type Store = (bytes: Uint8Array) => Promise<string>;
/** Reads the file of that name, if it has at most so many bytes. Throws {@link NpyError}. */
export type Fetch = (file: string, limit: number) => Promise<Uint8Array>;

/** Bytes of arrays that one answer may bring. */
export const largestAnswer = 64 * 1024 * 1024;
/** And a question: of the user's own. */
export const largestQuestion = 512 * 1024 * 1024;
/** Bytes that an array takes, with nothing in it. */
const emptyArray = 64;

/** Plain JSON, with arrays of more than `threshold` entries in files. */
export const packArrays = async (
  value: unknown,
  store: Store,
  threshold = largeArray,
): Promise<unknown> =>
  encode(
    await replaceArrays(value, threshold, async (array) => ({ npy: await store(writeNpy(array)) })),
  );

interface Named {
  readonly sha256: string | undefined;
  times: number;
}

/**
 * Replaces every `{"npy": file}` of a message by the array in that file. An array that is named
 * twice counts twice: whoever walks through the message meets it twice.
 */
export async function unpackArrays(
  json: unknown,
  fetch: Fetch,
  budget = largestAnswer,
): Promise<unknown> {
  const named = new Map<string, Named>();
  visitFiles(
    json,
    (file, sha256) => {
      const known = named.get(file);
      if (known) known.times += 1;
      else named.set(file, { sha256, times: 1 });
    },
    0,
  );
  if (named.size === 0) return json;
  const arrays = new Map<string, Nested>();
  let left = budget;
  for (const [file, { sha256, times }] of named) {
    const bytes = await fetch(file, left / times);
    if (sha256 !== undefined && sha256 !== createHash('sha256').update(bytes).digest('hex'))
      throw new NpyError(`${excerpt(file, 100)}: the checksum is another one`);
    const array = readNpy(bytes);
    left -= times * (bytes.length + emptyArray * arraysIn(array.shape));
    if (left < 0) throw new NpyError(`${excerpt(file, 100)}: the arrays are too large`);
    arrays.set(file, toNested(array));
  }
  return visitFiles(json, (file) => arrays.get(file), 0);
}

/** Rebuilds plain JSON with every `{"npy": file}` replaced. */
function visitFiles(
  value: unknown,
  replace: (file: string, sha256: string | undefined) => unknown,
  depth: number,
): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (depth > deepest) throw new RangeError('nested too deeply');
  if (Array.isArray(value)) return value.map((part) => visitFiles(part, replace, depth + 1));
  const { npy, sha256 } = value as { npy?: unknown; sha256?: unknown };
  if (typeof npy === 'string') {
    if (sha256 !== undefined && typeof sha256 !== 'string')
      throw new NpyError(`${excerpt(npy, 100)}: a checksum is a text`);
    return replace(npy, sha256);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, visitFiles(part, replace, depth + 1)]),
  );
}

async function replaceArrays(
  value: unknown,
  threshold: number,
  store: (array: NpyArray) => Promise<unknown>,
): Promise<unknown> {
  if (Array.isArray(value) || value instanceof Float64Array) {
    if (leaves(value) <= threshold) return value;
    const array = fromNested(value);
    if (array) return store(array);
  }
  if (ArrayBuffer.isView(value) || value === null || typeof value !== 'object') return value;
  const out: [string, unknown][] = [];
  for (const [key, part] of Object.entries(value))
    out.push([key, await replaceArrays(part, threshold, store)]);
  return Array.isArray(value) ? out.map(([, part]) => part) : Object.fromEntries(out);
}

/** Number of entries below a value, whatever its shape. */
function leaves(value: unknown): number {
  if (ArrayBuffer.isView(value)) return (value as Float64Array).length;
  if (!Array.isArray(value)) return 1;
  let sum = 0;
  for (const part of value) sum += leaves(part);
  return sum;
}
