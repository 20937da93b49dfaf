import { DomainError } from '../errors.ts';
import type { Matrix } from './matrix.ts';
import { tiles } from './tiles.ts';

/** Columns summed before a tile is written back: a panel of them stays in the first-level cache. */
const DEPTH = 256;
/** Panels of A that stay in the second-level cache while they meet all of B. */
const BLOCK = 32;

/**
 * A Bᵀ: entry (i, j) is the scalar product of row i of A and row j of B. In tiles (tiles.ts), with their
 * order of summation, over blocks of 256 columns: the same bytes on every kernel.
 */
export function multiplyByTransposed(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.columns)
    throw new DomainError('multiplyByTransposed', 'columns of B', b.columns, String(a.columns));
  const [aPanels, bPanels] = [Math.ceil(a.rows / 4), Math.ceil(b.rows / 4)];
  const width = 4 * bPanels;
  const depthMost = Math.min(DEPTH, a.columns);
  const aAt = 4 * aPanels * width;
  const bAt = aAt + 4 * aPanels * depthMost;
  const { memory, update } = tiles(bAt + 4 * bPanels * depthMost);
  memory.fill(0, 0, aAt);
  for (let from = 0; from < a.columns; from += DEPTH) {
    const depth = Math.min(DEPTH, a.columns - from);
    pack(memory, aAt, a, from, depth);
    pack(memory, bAt, b, from, depth);
    for (let block = 0; block < aPanels; block += BLOCK) {
      const panels = Math.min(BLOCK, aPanels - block);
      for (let q = 0; q < bPanels; q++)
        update(
          aAt + 4 * depth * block,
          bAt + 4 * depth * q,
          4 * (block * width + q),
          depth,
          panels,
          width,
          1,
        );
    }
  }
  const data = new Float64Array(a.rows * b.rows);
  for (let i = 0; i < a.rows; i++)
    data.set(memory.subarray(i * width, i * width + b.rows), i * b.rows);
  return { rows: a.rows, columns: b.rows, data };
}

/** Rows as panels of four. The last one may have rows to spare: they meet no others, and are not read. */
function pack(
  memory: Float64Array,
  at: number,
  { rows, columns, data }: Matrix,
  from: number,
  depth: number,
): void {
  for (let row = 0; row < rows; row++) {
    const start = row * columns + from;
    const to = at + 4 * depth * (row >> 2) + (row & 3);
    for (let k = 0; k < depth; k++) memory[to + 4 * k] = data[start + k];
  }
}
