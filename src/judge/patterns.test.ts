import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keep, keepText } from './keep.ts';
import { covering, matchesPattern } from './patterns.ts';

describe('a pattern of an implementation', () => {
  it.each([
    ['glm.*', 'glm.fixed-point', true],
    ['glm.*', 'erm.fixed-point', false],
    ['*', 'glm.gamp', true],
    ['glm.gamp', 'glm.gamp', true],
    ['glm.gamp', 'glm.gamp2', false],
    ['*-denoiser', 'glm.prior-denoiser', true],
    ['glm.*-potential', 'glm.prior-denoiser', false],
    ['', 'glm.gamp', false],
    ['glm.?amp', 'glm.gamp', false],
    ['{glm,erm}.gamp', 'glm.gamp', false],
  ])('%s and %s: %s', (pattern, id, matches) => {
    expect(matchesPattern(pattern, id)).toBe(matches);
    expect(covering(['nothing', pattern])(id)).toBe(matches);
  });

  it('matches whatever it is a generalisation of', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z.]{0,5}$/), { minLength: 1 }),
        fc.string(),
        (parts, filling) => {
          expect(matchesPattern(parts.join('*'), parts.join(filling))).toBe(true);
        },
      ),
    );
  });

  it('agrees with the regular expression it stands for', () => {
    const few = fc.stringMatching(/^[ab*]{0,6}$/);
    fc.assert(
      fc.property(few, fc.stringMatching(/^[ab]{0,8}$/), (pattern, id) => {
        const meant = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
        expect(matchesPattern(pattern, id)).toBe(meant.test(id));
      }),
      { numRuns: 1000 },
    );
  });

  it('made to take for ever does not', () => {
    const begin = performance.now();
    expect(matchesPattern(`${'*a'.repeat(250)}b`, 'a'.repeat(500))).toBe(false);
    expect(performance.now() - begin).toBeLessThan(500);
  });
});

describe('what is kept', () => {
  it('is whole if it is small', () => {
    const small = {
      prior: { kind: 'gaussian' },
      matrix: [
        [1, 2],
        [3, Number.NaN],
      ],
      none: null,
      yes: true,
    };
    expect(keep(small)).toEqual(small);
  });

  it('is bounded whatever it was', () => {
    const row = Array.from({ length: 1000 }, () => 1);
    const large = {
      matrix: Array.from({ length: 1000 }, () => row),
      text: 'x'.repeat(1e6),
      ...Object.fromEntries(
        Array.from({ length: 1000 }, (_, i) => [`key-${i}${'k'.repeat(600)}`, i]),
      ),
    };
    expect(JSON.stringify(keep(large)).length).toBeLessThan(150_000);
    expect(keepText('x'.repeat(501))).toMatch(/^x{500}… \(501 characters\)$/);
  });
});
