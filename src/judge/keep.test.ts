import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keep, keepText } from './keep.ts';

describe('what is kept of a failing case', () => {
  it('is all of what is small', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(keep(value)).toEqual(value);
      }),
    );
    const answer = { means: Array.from({ length: 2000 }, (_, i) => i / 7), ends: 'converged' };
    expect(keep(answer)).toEqual(answer);
  });

  it('is little of what is large, however it is built', () => {
    const nested = (levels: number): unknown =>
      levels === 0
        ? 'x'.repeat(1000)
        : Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`k${i}`, nested(levels - 1)]));
    for (const value of [
      nested(4),
      Array.from({ length: 1500 }, () => ({ text: 'x'.repeat(1000) })),
      Array.from({ length: 1e5 }, () => [1, 2]),
      'x'.repeat(1e7),
    ])
      expect(JSON.stringify(keep(value)).length).toBeLessThan(3e5);
    expect(keepText('ab'.repeat(1000))).toBe(`${'ab'.repeat(250)}… (2000 characters)`);
  });
});

const zeros = (n: number): number[] => new Array(n).fill(0);

describe('where it is cut', () => {
  it('everything, if it is small', () => {
    for (const value of [1, 'text', null, true, [], [1, ['a', null]], { a: { b: [1] } }])
      expect(keep(value)).toEqual(value);
    expect(keep(undefined)).toBeUndefined();
  });

  it('of a text the first 500 characters, and how many there were', () => {
    expect(keepText('x'.repeat(500))).toBe('x'.repeat(500));
    expect(keepText(`${'x'.repeat(500)}y`)).toBe(`${'x'.repeat(500)}… (501 characters)`);
    expect(keep(['y'.repeat(600)])).toEqual([`${'y'.repeat(500)}… (600 characters)`]);
  });

  it('of an array with more than 2000 entries in all the first 20', () => {
    expect(keep(zeros(2000))).toEqual(zeros(2000));
    expect(keep(zeros(2001))).toEqual([...zeros(20), '… 2001 of them, 2001 entries in all']);
    const matrix = Array.from({ length: 30 }, () => zeros(100));
    expect(keep(matrix)).toEqual([...matrix.slice(0, 20), '… 30 of them, 3000 entries in all']);
    const kept = keep([zeros(5000), 1]) as unknown[];
    expect(kept[0]).toEqual([...zeros(20), '… 5000 of them, 5000 entries in all']);
    expect(kept.at(-1)).toBe('… 2 of them, 5001 entries in all');
  });

  it('of an object the first 50 keys, shortened like texts', () => {
    const wide = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`k${i}`, i]));
    expect(Object.keys(keep(wide) as object)).toEqual(Object.keys(wide).slice(0, 50));
    expect(keep({ ['k'.repeat(600)]: 'v'.repeat(600) })).toEqual({
      [`${'k'.repeat(500)}… (600 characters)`]: `${'v'.repeat(500)}… (600 characters)`,
    });
  });

  it('of everything ten thousand numbers or stretches of text, and then «…»', () => {
    const fiveLists = (last: number) => ({ ...[1999, 1999, 1999, 1999, last].map(zeros) });
    const full = fiveLists(1998);
    expect(keep(full)).toEqual(full);
    const over = fiveLists(1999);
    expect(keep(over)).toEqual({ ...over, 4: [...zeros(1998), '…'] });
    const text = 'x'.repeat(1e6);
    expect(keep([text, text])).toEqual([keepText(text), keepText(text)]);
  });
});
