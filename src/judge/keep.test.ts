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
