import { accessSync, closeSync, constants, existsSync, lstatSync, openSync } from 'node:fs';
import { type FileHandle, open, unlink, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { NpyError } from './npy.ts';
import { excerpt } from './quote.ts';

/**
 * A folder that strangers write to, and that we read from and write to without being led elsewhere.
 * Its entries are reached through a handle where the system allows it (Linux), so that neither a
 * link in its place nor an exchange between two of our steps leads outside of it; elsewhere its
 * identity is looked up before each step. Only entries of the folder itself are touched, never of
 * folders inside it: those could be exchanged as well.
 */
export class HeldFolder {
  readonly path: string;
  readonly #handle: number;
  readonly #identity: string;

  constructor(path: string) {
    this.path = path;
    this.#handle = openSync(path, constants.O_RDONLY | folderOnly);
    this.#identity = identityOf(path);
  }

  /** Whether it is still where it was, and may be written to. */
  get intact(): boolean {
    try {
      accessSync(this.path, constants.R_OK | constants.W_OK | constants.X_OK);
      return identityOf(this.path) === this.#identity;
    } catch {
      return false;
    }
  }

  /** Writes a new file; throws if anything has that name already. */
  async write(name: string, bytes: Uint8Array): Promise<void> {
    if (!this.intact) throw new Error('the folder has been removed or replaced');
    await writeFile(this.#at(name), bytes, { flag: 'wx', mode: 0o600 });
  }

  /**
   * Reads a regular file of at most `limit` bytes, with whatever name a stranger gave it. Throws
   * {@link NpyError} for links of both kinds, devices, pipes (which could block for ever), and names
   * that lead elsewhere.
   */
  async read(name: string, limit: number): Promise<Uint8Array> {
    const refuse = refusal(name);
    const entry = relative(this.path, resolve(this.path, name));
    if (entry === '' || entry === '..' || entry.includes(sep) || entry.includes('\0'))
      refuse('does not lie directly in the scratch folder');
    if (!this.intact) refuse('the scratch folder has been removed or replaced');
    return readRegular(this.#at(entry), limit, refuse, { onlyName: true });
  }

  async unlink(name: string): Promise<void> {
    await unlink(this.#at(name)).catch(() => {});
  }

  /** Lets go of it. */
  release(): void {
    closeSync(this.#handle);
  }

  #at(name: string): string {
    return join(handlesAreFolders ? `/proc/self/fd/${this.#handle}` : this.path, name);
  }
}

const identityOf = (path: string): string => {
  const { dev, ino, mode } = lstatSync(path, { bigint: true });
  return `${dev} ${ino} ${mode & 0o170000n}`;
};
const folderOnly = (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0);
const handlesAreFolders = process.platform === 'linux' && existsSync('/proc/self/fd/0');

export type Refusal = (why: string) => never;

/** A file is quoted by the beginning of its name: a name may be long. */
export const refusal =
  (name: string): Refusal =>
  (why) => {
    throw new NpyError(`${excerpt(name, 100)}: ${why}`);
  };

/** Neither follows a link, nor waits for the other end of a pipe, nor takes a terminal. */
const carefully =
  constants.O_RDONLY |
  (constants.O_NOFOLLOW ?? 0) |
  (constants.O_NONBLOCK ?? 0) |
  (constants.O_NOCTTY ?? 0);

/** The bytes of a regular file; `onlyName`: of one that has no second name, elsewhere. */
export async function readRegular(
  path: string,
  limit: number,
  refuse: Refusal,
  { onlyName = false }: { onlyName?: boolean } = {},
): Promise<Uint8Array> {
  const handle: FileHandle = await open(path, carefully).catch((error: NodeJS.ErrnoException) =>
    refuse(error.code === 'ELOOP' ? 'is a symbolic link' : `cannot be opened (${error.code})`),
  );
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) refuse('is no regular file');
    if (onlyName && stat.nlink > 1) refuse('has another name as well (a hard link)');
    const { size } = stat;
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
