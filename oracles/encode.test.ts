import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode } from './encode.ts';

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.double(),
    fc.constantFrom('easy', 'infinity', '', '__proto__'),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value')),
  ),
})).value;

test('decode undoes encode, through JSON text and at every depth', () => {
  fc.assert(
    fc.property(json, (value) => {
      // −0 is the one number that JSON text does not keep; no quantity here depends on its sign.
      const positive = JSON.parse(JSON.stringify(encode(value)));
      expect(encode(decode(positive))).toEqual(positive);
      expect(JSON.stringify(encode(decode(positive)))).toBe(JSON.stringify(encode(value)));
    }),
  );
});

test('what is encoded holds no number that JSON would turn into null', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.double())), (rows) => {
      const text = JSON.stringify(encode({ rows }));
      expect(text).not.toContain('null');
      expect(decode(JSON.parse(text))).toEqual({
        rows: rows.map((row) => row.map((x) => (x === 0 ? 0 : x))),
      });
    }),
  );
});

test('typed arrays become arrays', () => {
  expect(encode({ mean: Float64Array.of(1, Number.NaN, Number.NEGATIVE_INFINITY) })).toEqual({
    mean: [1, 'NaN', '-Infinity'],
  });
});
