import type { Matrix } from './matrix.ts';
import { tiles } from './tiles.ts';

/** Columns summed before a tile is written back: a panel of them stays in the first-level cache. */
const DEPTH = 256;
/** Panels that stay in the second-level cache while they meet all the others. */
const BLOCK = 32;

/**
 * The Gram matrix of the rows, (X Xᵀ)_{μν} = x_μ·x_ν, or, weighted, of the columns:
 *
 *   (Xᵀ D X)_{ij} = Σ_μ D_μ X_μi X_μj,   D_μ ≥ 0
 *
 * D enters as √D on both sides, so that the result is exactly symmetric, and positive semi-definite up
 * to rounding. Half of the matrix is computed, in tiles (tiles.ts); the other half is copied.
 */
export function gramOfRows({ rows, columns, data }: Matrix): Matrix {
  return gram(rows, columns, (memory, at, from, depth) => {
    for (let row = 0; row < rows; row++) {
      const start = row * columns + from;
      const to = at + 4 * depth * (row >> 2) + (row & 3);
      for (let k = 0; k < depth; k++) memory[to + 4 * k] = data[start + k];
    }
  });
}

export function gramOfColumns({ rows, columns, data }: Matrix, weights?: Float64Array): Matrix {
  return gram(columns, rows, (memory, at, from, depth) => {
    for (let k = 0; k < depth; k++) {
      const root = weights === undefined ? 1 : Math.sqrt(weights[from + k]);
      const start = (from + k) * columns;
      for (let column = 0, to = at + 4 * k; column < columns; column += 4, to += 4 * depth) {
        const width = Math.min(4, columns - column);
        for (let r = 0; r < width; r++) memory[to + r] = root * data[start + column + r];
      }
    }
  });
}

/** Entries `from` … `from + depth` of every vector, as panels that follow one another from `at`. */
type Pack = (memory: Float64Array, at: number, from: number, depth: number) => void;

function gram(size: number, length: number, pack: Pack): Matrix {
  const panels = Math.ceil(size / 4);
  const width = 4 * panels;
  const { memory, update } = tiles(width * width + width * DEPTH);
  const packed = width * width;
  memory.fill(0, 0, packed);
  for (let from = 0; from < length; from += DEPTH) {
    const depth = Math.min(DEPTH, length - from);
    const panelAt = (p: number) => packed + 4 * depth * p;
    if (width > size) memory.fill(0, panelAt(panels - 1), panelAt(panels));
    pack(memory, packed, from, depth);
    for (let block = 0; block < panels; block += BLOCK) {
      const end = Math.min(block + BLOCK, panels);
      for (let q = 0; q < end; q++) {
        const p = Math.max(q, block);
        update(panelAt(p), panelAt(q), 4 * (p * width + q), depth, end - p, width, 1);
      }
    }
  }
  const data = new Float64Array(size * size);
  for (let i = 0; i < size; i++) data.set(memory.subarray(i * width, i * width + i + 1), i * size);
  mirror(data, size);
  return { rows: size, columns: size, data };
}

/** Copies the lower triangle to the upper one, in blocks that both fit the cache. */
function mirror(data: Float64Array, size: number): void {
  const side = 32;
  for (let top = 0; top < size; top += side)
    for (let left = 0; left <= top; left += side)
      for (let i = top; i < Math.min(top + side, size); i++)
        for (let j = left; j < Math.min(left + side, i); j++)
          data[j * size + i] = data[i * size + j];
}
