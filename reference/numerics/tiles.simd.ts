import type { Tiles } from './tiles.ts';
import { tilesModule } from './tiles.wasm.ts';
import { compiled, type Memory } from './wasm.ts';

interface Exports {
  readonly memory: Memory;
  update(a: number, b: number, c: number, k: number, n: number, row: number, sign: number): void;
  solve(l: number, p: number, k: number, n: number, row: number): void;
}

const PAGE = 65536;
/** Numbers that are kept allocated between calls (128 MB); what is larger is returned after use. */
const KEPT = 2 ** 24;

let kept: Exports | undefined;

/** The SIMD kernel, or null where it cannot run. */
export function simdTiles(length: number): Tiles | null {
  const instantiate = compiled<Exports>(tilesModule);
  if (instantiate === null) return null;
  const exports = length > KEPT ? instantiate() : (kept ??= instantiate());
  const missing = 8 * length - exports.memory.buffer.byteLength;
  if (missing > 0) exports.memory.grow(Math.ceil(missing / PAGE));
  return {
    name: 'simd',
    memory: new Float64Array(exports.memory.buffer),
    update: (a, b, c, depth, panels, rowLength, sign) =>
      exports.update(8 * a, 8 * b, 8 * c, depth, panels, 8 * rowLength, sign),
    solve: (l, p, depth, panels, rowLength) =>
      exports.solve(8 * l, 8 * p, depth, panels, 8 * rowLength),
  };
}
