import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NpyError, writeNpy } from './npy.ts';
import { removeTree } from './remove.ts';
import { Scratch } from './scratch.ts';

const root = mkdtempSync(join(tmpdir(), 'scratch-test-'));
let parent = '';
let outside = '';
let scratch: Scratch;
let counter = 0;
const inside = (name: string): string => join(scratch.folder, name);
const secret = writeNpy({ shape: [2], data: Float64Array.of(271828, 314159) });

beforeEach(() => {
  parent = join(root, String(++counter));
  outside = join(parent, 'outside');
  mkdirSync(outside, { recursive: true });
  writeFileSync(join(outside, 'secret.npy'), secret);
  scratch = new Scratch(parent);
});
afterEach(() => {
  scratch.close();
  // Whatever was done to it, nothing of it is left, and nothing else was touched.
  expect(readdirSync(outside)).toEqual(['secret.npy']);
  expect(readFileSync(join(outside, 'secret.npy'))).toEqual(Buffer.from(secret));
  expect(existsSync(scratch.folder)).toBe(false);
});
afterAll(() => rmSync(root, { recursive: true }));

const large = { matrix: Array.from({ length: 10_001 }, (_, i) => i) };
const unpack = (npy: string, more = {}): Promise<unknown> => scratch.unpack({ npy, ...more });
const put = (name: string, shape: string, bytes = 0): void => {
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}}\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, text.length & 255, 0]);
  start[9] = text.length >> 8;
  writeFileSync(inside(name), Buffer.concat([start, Buffer.from(text)]));
  truncateSync(inside(name), start.length + text.length + bytes);
};

describe('writing a question', () => {
  it('happens in a new file, not through a link under its name', async () => {
    symlinkSync(join(outside, 'new.npy'), inside('question-1.npy'));
    symlinkSync(join(outside, 'secret.npy'), inside('question-2.npy'));
    linkSync(join(outside, 'secret.npy'), inside('question-3.npy'));
    for (let i = 0; i < 3; i++) await expect(scratch.pack(large)).rejects.toThrow(/EEXIST/);
    expect((await scratch.pack(large)).files).toEqual(['question-4.npy']);
  });

  it('leaves nothing half done', async () => {
    symlinkSync(join(outside, 'new.npy'), inside('question-2.npy'));
    await expect(scratch.pack({ a: large, b: large })).rejects.toThrow(/EEXIST/);
    expect(readdirSync(scratch.folder)).toEqual(['question-2.npy']);
  });

  it.each([
    ['a link', () => symlinkSync(outside, scratch.folder)],
    ['another folder', () => mkdirSync(scratch.folder)],
    ['a file', () => writeFileSync(scratch.folder, '')],
    ['nothing', () => {}],
  ])('does not happen where %s stands in the place of the folder', async (_, put) => {
    renameSync(scratch.folder, join(parent, 'moved'));
    put();
    expect(scratch.intact).toBe(false);
    await expect(scratch.pack(large)).rejects.toThrow(/removed or replaced/);
    await expect(unpack('secret.npy')).rejects.toThrow(/removed or replaced/);
  });
});

describe('reading an answer', () => {
  it('brings the array, and removes the file', async () => {
    writeFileSync(inside('a.npy'), writeNpy({ shape: [2, 1], data: Float64Array.of(1, 2) }));
    expect(await unpack('a.npy')).toEqual([[1], [2]]);
    expect(readdirSync(scratch.folder)).toEqual([]);
  });

  it.each([
    ['a link', () => symlinkSync(join(outside, 'secret.npy'), inside('x.npy')), /symbolic link/],
    ['a second name', () => linkSync(join(outside, 'secret.npy'), inside('x.npy')), /hard link/],
    ['a folder', () => mkdirSync(inside('x.npy')), /no regular file/],
    ['a file without end', () => put('x.npy', '(1000000000,)', 8e9), /has 8\d+ bytes/],
    ['more axes than arrays have', () => put('x.npy', `(${'1, '.repeat(33)})`, 8), /33 axes/],
    ['arrays without entries and without end', () => put('x.npy', '(1000000000, 0)'), /too large/],
    ['small arrays without end', () => put('x.npy', '(2000000, 1)', 16e6), /too large/],
  ])('does not read %s', async (_, make, reason) => {
    make();
    const error: unknown = await unpack('x.npy').catch((thrown) => thrown);
    expect(error).toBeInstanceOf(NpyError);
    expect(String(error)).toMatch(reason);
  });

  it.each(['../outside/secret.npy', 'folder/secret.npy', 'link/secret.npy', '', '.', '..', 'a\0'])(
    'does not follow the name %j',
    async (name) => {
      mkdirSync(inside('folder'));
      writeFileSync(inside('folder/secret.npy'), secret);
      symlinkSync(outside, inside('link'));
      await expect(unpack(name)).rejects.toThrow(/does not lie directly in the scratch folder/);
      await expect(unpack(join(outside, 'secret.npy'))).rejects.toThrow(/does not lie directly/);
    },
  );

  it('counts an array as often as it is named', async () => {
    put('x.npy', '(1000000,)', 8e6);
    const many = Array.from({ length: 9 }, () => ({ npy: 'x.npy' }));
    await expect(scratch.unpack({ many })).rejects.toThrow(/8\d+ bytes, more than the/);
    const { many: few } = (await scratch.unpack({ many: many.slice(0, 3) })) as {
      many: number[][];
    };
    expect(few.map(({ length }) => length)).toEqual([1e6, 1e6, 1e6]);
  });

  it('takes a checksum for what it is', async () => {
    put('x.npy', '(1,)', 8);
    await expect(unpack('x.npy', { sha256: 'abc' })).rejects.toThrow(/the checksum is another one/);
    await expect(unpack('x.npy', { sha256: { toString: 1 } })).rejects.toThrow(/is a text/);
  });

  it('quotes little of a long name', async () => {
    await expect(unpack('n'.repeat(1e6))).rejects.toMatchObject({
      message: expect.stringMatching(/^.{0,200}$/),
    });
  });
});

describe('removing a folder', () => {
  it('takes what may not be entered, and what lies deeper than a path reaches', () => {
    const home = process.cwd();
    process.chdir(scratch.folder);
    for (let i = 0; i < 60; i++) {
      mkdirSync('d'.repeat(200));
      writeFileSync('file', '');
      process.chdir('d'.repeat(200));
    }
    process.chdir(home);
    mkdirSync(inside('locked/inner'), { recursive: true });
    chmodSync(inside('locked'), 0);
    symlinkSync(outside, inside('link'));
    chmodSync(scratch.folder, 0o500);
    removeTree(scratch.folder);
    expect(existsSync(scratch.folder)).toBe(false);
  });
});
