import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { toyPower } from './fixtures/toy.fixture.ts';
import { Breakdown } from './process.ts';
import { readAnswer, readStart } from './responses.ts';
import { Scratch } from './scratch.ts';

const parent = mkdtempSync(join(tmpdir(), 'responses-test-'));
const scratch = new Scratch(parent);
afterAll(() => {
  scratch.close();
  rmSync(parent, { recursive: true });
});

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
/** An object of which nothing can make a text. */
const mute = '{"toString":1,"valueOf":1}';

describe('what cannot be read', () => {
  it.each([
    ['a deep id', `{"id":${nested(1e5)},"result":{"square":4}}`, /nested too deeply/],
    ['a deep field', `{"id":1,"result":{"square":4,"x":${nested(1e5)}}}`, /nested too deeply/],
    ['a deep error', `{"id":1,"result":{"square":4},"error":${nested(1e5)}}`, /nested too deeply/],
    ['a deep nothing', `{"id":1,"more":${nested(1e5)}}`, /nested too deeply/],
    ['many values', `{"id":1,"result":{"x":[${'{},'.repeat(1e6)}0]}}`, /more than 1000000 values/],
    ['an id without text', `{"id":${mute},"result":{"square":4}}`, /has the id/],
    ['a bound without text', `{"id":1,"result":{"square":4},"error":{"square":${mute}}}`, /number/],
    ['a checksum without text', `{"id":1,"result":{"npy":"a","sha256":${mute}}}`, /is a text/],
    ['a long name', `{"id":1,"result":{"npy":"${'n'.repeat(1e6)}"}}`, /cannot be opened/],
    ['a long key', `{"id":1,"result":{"square":4},"error":{"${'k'.repeat(1e6)}":-1}}`, /the error/],
    ['a long text', `{"id":1,"result":{"square":"${'t'.repeat(1e6)}"}}`, /square/],
  ])('%s is malformed, and told in few words', async (_, line, words) => {
    const error: unknown = await readAnswer(line, 1, toyPower, scratch).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Breakdown);
    const { kind, message } = error as Breakdown;
    expect(kind).toBe('malformed');
    expect(message).toMatch(words);
    expect(message.length).toBeLessThan(2002);
  });

  it('as an answer to start neither', () => {
    const who = '"implementation":{"name":"a","version":"1"}';
    const start = (oracles: string): string => `{"protocol":1,${who},"oracles":${oracles}}`;
    expect(readStart(start('["toy.*"]')).oracles).toEqual(['toy.*']);
    for (const oracles of [nested(1e5), `[${'"a",'.repeat(1e6)}"a"]`, mute])
      expect(() => readStart(start(oracles))).toThrow(Breakdown);
  });

  it('keeps the beginning of a long reason', async () => {
    const line = `{"id":1,"failure":"${'so '.repeat(1e5)}","code":"${'c'.repeat(1e5)}"}`;
    const reply = await readAnswer(line, 1, toyPower, scratch);
    expect(reply).toEqual({
      kind: 'failure',
      reason: `${'so '.repeat(1000).slice(0, 2000)}…`,
      code: `${'c'.repeat(100)}…`,
    });
  });
});
