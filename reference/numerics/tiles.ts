import { simdTiles } from './tiles.simd.ts';

/**
 * Products of matrices tile by tile, in a memory that the caller lays out.
 *
 * A *panel* holds four rows of a matrix, interleaved: entry (r, k) of the panel that starts at p is
 * memory[p + 4 k + r]. Two panels give a 4 × 4 tile of A Bᵀ, whose sixteen sums stay in registers while
 * both panels are read from the cache in order. All places and lengths are counted in numbers, and are
 * multiples of four.
 *
 * The order of summation is part of the contract, so that each kernel gives the same bytes: every entry
 * is one sum over k from the left, each product and each sum rounded to double.
 */
export interface Tiles {
  readonly name: 'plain' | 'simd';
  readonly memory: Float64Array;
  /** C[4p + r][s] += sign · Σ_k A_p[r, k] B[s, k] for `panels` successive panels A_p and one panel B. */
  update(
    a: number,
    b: number,
    c: number,
    depth: number,
    panels: number,
    rowLength: number,
    sign: 1 | -1,
  ): void;
  /** Overwrites each of `panels` successive panels P by P L⁻ᵀ, L lower triangular with `depth` rows. */
  solve(l: number, p: number, depth: number, panels: number, rowLength: number): void;
}

/** In plain JavaScript. */
export function plainTiles(length: number): Tiles {
  const memory = new Float64Array(length);
  return {
    name: 'plain',
    memory,

    update(a, b, c, depth, panels, rowLength, sign) {
      for (let tile = 0; tile < 4 * panels; tile++) {
        // two rows and two columns at a time: as many sums as plain code keeps in registers
        const panel = a + 4 * depth * (tile >> 2);
        const [r, s] = [tile & 2, 2 * (tile & 1)];
        let [s00, s01, s10, s11] = [0, 0, 0, 0];
        for (let k = 0; k < 4 * depth; k += 4) {
          const a0 = memory[panel + k + r];
          const a1 = memory[panel + k + r + 1];
          const b0 = memory[b + k + s];
          const b1 = memory[b + k + s + 1];
          s00 += a0 * b0;
          s01 += a0 * b1;
          s10 += a1 * b0;
          s11 += a1 * b1;
        }
        const at = c + (4 * (tile >> 2) + r) * rowLength + s;
        memory[at] += sign * s00;
        memory[at + 1] += sign * s01;
        memory[at + rowLength] += sign * s10;
        memory[at + rowLength + 1] += sign * s11;
      }
    },

    solve(l, p, depth, panels, rowLength) {
      for (let panel = p; panel < p + 4 * depth * panels; panel += 4 * depth)
        for (let k = 0; k < depth; k++)
          for (let r = 0; r < 4; r++) {
            let x = memory[panel + 4 * k + r];
            for (let j = 0; j < k; j++)
              x -= memory[l + k * rowLength + j] * memory[panel + 4 * j + r];
            memory[panel + 4 * k + r] = x / memory[l + k * rowLength + k];
          }
    },
  };
}

/**
 * The fastest kernel of this machine with a memory of at least `length` numbers, of any content:
 * WebAssembly SIMD where it may be compiled, else plain JavaScript. Same bytes. The memory is shared
 * with the next caller: what is to be kept must be copied out.
 */
export function tiles(length: number): Tiles {
  return simdTiles(length) ?? plainTiles(length);
}
