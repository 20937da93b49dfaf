import fc from 'fast-check';
import type { Piece } from './script.fixture.ts';

/** Bad values as raw JSON text (or almost JSON), so that they may hold what no JSON writer writes. */
export type Raw = readonly Piece[];

const one = (...pieces: Piece[]): Raw => pieces;

/** Words in reports that would steer whatever shows them. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '\u001b[2J\u001b[H\u001b]0;owned\u0007',
    '\u001b]8;;https://example.org\u001b\\click\u001b]8;;\u001b\\',
    '\u009b31mred\u009c',
    '\u202egnp.exe\u202c',
    '\u2066\u2069\u200f\u061c\u200b',
    '\ud800',
    'x\udc00',
    '\u0000',
    '\r\nFAILED\r',
    '\u2028\u2029\u0085',
    '\ufeffBOM',
    '\ufffe\uffff\ufdd0',
    '\u{e0041}\u{1fffe}',
    '</failure></testcase><testcase name="won">',
    ']]>',
    '<![CDATA[',
    '<!--',
    '&amp;&#0;&lol;',
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '| a | b |\n| --- | --- |',
    '```\n# heading\n```',
    '`````````',
    '~~~',
    '[link](javascript:alert(1))',
    '![](https://example.org/pixel.png)',
    '@everyone #1 GH-1 www.example.org',
    '- [ ] done',
    '\n\n# heading\n\n---\n',
    '    indented',
    '$(reboot)`reboot`',
    "'; reboot; '",
    '%s%n%x',
    '\\',
    '__proto__',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  // A cut through it must not halve a pair.
  fc.integer({ min: 190, max: 260 }).map((n) => `${'a'.repeat(n)}${'\u{1f600}'.repeat(200)}`),
  fc.constant('\u{1f600}'.repeat(3000)),
);

/** A JSON string; sometimes one that no JSON parser takes, with its control characters as they are. */
export const rawText: fc.Arbitrary<Raw> = fc.oneof(
  { weight: 8, arbitrary: hostileText.map((text) => one(JSON.stringify(text))) },
  { weight: 1, arbitrary: hostileText.map((text) => one('"', text, '"')) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('ff', 'c0af', 'eda080', 'f8888080', 'fffe', '80', 'c3')
      .map((hex) => one('"', { hex }, '"')),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(600, 3000, 300_000)
      .map((times) => one('"', { repeat: 'long ', times }, '"')),
  },
);

export const badNumber: fc.Arbitrary<Raw> = fc
  .constantFrom(
    'NaN',
    'Infinity',
    '-Infinity',
    '1e400',
    '-1e400',
    '1e-400',
    '-0',
    '1.7976931348623157e308',
    '5e-324',
    '"NaN"',
    '"Infinity"',
    '"-Infinity"',
    '"nan"',
    '"inf"',
    '"1e400"',
    '0x10',
    '007',
    '1_000',
    '.5',
    '1.',
    '+1',
    '9007199254740993',
    '123456789012345678901234567890',
    '1,5',
    'null',
    'true',
  )
  .map((text) => one(text));

export const hugeNumber: fc.Arbitrary<Raw> = fc
  .constantFrom(400, 5000, 200_000)
  .map((times) => one({ repeat: '9', times }));

/** Keys that every object inherits. */
export const inherited = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'toJSON',
  'then',
  'length',
  '__defineGetter__',
] as const;

export const inheritedKeys: fc.Arbitrary<Raw> = fc
  .uniqueArray(
    fc.tuple(
      fc.constantFrom(...inherited),
      fc.constantFrom('1', '"x"', 'null', '{"polluted":1}', '[1]', '{"toString":1,"valueOf":1}'),
    ),
    { minLength: 1, maxLength: 4, selector: ([key]) => key },
  )
  .map((pairs) => one(`{${pairs.map(([key, value]) => `"${key}":${value}`).join(',')}}`));

export const deep: fc.Arbitrary<Raw> = fc
  .tuple(
    fc.constantFrom(
      ['[', ']'],
      ['{"a":', '}'],
      ['[{"result":', '}]'],
      ['{"__proto__":', '}'],
      ['[', ''],
    ),
    fc.constantFrom(90, 110, 3000, 100_000),
  )
  .map(([[open, close], times]) =>
    one({ repeat: open, times }, '1', ...(close === '' ? [] : [{ repeat: close, times }])),
  );

export const wide: fc.Arbitrary<Raw> = fc.constantFrom<Raw>(
  ['[', { repeat: '{},', times: 30_000 }, '0]'],
  ['[', { repeat: '[],', times: 100_000 }, '0]'],
  ['[', { repeat: '[1],', times: 30_000 }, '[1]]'],
  ['[', { repeat: '1,', times: 100_000 }, '1]'],
  ['{', { repeat: '"same":1,', times: 20_000 }, '"same":1}'],
  [`{${Array.from({ length: 3000 }, (_, i) => `"key${i}":${i}`).join(',')}}`],
  ['{"', { repeat: 'key', times: 100_000 }, '":1}'],
  // More than the limit of a line.
  ['"', { repeat: 'x', times: 1_500_000 }, '"'],
  ['[', { repeat: '[[[1,2],[3]],', times: 1000 }, '1'],
);

/** Anything where something else is expected. */
export const wrongType: fc.Arbitrary<Raw> = fc.oneof(
  fc
    .constantFrom(
      'null',
      'true',
      '[]',
      '{}',
      '""',
      '"169"',
      '[[]]',
      '[null]',
      '{"value":169}',
      '{"kind":"answer"}',
      '[1,[2,3],4]',
      '[[1,2],[3]]',
      '[1,"large",null,{}]',
      '{"0":1,"1":2,"length":2}',
      '-1',
      '0',
      '3.5',
    )
    .map((text) => one(text)),
  rawText,
  badNumber,
  hugeNumber,
  inheritedKeys,
);

export const badValue: fc.Arbitrary<Raw> = fc.oneof(
  { weight: 4, arbitrary: wrongType },
  { weight: 1, arbitrary: deep },
  { weight: 1, arbitrary: wide },
);
