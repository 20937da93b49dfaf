import erfcinv from '@stdlib/math/base/special/erfcinv/lib/index.js';
import { DomainError } from '../errors.ts';
import type { RandomStream } from './random.ts';

/**
 * Philox4x32-10: a counter-based generator. Ten rounds of a keyed bijection of 128-bit blocks turn the
 * counter 0, 1, 2, … into random words, so that any word of any stream is reached without the ones
 * before it and the bytes are the same on every machine.
 *
 * One round, on the block (x₀, x₁, x₂, x₃) under the round key (k₀, k₁):
 *
 *   (x₀, x₁, x₂, x₃) ← (hi(M₁ x₂) ⊕ x₁ ⊕ k₀, lo(M₁ x₂), hi(M₀ x₀) ⊕ x₃ ⊕ k₁, lo(M₀ x₀))
 *   (k₀, k₁)         ← (k₀ + W₀, k₁ + W₁)  mod 2³²      (Weyl sequence, between rounds)
 *
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC'11); the test
 * uses the known answers published with the authors' library Random123.
 */
const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9; // golden ratio
const W1 = 0xbb67ae85; // √3 − 1
const ROUNDS = 10;

/** High 32 bits of the 64-bit product: by 16-bit halves, as a double holds 53 bits only. */
function mulHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const low = aLow * bLow;
  const cross = aHigh * bLow + (low >>> 16); // < 2³²: exact
  const middle = aLow * bHigh + (cross & 0xffff);
  return (aHigh * bHigh + (cross >>> 16) + (middle >>> 16)) >>> 0;
}

/** Encrypts the four 32-bit words `counter` under `key`, into `out` (which may be `counter`). */
export function philox4x32(
  counter: Readonly<ArrayLike<number>>,
  key: Readonly<ArrayLike<number>>,
  out: Uint32Array = new Uint32Array(4),
): Uint32Array {
  let x0 = counter[0];
  let x1 = counter[1];
  let x2 = counter[2];
  let x3 = counter[3];
  let k0 = key[0];
  let k1 = key[1];
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = mulHigh(M0, x0);
    const low0 = Math.imul(M0, x0) >>> 0;
    const high1 = mulHigh(M1, x2);
    const low1 = Math.imul(M1, x2) >>> 0;
    x0 = (high1 ^ x1 ^ k0) >>> 0;
    x1 = low1;
    x2 = (high0 ^ x3 ^ k1) >>> 0;
    x3 = low0;
    k0 = (k0 + W0) >>> 0;
    k1 = (k1 + W1) >>> 0;
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
  return out;
}

const WORDS = 2 ** 32;
const LAST_LABEL = WORDS - 2;
/** The last block of every stream is kept for deriving keys. */
const KEY_BLOCK = WORDS - 1;

/**
 * The stream number `stream` of the family `seed`, on Philox4x32-10.
 *
 *   key     = the 64 bits of `seed` (low word first)
 *   counter = (block, second fork + 1, first fork + 1, stream),    0 where there was no fork
 *
 * Words are handed out in order, four a block, 2³² − 1 blocks. As Philox is a bijection of the counter
 * for each key, and the counters of different (stream, fork, fork) never meet, streams of one seed with
 * up to two forks never share a block: proved, not hoped for. A third fork has no counter word left and
 * starts anew under a key that Philox itself derives from the parent's reserved last block; two such
 * keys agree with probability 2⁻⁶⁴. Forks depend on the seed and the labels only, not on how much of
 * the parent was used.
 *
 *   uniform:  (k + ½)/2⁵² with k the top 52 of 64 bits (first word high): an odd multiple of 2⁻⁵³, so it
 *             is exact, symmetric under u → 1 − u, and never 0 or 1
 *   normal:   −√2 erfc⁻¹(2u): one uniform each, antisymmetric in u ↔ 1 − u, |x| < 8.3. The inverse is
 *             @stdlib's, rational functions, logarithm and square root in plain JavaScript: no engine's
 *             own sin, cos or pow, whose last bits differ.
 */
export function philoxStream(seed: number | bigint, stream = 0): RandomStream {
  const key = keyOf(seed);
  if (!Number.isInteger(stream) || stream < 0 || stream >= WORDS)
    throw new DomainError('philoxStream', 'stream', stream, 'an integer in [0, 2^32)');
  return streamAt(key, [stream]);
}

function keyOf(seed: number | bigint): readonly [number, number] {
  const valid =
    typeof seed === 'bigint'
      ? seed >= 0n && seed < 1n << 64n
      : Number.isSafeInteger(seed) && seed >= 0;
  if (!valid)
    throw new DomainError(
      'philoxStream',
      'seed',
      seed,
      'a safe integer >= 0 or a bigint in [0, 2^64)',
    );
  const bits = BigInt(seed);
  return [Number(bits & 0xffffffffn), Number(bits >> 32n)];
}

function streamAt(key: readonly [number, number], path: readonly number[]): RandomStream {
  const counter = new Uint32Array([0, path[2] ?? 0, path[1] ?? 0, path[0]]);
  const block = new Uint32Array(4);
  let used = 4;
  const word = (): number => {
    if (used === 4) {
      if (counter[0] === KEY_BLOCK)
        throw new DomainError('RandomStream', 'number of words', 4 * KEY_BLOCK, '< 2^34 - 4: fork');
      philox4x32(counter, key, block);
      counter[0]++;
      used = 0;
    }
    return block[used++];
  };
  const uniform = (): number => {
    const high = word();
    const low = word();
    return (high * 2 ** 20 + (low >>> 12) + 0.5) / 2 ** 52;
  };
  return {
    word,
    uniform,
    normal: () => -Math.SQRT2 * erfcinv(2 * uniform()),
    fork: (label) => {
      if (!Number.isInteger(label) || label < 0 || label > LAST_LABEL)
        throw new DomainError('RandomStream.fork', 'label', label, 'an integer in [0, 2^32 - 2]');
      if (path.length < 3) return streamAt(key, [...path, label + 1]);
      const derived = philox4x32([KEY_BLOCK, path[2], path[1], path[0]], key);
      return streamAt([derived[0], derived[1]], [label]);
    },
  };
}
