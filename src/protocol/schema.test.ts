import { describe, expect, it } from 'vitest';
import { nonNegativeOrInfinite, positive } from '../../oracles/schema/numbers.ts';
import { object } from '../../oracles/schema/object.ts';
import { priorSchema } from '../../oracles/schema/prior.ts';
import { toyPower } from './fixtures/toy.fixture.ts';
import { problem, resultProblem } from './schema.ts';

const question = object('Question', 'A prior and a number.', {
  prior: priorSchema,
  alpha: positive('α'),
  precision: nonNegativeOrInfinite('r'),
});
const right = { prior: { kind: 'rademacher' }, alpha: 1, precision: 2 };

describe('what is wrong with a question', () => {
  it('is nothing if nothing is', () => {
    expect(problem(question, right)).toBeUndefined();
    expect(problem(question, { ...right, precision: 'Infinity' })).toBeUndefined();
  });

  it.each([
    [{ alpha: 0 }, '/alpha must be > 0, got 0'],
    [{ alpha: 'NaN' }, '/alpha must be number, got "NaN"'],
    [{ precision: 'NaN' }, /^\/precision must be/],
    [{ prior: { kind: 'gaussian' } }, '/prior must have the property "variance"'],
    [{ prior: { kind: 'gaussian', variance: -1 } }, '/prior/variance must be > 0, got -1'],
    [
      { prior: { kind: 'gauss-bernoulli', density: 2, variance: 1 } },
      '/prior/density must be <= 1, got 2',
    ],
    [
      { prior: { kind: 'rademacher', variance: 1 } },
      '/prior must not have the property "variance"',
    ],
    [
      { prior: { kind: 'gausian', variance: 1 } },
      '/prior/kind must be "gaussian" or "rademacher" or "gauss-bernoulli" or "discrete", got "gausian"',
    ],
    [{ prior: 'gaussian' }, /^\/prior must be object, got "gaussian"/],
    [{ beta: 1 }, ' must not have the property "beta"'],
  ])('%j is said with its path', (change, words) => {
    const found = problem(question, { ...right, ...change });
    if (words instanceof RegExp) expect(found).toMatch(words);
    else expect(found).toBe(words);
  });

  it('is quoted in short', () => {
    const found = problem(question, { ...right, alpha: 'x'.repeat(1e5) });
    expect(found?.length).toBeLessThan(200);
  });
});

describe('what is wrong with a result', () => {
  it('is not that a field but the first is left out, or that one is not known', () => {
    expect(resultProblem(toyPower, { square: 4 })).toBeUndefined();
    expect(resultProblem(toyPower, { square: 4, mood: 'good' })).toBeUndefined();
    expect(
      resultProblem(toyPower, { square: Number.NaN, powers: [Number.NEGATIVE_INFINITY] }),
    ).toBeUndefined();
    expect(resultProblem(toyPower, { size: 'large' })).toBe(' must have the property "square"');
    expect(resultProblem(toyPower, { square: '4' })).toMatch(/^\/square must be/);
  });
});
