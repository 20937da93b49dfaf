import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sources } from '../sources.ts';
import { errata, isBroken } from './index.ts';

describe.each(errata.map((e) => [e.id, e] as const))('%s', (_, erratum) => {
  test('the literal form breaks the law; the right one obeys it', () => {
    fc.assert(
      fc.property(erratum.model, (model) => {
        const measured = (form: 'literal' | 'right') =>
          erratum.measure(erratum.forms[form](model), model);
        expect(measured('right')).toSatisfy(
          (m: ReturnType<typeof measured>) => !isBroken(m),
          'right form obeys',
        );
        expect(measured('literal')).toSatisfy(isBroken, 'literal form breaks');
      }),
      { numRuns: 25 },
    );
  });

  test('is told in full, and cites what exists', () => {
    const text = JSON.parse(JSON.stringify(erratum));
    expect(Object.keys(text)).toEqual(['id', 'where', 'literal', 'right', 'why', 'law', 'sources']);
    for (const part of Object.values(text)) expect(part).not.toHaveLength(0);
    for (const key of erratum.sources) expect(sources).toHaveProperty(key);
  });
});

test('ids are unique', () => {
  expect(new Set(errata.map((e) => e.id)).size).toBe(errata.length);
});
