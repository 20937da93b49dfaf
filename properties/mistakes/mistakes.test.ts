import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findOracle } from '../../oracles/index.ts';
import { NishimoriError } from '../../reference/errors.ts';
import { mistakes, right } from './index.ts';

const seed = 20260101;
const drawn = { cheap: 60, moderate: 40, expensive: 3 } as const;

/** An answer, or the words of a typed error. */
function answerOf(ask: () => unknown): unknown {
  try {
    return ask();
  } catch (error) {
    if (error instanceof NishimoriError) return error.code;
    throw error;
  }
}

describe('the gallery', () => {
  it('has at least forty mistakes, each with its own id and title', () => {
    expect(mistakes.length).toBeGreaterThanOrEqual(40);
    for (const field of ['id', 'title'] as const)
      expect(new Set(mistakes.map((mistake) => mistake[field])).size).toBe(mistakes.length);
  });

  it.each(mistakes.map((mistake) => [mistake.id, mistake] as const))(
    'tells %s in full',
    (id, m) => {
      expect(id).toMatch(/^[a-z0-9-]+$/);
      for (const text of [m.mistake, m.symptom, m.seen]) expect(text).toMatch(/^\S.*[.)]$/);
      expect(m.formula).not.toBe('');
      for (const oracle of m.oracles)
        if (oracle !== '*') expect(findOracle(oracle)?.id).toBe(oracle);
      expect(m.ways.length + (m.recognise ? 1 : 0)).toBeGreaterThan(0);
    },
  );
});

describe('a mistake changes the answers of the oracles that it names, to the same wrong ones each time', () => {
  const cases = mistakes
    .filter(({ ways }) => ways.length > 0)
    .flatMap((mistake) => mistake.oracles.map((oracle) => [mistake.id, oracle, mistake] as const))
    // Minutes of simulation; `npm run gallery` runs them.
    .filter(([, oracle]) => findOracle(oracle)?.cost !== 'expensive');
  it.each(cases)('%s: %s', (_, id, { ways: [way] }) => {
    const { sample, cost } = findOracle(id)!;
    const questions = fc.sample(sample, { seed, numRuns: drawn[cost] });
    const changed = questions.find((params) => {
      const mistaken = answerOf(() => way(params, id));
      return JSON.stringify(mistaken) !== JSON.stringify(answerOf(() => right(id, params)));
    });
    expect(changed).toBeDefined();
    const [once, twice] = [1, 2].map(() => answerOf(() => way(changed, id)));
    expect(once).toEqual(twice);
  });
});
