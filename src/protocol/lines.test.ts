import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadLine, LineReader } from './lines.ts';

const pieces = fc.array(
  fc.oneof(fc.constantFrom('\n', 'ö\n', '\u{1f600}', '{"id":1}\n'), fc.string({ unit: 'binary' })),
);

describe('a reader of lines', () => {
  it('does not care how the bytes arrive', () => {
    fc.assert(
      fc.property(pieces, fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (texts, sizes) => {
        const bytes = Buffer.from(texts.join(''));
        const reader = new LineReader(1000);
        const lines: string[] = [];
        for (let at = 0; at < bytes.length; ) {
          const size = sizes.next().value;
          // The chunk is the stream's, and may be used again.
          const chunk = Buffer.from(bytes.subarray(at, at + size));
          lines.push(...reader.push(chunk));
          chunk.fill(0);
          at += size;
        }
        const rest = reader.rest();
        expect([...lines, rest ?? '']).toEqual(
          bytes
            .toString()
            .split('\n')
            .map((line) => line.replace(/^\ufeff/, '')),
        );
      }),
    );
  });

  it('bounds a line, in one piece or byte after byte', () => {
    expect(() => [...new LineReader(3).push(Buffer.from('abcd\n'))]).toThrow(BadLine);
    const reader = new LineReader(3);
    const push = (text: string) => [...reader.push(Buffer.from(text))];
    expect([push('a'), push('b'), push('c'), push('\nabc\n')]).toEqual([
      [],
      [],
      [],
      ['abc', 'abc'],
    ]);
    push('abc');
    expect(() => push('d')).toThrow(/more than 3 bytes/);
  });

  it('takes UTF-8 only', () => {
    expect(() => [...new LineReader(9).push(Buffer.from([0xff, 10]))]).toThrow(/no UTF-8: ff/);
  });
});
