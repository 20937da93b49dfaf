import type { Kernel } from './kernels.ts';
import { sweepModule } from './kernels.wasm.ts';
import { compiled, type Memory } from './wasm.ts';

interface Exports {
  readonly memory: Memory;
  project(rows: number, bytes: number, a: number, v: number, sums: number): void;
  backproject(rows: number, bytes: number, b: number, c: number, weights: number): void;
  projectLinear(rows: number, bytes: number, a: number, sums: number): void;
  backprojectLinear(rows: number, bytes: number, b: number, weights: number): void;
}

const PAGE = 65536;
const BLOCK = 4; // rows at a time, as in scripts/kernels/sweep.as

/**
 * The SIMD kernel for matrices of `columns` columns, or null where it cannot run. It has a memory of
 * its own: four rows, the vectors, and eight sums. Rows are copied in as they come, which costs
 * nothing against reading them from main memory; missing rows and the odd column are padded with
 * zeros, which adds exact zeros only. Not reentrant: `respond` must not sweep with the same kernel.
 */
export function simdKernel(columns: number): Kernel | null {
  const exports = compiled<Exports>(sweepModule)?.();
  if (exports === undefined) return null;
  const width = columns + (columns % 2);
  const bytes = 8 * width;
  const [rowsAt, aAt, vAt, bAt, cAt, sumsAt] = [0, 4, 5, 6, 7, 8].map((k) => k * bytes);
  const missing = sumsAt + 64 - exports.memory.buffer.byteLength;
  if (missing > 0) exports.memory.grow(Math.ceil(missing / PAGE));
  const part = (at: number, length: number) => new Float64Array(exports.memory.buffer, at, length);
  const block = part(rowsAt, BLOCK * width);
  const aIn = part(aAt, columns);
  const vIn = part(vAt, columns);
  const bOut = part(bAt, columns);
  const cOut = part(cAt, columns);
  const sums = part(sumsAt, 2 * BLOCK);

  function load(data: Float64Array, from: number, count: number): void {
    if (width === columns) block.set(data.subarray(from * columns, (from + count) * columns));
    else
      for (let k = 0; k < count; k++)
        block.set(data.subarray((from + k) * columns, (from + k + 1) * columns), k * width);
    if (count < BLOCK) block.fill(0, count * width);
  }

  return {
    name: 'simd',

    sweep({ rows, data }, a, v, respond, b, c) {
      aIn.set(a);
      vIn.set(v);
      bOut.fill(0);
      cOut.fill(0);
      for (let from = 0; from < rows; from += BLOCK) {
        const count = Math.min(BLOCK, rows - from);
        load(data, from, count);
        exports.project(rowsAt, bytes, aAt, vAt, sumsAt);
        for (let k = 0; k < BLOCK; k++) {
          const reply = k < count ? respond(from + k, sums[k], sums[BLOCK + k]) : { g: 0, dg: 0 };
          sums[k] = reply.g;
          sums[BLOCK + k] = reply.dg;
        }
        exports.backproject(rowsAt, bytes, bAt, cAt, sumsAt);
      }
      b.set(bOut);
      c.set(cOut);
    },

    sweepLinear({ rows, data }, a, respond, b) {
      aIn.set(a);
      bOut.fill(0);
      for (let from = 0; from < rows; from += BLOCK) {
        const count = Math.min(BLOCK, rows - from);
        load(data, from, count);
        exports.projectLinear(rowsAt, bytes, aAt, sumsAt);
        for (let k = 0; k < BLOCK; k++) sums[k] = k < count ? respond(from + k, sums[k]) : 0;
        exports.backprojectLinear(rowsAt, bytes, bAt, sumsAt);
      }
      b.set(bOut);
    },
  };
}
