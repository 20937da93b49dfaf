import { describe, expect, it } from 'vitest';
import { expectationFor, expectationOutcomes, parseExpectations } from './expectations.ts';
import type { Status } from './verdict.ts';

const check = (id: string, ...oracles: string[]) => ({ id, oracles });
const plan = [
  check('golden:toy/a', 'toy.power'),
  check('reference:toy.power', 'toy.power'),
  check('law:toy/b', 'toy.power', 'toy.sum'),
  check('reference:toy.other', 'toy.other'),
];
const verdict = (index: number, status: Status) => ({
  check: { kind: 'law' as const, id: plan[index].id },
  oracles: plan[index].oracles,
  status,
});
const outcome = (id: string, ...verdicts: ReturnType<typeof verdict>[]) =>
  expectationOutcomes([{ id, reason: 'known' }], plan, verdicts)[0].status;

describe('an expectation', () => {
  it('is met if something it speaks of fails', () => {
    expect(outcome('toy.power', verdict(0, 'passed'), verdict(1, 'crashed'))).toBe(
      'failed-as-expected',
    );
    expect(outcome('toy.sum', verdict(2, 'failed'))).toBe('failed-as-expected');
    expect(outcome('law:*', verdict(2, 'timeout'))).toBe('failed-as-expected');
  });

  it('is out of date if everything it speaks of passes', () => {
    expect(outcome('toy.power', verdict(0, 'passed'), verdict(1, 'skipped'))).toBe('passed');
  });

  it('is a mistake if it speaks of nothing, even if nothing was asked', () => {
    expect(outcome('toy.pwoer', verdict(0, 'failed'))).toBe('matches-nothing');
  });

  it('is left alone if what it speaks of was not asked', () => {
    expect(outcome('toy.other', verdict(0, 'failed'))).toBe('not-tried');
    expect(outcome('toy.other', verdict(3, 'not-covered'))).toBe('not-tried');
  });

  it('covers the checks of its oracle, and no others', () => {
    const expected = expectationFor([{ id: 'toy.sum', reason: 'known' }]);
    expect(plan.map((c) => expected(c)?.reason)).toEqual([
      undefined,
      undefined,
      'known',
      undefined,
    ]);
  });
});

describe('the file of expectations', () => {
  it.each([
    ['{', /no JSON/],
    ['{}', /must be array/],
    ['[{"id":"a"}]', /\/0 must have the property "reason"/],
    ['[{"id":"","reason":"x"}]', /\/0\/id/],
    ['[{"id":"a","reason":"x","why":"y"}]', /\/0 must not have the property "why"/],
  ])('%s is refused', (text, reason) => {
    expect(() => parseExpectations(text)).toThrow(reason);
  });

  it('may be empty, and may carry links', () => {
    expect(parseExpectations('[]')).toEqual([]);
    expect(
      parseExpectations('[{"id":"a","reason":"x","link":"https://example.org/1"}]'),
    ).toHaveLength(1);
  });
});
