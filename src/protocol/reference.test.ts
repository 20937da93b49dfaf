import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it, test } from 'vitest';
import { answer, answerLine } from './answer.ts';
import { findToy, toyOracles, toyPower } from './fixtures/toy.fixture.ts';
import { readNpy, writeNpy } from './npy.ts';
import { askReference, referenceImplementation } from './reference.ts';
import { serve } from './serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'serve-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const options = { find: findToy, directory: folder };

describe('the reference', () => {
  it('answers with its error estimate', async () => {
    const reference = referenceImplementation(toyOracles);
    expect(reference.oracles).toEqual(['toy.power', 'toy.sum']);
    expect(await reference.ask('toy.power', { x: 2 })).toMatchObject({
      kind: 'answer',
      result: { square: 4, size: 'large' },
      error: { square: 4e-15 },
    });
  });

  it.each([
    [{}, 'params must have the property "x"'],
    [{ x: -1 }, 'params/x must be > 0, got -1'],
    [{ x: '2' }, 'params/x must be number, got "2"'],
    [{ x: Number.NaN }, 'params/x must be number, got "NaN"'],
    [{ x: 2, y: 3 }, 'params must not have the property "y"'],
    [null, 'params must be object, got null'],
    [[2], 'params must be object, got [2]'],
    [JSON.parse('{"x":2,"__proto__":{"y":1}}'), 'params must not have the property "__proto__"'],
  ])('says what is wrong with %j', (params, reason) => {
    expect(askReference(toyPower, params)).toEqual({
      kind: 'failure',
      code: 'bad-question',
      reason,
    });
  });

  it('passes on typed errors with their code, and calls the rest its own', async () => {
    expect(askReference(toyPower, { x: 1e9 })).toMatchObject({ kind: 'failure', code: 'domain' });
    const broken = {
      ...toyPower,
      answer: () => {
        throw new TypeError('oops');
      },
    };
    expect(askReference(broken, { x: 2 })).toEqual({
      kind: 'failure',
      code: 'internal',
      reason: 'oops',
    });
    expect(await referenceImplementation(toyOracles).ask('toy.none', {})).toMatchObject({
      code: 'unknown-oracle',
    });
  });
});

test('a question nested without end is a bad question', () => {
  const deep = JSON.parse(`${'['.repeat(1e5)}${']'.repeat(1e5)}`);
  expect(askReference(toyPower, deep)).toMatchObject({ code: 'bad-question' });
  expect(askReference(toyPower, { x: deep })).toMatchObject({ code: 'bad-question' });
});

describe('an answer on the command line', () => {
  it('repeats the question', async () => {
    expect(await answer('toy.power', { x: 2 }, options)).toEqual({
      oracle: 'toy.power',
      params: { x: 2 },
      result: { square: 4, size: 'large', powers: [1, 2, 4, 8] },
      error: { square: 4e-15, powers: 8e-15 },
    });
  });

  it('reads files inside its folder only', async () => {
    writeFileSync(join(folder, 'm.npy'), writeNpy({ shape: [1, 2], data: Float64Array.of(1, 2) }));
    const ask = (file: string) => answer('toy.sum', { matrix: { npy: file } }, options);
    expect(await ask('m.npy')).toMatchObject({
      result: { sum: 3 },
      params: { matrix: { npy: 'm.npy' } },
    });
    expect(await ask('../../etc/passwd')).toMatchObject({ failure: { code: 'bad-question' } });
  });

  it.each([
    ['no json', 'bad-question'],
    ['', 'bad-question'],
    ['[]', 'bad-question'],
    ['null', 'bad-question'],
    ['{}', 'bad-question'],
    ['{"oracle":7}', 'bad-question'],
    ['{"oracle":"toy.power"}', 'bad-question'],
    ['{"oracle":"toy.power","params":{"x":0}}', 'bad-question'],
    ['{"oracle":"toy.power","params":{"x":1e9}}', 'domain'],
    ['{"oracle":"toy.none","params":{}}', 'unknown-oracle'],
    ['{"oracle":"__proto__","params":{}}', 'unknown-oracle'],
    [`{"oracle":"toy.power","params":${'['.repeat(1e5)}${']'.repeat(1e5)}}`, 'bad-question'],
  ])('to a bad line is a failure with a code: %.40s', async (line, code) => {
    const answered = await answerLine(line, options);
    expect(answered).toMatchObject({ failure: { code, message: expect.any(String) } });
    expect(Object.keys(answered)).toEqual(['oracle', 'params', 'failure']);
  });
});

describe('the server', () => {
  async function talk(lines: readonly (string | object)[]): Promise<unknown[]> {
    const input = new PassThrough();
    const output = new PassThrough();
    const served = serve(referenceImplementation(toyOracles), input, output);
    for (const line of lines)
      input.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
    input.end();
    await served;
    const text = String(output.read() ?? '');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }
  const begin = { cmd: 'start', protocol: 1, directory: folder };

  it('answers a line with a line, in order, whatever the line', async () => {
    expect(
      await talk([
        begin,
        { cmd: 'ask', id: 1, oracle: 'toy.power', params: { x: 2 } },
        'no json',
        { cmd: 'dance' },
        { cmd: 'ask', id: 2, oracle: 'toy.none', params: {} },
        { cmd: 'ask', id: 3, oracle: 'toy.power' },
        { cmd: 'ask', id: 4 },
        { cmd: 'ask', id: 5, oracle: 'toy.power', params: { x: 3 } },
        { cmd: 'stop' },
        { cmd: 'ask', id: 6, oracle: 'toy.power', params: { x: 3 } },
      ]),
    ).toMatchObject([
      { protocol: 1, implementation: { name: 'nishimori' }, oracles: ['toy.power', 'toy.sum'] },
      { id: 1, result: { square: 4 } },
      { id: null, code: 'bad-request' },
      { id: null, code: 'bad-request' },
      { id: 2, code: 'unknown-oracle' },
      { id: 3, code: 'bad-question' },
      { id: 4, code: 'bad-question' },
      { id: 5, result: { square: 9 } },
    ]);
  });

  it('refuses a protocol it does not speak', async () => {
    expect(await talk([{ ...begin, protocol: 2 }])).toEqual([
      { failure: 'this speaks protocol 1', code: 'bad-request' },
    ]);
  });

  it('reads and writes large arrays as files', async () => {
    const data = Float64Array.from({ length: 12_000 }, (_, i) => i);
    writeFileSync(join(folder, 'large.npy'), writeNpy({ shape: [120, 100], data }));
    const [, reply] = await talk([
      begin,
      { cmd: 'ask', id: 1, oracle: 'toy.sum', params: { matrix: { npy: 'large.npy' } } },
    ]);
    const { result } = reply as { result: { sum: number; doubled: { npy: string } } };
    expect(result.sum).toBe((12_000 * 11_999) / 2);
    expect(readdirSync(folder)).toContain(result.doubled.npy);
    const doubled = readNpy(readFileSync(join(folder, result.doubled.npy)));
    expect(doubled.shape).toEqual([120, 100]);
    expect(doubled.data.every((x, i) => x === 2 * i)).toBe(true);
  });

  it('does not read files elsewhere', async () => {
    const outside = { npy: '/etc/hostname' };
    expect(
      await talk([begin, { cmd: 'ask', id: 1, oracle: 'toy.sum', params: { matrix: outside } }]),
    ).toMatchObject([
      {},
      {
        id: 1,
        code: 'bad-question',
        failure: expect.stringContaining('outside the scratch folder'),
      },
    ]);
  });

  it('ends when nobody reads any more', async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const served = serve(referenceImplementation(toyOracles), input, output);
    output.destroy(new Error('EPIPE'));
    input.write(`${JSON.stringify(begin)}\n${JSON.stringify(begin)}\n`);
    input.end();
    await expect(served).resolves.toBeUndefined();
  });
});
