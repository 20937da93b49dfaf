import { mkdtempSync, realpathSync } from 'node:fs';
import { realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type Fetch, largestAnswer, packArrays, type Store, unpackArrays } from './arrays.ts';
import { HeldFolder, readRegular, refusal } from './held-folder.ts';
import { largeArray } from './messages.ts';
import { removeTree } from './remove.ts';

/** The folder in which large arrays travel. It is gone when its process is. */
export class Scratch {
  readonly folder: string;
  readonly #held: HeldFolder;
  #files = 0;

  constructor(parent: string = tmpdir()) {
    this.folder = realpathSync(mkdtempSync(join(parent, 'nishimori-')));
    this.#held = new HeldFolder(this.folder);
    live.add(this.folder);
  }

  /** Whether it is still the folder that was made. */
  get intact(): boolean {
    return this.#held.intact;
  }

  /** Plain JSON; arrays of more than `threshold` entries are written to files. */
  async pack(value: unknown, threshold = largeArray): Promise<Packed> {
    const files: string[] = [];
    const store: Store = async (bytes) => {
      const file = `question-${++this.#files}.npy`;
      await this.#held.write(file, bytes);
      files.push(file);
      return file;
    };
    try {
      return { json: await packArrays(value, store, threshold), files };
    } catch (error) {
      await this.discard(files);
      throw error;
    }
  }

  /** The inverse for arrays: files are read and removed. */
  unpack(json: unknown, budget = largestAnswer): Promise<unknown> {
    const fetch: Fetch = async (file, limit) => {
      const bytes = await this.#held.read(file, limit);
      await this.#held.unlink(file);
      return bytes;
    };
    return unpackArrays(json, fetch, budget);
  }

  /** Removes the files of a question that has been answered. */
  async discard(files: readonly string[]): Promise<void> {
    await Promise.all(files.map((name) => this.#held.unlink(name)));
  }

  close(): void {
    live.delete(this.folder);
    this.#held.release();
    removeTree(this.folder);
  }
}

/** Folders that must not outlive us, however we end. */
const live = new Set<string>();
process.once('exit', () => live.forEach(removeTree));

export interface Packed {
  readonly json: unknown;
  /** The files written for it. */
  readonly files: readonly string[];
}

let answers = 0;

/** Writes new files to the folder that a questioner has given. */
export const storeIn =
  (folder: string): Store =>
  async (bytes) => {
    const name = `answer-${process.pid}-${++answers}.npy`;
    await writeFile(join(folder, name), bytes, { flag: 'wx' });
    return name;
  };

/** Reads files of a folder and of those inside it: of the user, or of a questioner. */
export const fetchFrom =
  (folder: string): Fetch =>
  async (file, limit) => {
    const refuse = refusal(file);
    if (file.includes('\0')) refuse('is no file name');
    const root = await realpath(folder);
    const path = resolve(root, file);
    const parent = await realpath(dirname(path)).catch(() => refuse('there is no such file'));
    const inside = relative(root, parent);
    if (inside === '..' || inside.startsWith(`..${sep}`) || resolve(root, inside) !== parent)
      refuse('lies outside the scratch folder');
    return readRegular(path, limit, refuse);
  };
