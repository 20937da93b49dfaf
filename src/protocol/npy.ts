import { dump } from 'npyjs';
import { excerpt } from './quote.ts';

/**
 * NumPy's array files, in the one dialect of the protocol: format 1.0, little-endian float64
 * ('<f8'), C order. Writing is npyjs'. Reading is our own, because what is read here was written by
 * a stranger: npyjs takes every dialect, trusts the shape, and needs data aligned to eight bytes,
 * which the header of an honest writer need not give.
 */
export interface NpyArray {
  readonly shape: readonly number[];
  /** Row-major: the last index runs fastest. */
  readonly data: Float64Array;
}

export class NpyError extends Error {
  override readonly name = 'NpyError';
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const preamble = magic.length + 4; // two bytes of version, two of header length

/** The header is a Python dictionary literal of three known keys, in any order. */
const entry = /\s*'(descr|fortran_order|shape)'\s*:\s*('[^']*'|True|False|\([\d,\s]*\))\s*,?/y;

function parseHeader(text: string): ReadonlyMap<string, string> {
  const dictionary = /^\{(.*)\}\s*$/s.exec(text)?.[1];
  if (dictionary === undefined) throw new NpyError('the header is no dictionary');
  const found = new Map<string, string>();
  entry.lastIndex = 0;
  while (dictionary.slice(entry.lastIndex).trim() !== '') {
    const match = entry.exec(dictionary);
    if (!match || found.has(match[1])) throw new NpyError('the header cannot be read');
    found.set(match[1], match[2]);
  }
  return found;
}

function parseShape(text: string | undefined): number[] {
  const sizes = /^\(([\d,\s]*)\)$/.exec(text ?? '')?.[1];
  if (sizes === undefined) throw new NpyError('the header names no shape');
  return sizes
    .split(',')
    .map((size) => size.trim())
    .filter((size) => size !== '')
    .map(Number);
}

/** Reads an .npy file; every way in which it may be malformed is an {@link NpyError}. */
export function readNpy(bytes: Uint8Array): NpyArray {
  if (bytes.length < preamble || magic.some((byte, i) => bytes[i] !== byte))
    throw new NpyError('this is no .npy file');
  if (bytes[6] !== 1 || bytes[7] !== 0)
    throw new NpyError(`format 1.0 is expected, got ${bytes[6]}.${bytes[7]}`);
  const start = preamble + bytes[8] + 256 * bytes[9];
  if (bytes.length < start) throw new NpyError('the file ends inside its header');
  const header = parseHeader(Buffer.from(bytes.subarray(preamble, start)).toString('latin1'));
  if (header.get('descr') !== "'<f8'")
    throw new NpyError(
      `entries must be little-endian float64 ('<f8'), got ${excerpt(String(header.get('descr')), 40)}`,
    );
  if (header.get('fortran_order') !== 'False') throw new NpyError('entries must be in C order');
  const shape = parseShape(header.get('shape'));
  if (shape.length > mostAxes) throw new NpyError(`an array of ${shape.length} axes`);
  const entries = shape.reduce((product, size) => product * size, 1);
  if (bytes.length - start !== 8 * entries)
    throw new NpyError(
      `shape (${shape.join(', ')}) needs ${8 * entries} bytes, the file has ${bytes.length - start}`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, 8 * entries);
  const data = new Float64Array(entries);
  for (let i = 0; i < entries; i++) data[i] = view.getFloat64(8 * i, true);
  return { shape, data };
}

/** NumPy had no more for twenty years. */
const mostAxes = 32;

/** How many arrays an array of that shape is as nested arrays: also one without entries is many. */
export function arraysIn(shape: readonly number[]): number {
  let rows = 1;
  let arrays = 0;
  for (const size of shape) {
    arrays += rows;
    rows *= size;
  }
  return arrays;
}

/** The bytes of an .npy file. */
export const writeNpy = ({ shape, data }: NpyArray): Uint8Array =>
  new Uint8Array(dump(data, [...shape], { dtype: 'f8' }));

export type Nested = number | readonly Nested[];

/** Nested arrays, as JSON would hold them. */
export function toNested({ shape, data }: NpyArray): Nested {
  const build = (axis: number, start: number, length: number): Nested => {
    if (axis === shape.length) return data[start];
    if (axis === shape.length - 1) return Array.from(data.subarray(start, start + length));
    const step = length / shape[axis];
    return Array.from({ length: shape[axis] }, (_, i) => build(axis + 1, start + i * step, step));
  };
  return build(0, 0, data.length);
}

/** The array that nested numbers form, or undefined if they are ragged or not all numbers. */
export function fromNested(value: unknown): NpyArray | undefined {
  const shape: number[] = [];
  for (let first = value; isList(first); first = first[0]) {
    shape.push(first.length);
    if (first.length === 0) return undefined;
  }
  if (shape.length === 0) return undefined;
  const data = new Float64Array(shape.reduce((product, size) => product * size, 1));
  let filled = 0;
  const fill = (part: unknown, axis: number): boolean => {
    if (axis < shape.length) {
      if (!isList(part) || part.length !== shape[axis]) return false;
      for (let i = 0; i < part.length; i++) if (!fill(part[i], axis + 1)) return false;
      return true;
    }
    if (typeof part !== 'number') return false;
    data[filled++] = part;
    return true;
  };
  return fill(value, 0) ? { shape, data } : undefined;
}

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || value instanceof Float64Array;
