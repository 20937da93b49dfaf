import { createHash } from 'node:crypto';
import { constants, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { open, realpath, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { encode } from '../../oracles/encode.ts';
import { largeArray } from './messages.ts';
import {
  fromNested,
  type Nested,
  type NpyArray,
  NpyError,
  readNpy,
  toNested,
  writeNpy,
} from './npy.ts';

/**
 * The folder in which large arrays travel. Only regular files inside it are ever opened, whatever
 * name comes back: no `..`, no symbolic link, no device or pipe (which could block for ever), and no
 * more bytes per answer than agreed.
 */
export class Scratch {
  readonly folder: string;
  #files = 0;

  constructor(parent: string = tmpdir()) {
    this.folder = realpathSync(mkdtempSync(join(parent, 'nishimori-')));
    live.add(this.folder);
  }

  /** Plain JSON; arrays of more than `threshold` entries are written to files. */
  async pack(value: unknown, threshold = largeArray): Promise<Packed> {
    const files: string[] = [];
    const name = (): string => {
      const file = `question-${++this.#files}.npy`;
      files.push(file);
      return file;
    };
    return { json: await packArrays(value, this.folder, { threshold, name }), files };
  }

  /** The inverse for arrays: files are read and removed. */
  unpack(json: unknown, budget = largestAnswer): Promise<unknown> {
    return unpackArrays(json, this.folder, { budget, consume: true });
  }

  /** Removes the files of a question that has been answered. */
  async discard(files: readonly string[]): Promise<void> {
    await Promise.all(files.map((name) => unlink(join(this.folder, name)).catch(() => {})));
  }

  close(): void {
    live.delete(this.folder);
    remove(this.folder);
  }
}

/** Folders that must not outlive us, however we end. */
const live = new Set<string>();
const remove = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
process.once('exit', () => live.forEach(remove));

export interface Packed {
  readonly json: unknown;
  /** The files written for it. */
  readonly files: readonly string[];
}

/** Bytes of .npy files that one answer may bring. */
export const largestAnswer = 512 * 1024 * 1024;

let answers = 0;

/** Plain JSON, with arrays of more than `threshold` entries in files of `folder`. */
export async function packArrays(
  value: unknown,
  folder: string,
  {
    threshold = largeArray,
    name = () => `answer-${++answers}.npy`,
  }: { threshold?: number; name?: () => string } = {},
): Promise<unknown> {
  return encode(
    await replaceArrays(value, threshold, async (array) => {
      const npy = name();
      await writeFile(join(folder, npy), writeNpy(array));
      return { npy };
    }),
  );
}

/** Replaces every `{"npy": file}` of a message by the array in that file, which must lie inside `folder`. */
export async function unpackArrays(
  json: unknown,
  folder: string,
  { budget = largestAnswer, consume = false }: { budget?: number; consume?: boolean } = {},
): Promise<unknown> {
  const named = new Map<string, string | undefined>();
  visitFiles(json, (file, sha256) => named.set(file, sha256), 0);
  if (named.size === 0) return json;
  const arrays = new Map<string, Nested>();
  let left = budget;
  for (const [file, sha256] of named) {
    const bytes = await readInside(folder, file, left);
    left -= bytes.length;
    if (sha256 !== undefined && sha256 !== createHash('sha256').update(bytes).digest('hex'))
      throw new NpyError(`${JSON.stringify(file)}: the checksum is another one`);
    arrays.set(file, toNested(readNpy(bytes)));
    if (consume) await unlink(resolve(folder, file)).catch(() => {});
  }
  return visitFiles(json, (file) => arrays.get(file), 0);
}

/** Deeper than any question or answer is nested; deep enough to exhaust the stack is a thousand times that. */
const deepest = 100;

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
  if (typeof npy === 'string') return replace(npy, sha256 === undefined ? sha256 : String(sha256));
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, visitFiles(part, replace, depth + 1)]),
  );
}

async function readInside(folder: string, file: string, limit: number): Promise<Uint8Array> {
  const refuse = (why: string): never => {
    throw new NpyError(`${JSON.stringify(file)}: ${why}`);
  };
  if (file.includes('\0')) refuse('is no file name');
  const root = await realpath(folder);
  const path = resolve(root, file);
  const parent = await realpath(dirname(path)).catch(() => refuse('there is no such file'));
  const inside = relative(root, parent);
  if (inside === '..' || inside.startsWith(`..${sep}`) || resolve(root, inside) !== parent)
    refuse('lies outside the scratch folder');
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(path, flags).catch((error: NodeJS.ErrnoException) =>
    refuse(error.code === 'ELOOP' ? 'is a symbolic link' : `cannot be opened (${error.code})`),
  );
  try {
    const { size } = await handle
      .stat()
      .then((s) => (s.isFile() ? s : refuse('is no regular file')));
    if (size > limit) refuse(`has ${size} bytes, more than the ${limit} that are left`);
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; ) {
      const { bytesRead } = await handle.read(bytes, at, size - at, at);
      if (bytesRead === 0) refuse('shrank while it was read');
      at += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
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
