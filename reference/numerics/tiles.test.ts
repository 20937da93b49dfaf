import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { philoxStream } from './random.ts';
import { simdTiles } from './tiles.simd.ts';
import { plainTiles, type Tiles, tiles } from './tiles.ts';

const question = fc.record({
  depth: fc.integer({ min: 1, max: 40 }),
  panels: fc.integer({ min: 1, max: 5 }),
  sign: fc.constantFrom(1, -1) as fc.Arbitrary<1 | -1>,
  seed: fc.nat(),
});

/** A square matrix of 4 × panels rows (and of `depth` at least), then the panels, then one more. */
function run(
  kernel: Tiles,
  { depth, panels, sign, seed }: typeof question extends fc.Arbitrary<infer T> ? T : never,
) {
  const width = 4 * Math.max(panels, Math.ceil(depth / 4));
  const [a, b] = [width * width, width * width + 4 * depth * panels];
  const used = b + 4 * depth;
  const stream = philoxStream(seed);
  const numbers = Float64Array.from({ length: used }, () => stream.normal());
  kernel.memory.set(numbers);
  kernel.update(a, b, 0, depth, panels, width, sign);
  const updated = kernel.memory.slice(0, used);
  kernel.memory.set(numbers);
  kernel.solve(0, a, depth, panels, width);
  return { numbers, updated, solved: kernel.memory.slice(0, used), width, a, b };
}

const length = 4 ** 2 * 10 ** 2 + 6 * 160;

describe('tiles', () => {
  it('finds SIMD on this machine', () => {
    expect(tiles(1000).name).toBe('simd');
  });

  it('SIMD and plain JavaScript give the same bytes', () => {
    fc.assert(
      fc.property(question, (q) => {
        expect(run(simdTiles(length)!, q)).toStrictEqual(run(plainTiles(length), q));
      }),
      { numRuns: 40 },
    );
  });

  it.each([plainTiles(length), simdTiles(length)!])(
    '$name: products and triangular systems',
    (kernel) => {
      fc.assert(
        fc.property(question, (q) => {
          const { numbers, updated, solved, width, a, b } = run(kernel, q);
          const size = Math.sqrt(numbers.reduce((s, x) => s + x * x, 0));
          for (let row = 0; row < 4 * q.panels; row++) {
            const entry = (data: Float64Array, k: number) =>
              data[a + 4 * q.depth * (row >> 2) + 4 * k + (row & 3)];
            for (let s = 0; s < 4; s++) {
              let sum = 0;
              for (let k = 0; k < q.depth; k++) sum += entry(numbers, k) * numbers[b + 4 * k + s];
              const expected = numbers[row * width + s] + q.sign * sum;
              expect(Math.abs(updated[row * width + s] - expected)).toBeLessThan(1e-14 * size);
            }
            // the solution X of X Lᵀ = P: each row of it times row k of L is the entry of P
            for (let k = 0; k < q.depth; k++) {
              let sum = 0;
              let terms = 0;
              for (let j = 0; j <= k; j++) {
                const term = entry(solved, j) * numbers[k * width + j];
                sum += term;
                terms += Math.abs(term);
              }
              expect(Math.abs(sum - entry(numbers, k))).toBeLessThanOrEqual(1e-14 * terms);
            }
          }
        }),
      );
    },
  );

  it('a memory that outgrows what is kept', () => {
    expect(tiles(2 ** 24 + 1).memory.length).toBeGreaterThan(2 ** 24);
  });
});
