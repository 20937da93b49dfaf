import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from '../reference/real.fixture.ts';
import { differences, distance } from './distance.ts';

const number = real(-100, 100);

describe('the distance of two results', () => {
  it('is the largest difference of their entries, whichever comes first', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 1 }), (pairs) => {
        const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        const largest = Math.max(...pairs.map(([x, y]) => Math.abs(x - y)));
        expect(distance(a, b)).toBe(largest);
        expect(distance(b, a)).toBe(largest);
        expect(distance([[1], a], [[1], b])).toBe(largest);
      }),
    );
  });

  it('is infinite where shapes or kinds differ, or one side is not a number', () => {
    for (const [a, b] of [
      [[1, 2], [1]],
      [[1], [1, 2]],
      [[1], 1],
      ['easy', 'hard'],
      ['1', 1],
      [1, undefined],
      [[1], null],
      [[1], 'x'],
      [Number.NaN, 1],
      [1, Number.NaN],
      [Infinity, -Infinity],
      [Infinity, 1],
      [
        [1, Number.NaN],
        [1, 2],
      ],
    ]) {
      expect(distance(a, b)).toBe(Infinity);
      expect(distance(b, a)).toBe(Infinity);
    }
  });

  it('is zero for equal labels, infinities, zeros of either sign, and what neither side knows', () => {
    for (const same of ['easy', Infinity, -Infinity, Number.NaN, [], [1, [2]], true])
      expect(distance(same, same)).toBe(0);
    expect(distance(0, -0)).toBe(0);
  });
});

describe('differences', () => {
  const a = { value: { m: 1, q: [1, 2], kind: 'easy' }, error: { m: 0.5, q: 0.25 } };

  it('are those of the fields on which both speak, beyond the sum of their errors', () => {
    const b = { value: { m: 1.75, q: [1, 2.5], kind: 'easy', r: 7 }, error: { m: 0.25, q: 0.125 } };
    expect(differences(a, b)).toEqual([{ field: 'q', difference: 0.5, allowed: 0.375 }]);
    expect(differences(b, a)).toEqual([{ field: 'q', difference: 0.5, allowed: 0.375 }]);
    expect(differences(a, { value: { m: 1.7500001 }, error: { m: 0.25 } })).toHaveLength(1);
    expect(differences(a, { value: { r: 1 }, error: {} })).toEqual([]);
  });

  it('an error that is not given is zero; NaN is a difference', () => {
    expect(differences(a, { value: { kind: 'hard' }, error: {} })).toEqual([
      { field: 'kind', difference: Infinity, allowed: 0 },
    ]);
    expect(differences(a, { value: { m: Number.NaN }, error: { m: 9 } })).toHaveLength(1);
    expect(differences(a, { value: { m: 1.4 }, error: {} })).toEqual([]);
    expect(differences({ value: { m: 1.4 }, error: {} }, a)).toEqual([]);
    expect(differences(a, { value: { m: 9 }, error: { m: Number.NaN } })).toHaveLength(1);
  });
});
