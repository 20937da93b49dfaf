import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepest, excess, mostValues } from './bounds.ts';

describe('the bounds of a message', () => {
  it('leave alone whatever is small, brackets and commas in texts included', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'[]{},"\\a') }), (text) => {
        let nested: unknown = text;
        for (let level = 0; level < deepest; level++) nested = [text, nested];
        const json = JSON.stringify(nested);
        expect(excess(json)).toBeUndefined();
        // And what stands after a text is seen.
        expect(excess(`[${JSON.stringify(text)},${'['.repeat(deepest)}`)).toMatch(/too deeply/);
      }),
    );
    expect(excess(JSON.stringify('[{,"\\'.repeat(300_000)))).toBeUndefined();
    expect(excess(`[${'1.2345678901234567,'.repeat(10_000)}0]`)).toBeUndefined();
  });

  it('stop what is nested too deeply, closed or not, and only that', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ]) {
      const nested = (levels: number): string => `${open.repeat(levels)}1${close.repeat(levels)}`;
      expect(excess(nested(deepest))).toBeUndefined();
      expect(excess(nested(deepest + 1))).toMatch(/nested too deeply/);
      expect(excess(open.repeat(deepest + 1))).toMatch(/nested too deeply/);
    }
    expect(excess(`[${'[1],'.repeat(1000)}[1]]`)).toBeUndefined();
  });

  it('stop what would take far more memory than its line', () => {
    for (const entry of ['{}', '1'])
      expect(excess(`[${`${entry},`.repeat(mostValues)}0]`)).toMatch(/more than 1000000 values/);
  });
});
