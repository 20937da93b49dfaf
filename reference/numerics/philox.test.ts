import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { philox4x32 } from './philox.ts';

/** Known answers published with Random123 (tests/kat_vectors): philox4x32, 10 rounds. */
const knownAnswers = [
  {
    counter: [0, 0, 0, 0],
    key: [0, 0],
    out: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  },
  {
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    out: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    out: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
];

const word = fc.integer({ min: 0, max: 0xffffffff });
const block = fc.tuple(word, word, word, word);
const key = fc.tuple(word, word);

/** The definition once more, in 64-bit integer arithmetic. */
function philoxByBigInt(counter: readonly number[], keys: readonly number[]): number[] {
  const mask = 0xffffffffn;
  let [x0, x1, x2, x3] = counter.map(BigInt);
  let [k0, k1] = keys.map(BigInt);
  for (let round = 0; round < 10; round++) {
    const p0 = 0xd2511f53n * x0;
    const p1 = 0xcd9e8d57n * x2;
    [x0, x1, x2, x3] = [(p1 >> 32n) ^ x1 ^ k0, p1 & mask, (p0 >> 32n) ^ x3 ^ k1, p0 & mask];
    k0 = (k0 + 0x9e3779b9n) & mask;
    k1 = (k1 + 0xbb67ae85n) & mask;
  }
  return [x0, x1, x2, x3].map(Number);
}

describe('Philox4x32-10', () => {
  it.each(knownAnswers)('gives the published answer for counter $counter', (vector) => {
    expect([...philox4x32(vector.counter, vector.key)]).toEqual(vector.out);
  });

  it('equals the definition in big-integer arithmetic', () => {
    fc.assert(
      fc.property(block, key, (counter, keys) => {
        expect([...philox4x32(counter, keys)]).toEqual(philoxByBigInt(counter, keys));
      }),
      { numRuns: 300 },
    );
  });

  it('may write over its own counter', () => {
    fc.assert(
      fc.property(block, key, (counter, keys) => {
        const inPlace = Uint32Array.from(counter);
        expect([...philox4x32(inPlace, keys, inPlace)]).toEqual([...philox4x32(counter, keys)]);
      }),
      { numRuns: 50 },
    );
  });
});
