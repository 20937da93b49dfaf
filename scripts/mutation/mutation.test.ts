import { describe, expect, it } from 'vitest';
import { type Explanation, explainer } from './explanations.ts';
import { latest } from './measured.ts';
import type { Mutant } from './mutants.ts';
import type { Outcome } from './results.ts';
import { shuffled } from './sample.ts';
import { interval, scoreOf, share, shareOfDifferent } from './score.ts';

const file = 'reference/x.ts';
const source = `const a = b + c;
if (a < 0) {
  return a;
}
const d = b + c;
`;

/** The mutant of the first piece of the source after `after`. */
function mutant(original: string, replacement: string, after = ''): Mutant {
  const from = source.indexOf(original, source.indexOf(after));
  const place = { line: 1, column: 1 };
  return {
    file,
    mutator: 'ArithmeticOperator',
    start: place,
    end: place,
    from,
    to: from + original.length,
    original,
    replacement,
    line: source
      .slice(source.lastIndexOf('\n', from) + 1)
      .split('\n')[0]
      .trim(),
  };
}

describe('an explanation', () => {
  const explain = (explanation: Omit<Explanation, 'kind' | 'why'>, m: Mutant): boolean => {
    const whole = { ...explanation, kind: 'effort' as const, why: '' };
    return explainer({ file, source }, { [file]: [whole] })(m) !== undefined;
  };
  const plus = mutant('b + c', 'b - c');

  it('explains the mutants inside its piece of the source, and no others', () => {
    expect(explain({ at: 'a = b + c' }, plus)).toBe(true);
    expect(explain({ at: 'd = b + c' }, plus)).toBe(false);
    expect(explain({ at: 'd = b + c' }, mutant('b + c', 'b - c', 'const d'))).toBe(true);
    expect(explain({ at: '= b + c;\nif' }, plus)).toBe(true); // white space counts as one space
    expect(explain({ at: 'const a = b +' }, plus)).toBe(false);
  });

  it('may be for one piece or for some replacements only', () => {
    expect(explain({ at: 'a = b + c', from: 'b + c' }, plus)).toBe(true);
    expect(explain({ at: 'a = b + c', from: 'b' }, plus)).toBe(false);
    expect(explain({ at: 'a = b + c', to: 'b - c' }, plus)).toBe(true);
    expect(explain({ at: 'a = b + c', to: ['b * c', 'b  -  c'] }, plus)).toBe(true);
    expect(explain({ at: 'a = b + c', to: ['b * c'] }, plus)).toBe(false);
  });

  it('whose place has changed, or could be two, is refused', () => {
    expect(() => explain({ at: 'a = b - c' }, plus)).toThrow(/holds 0 times/);
    expect(() => explain({ at: 'b + c' }, plus)).toThrow(/holds 2 times/);
  });
});

describe('a sample', () => {
  const all = Array.from({ length: 200 }, (_, i) => mutant('b + c', `${i % 100}`));

  it('has every mutant once, in an order that the seed alone decides', () => {
    const order = shuffled(all, 1);
    expect(new Set(order)).toEqual(new Set(all));
    expect(order).toHaveLength(all.length);
    expect(shuffled([...all], 1)).toEqual(order);
    expect(shuffled(all, 2)).not.toEqual(order);
  });

  it('keeps its order if a mutant goes', () => {
    const order = shuffled(all, 1);
    const twin = all[107]; // the second of two that look the same
    expect(
      shuffled(
        all.filter((m) => m !== twin),
        1,
      ),
    ).toEqual(order.filter((m) => m !== twin));
  });

  it('is spread evenly: of 200, about half of the first hundred are from the first half', () => {
    const early = shuffled(all, 3)
      .slice(0, 100)
      .filter((m) => all.indexOf(m) < 100).length;
    expect(early).toBeGreaterThan(25); // 50 ± 5 by chance
    expect(early).toBeLessThan(75);
  });
});

describe('the latest samples', () => {
  const sample = (killed: number, survived: number) => ({ killed, survived });
  it('are whole, and as many as have a hundred mutants together', () => {
    const [a, b, c] = [sample(30, 10), sample(50, 9), sample(38, 3)];
    expect(latest([a, b, c])).toEqual([c, b]);
    expect(latest([a, sample(50, 8), c])).toEqual([c, sample(50, 8), a]);
    expect(latest([a, sample(90, 20)])).toEqual([sample(90, 20)]);
    expect(latest([a])).toEqual([a]);
    expect(latest([])).toEqual([]);
  });
});

describe('a score', () => {
  const judged = (letters: string, kind?: Explanation['kind']) =>
    [...letters].map((outcome) => ({
      outcome: outcome as Outcome,
      ...(kind && { explanation: { at: '', kind, why: '' } }),
    }));

  it('counts killed and timed out of all that ran to its end', () => {
    const score = scoreOf([
      ...judged('KKKKKTSN.E'),
      ...judged('S', 'equivalent'),
      ...judged('S', 'effort'),
      ...judged('K', 'effort'), // explained, and killed all the same
    ]);
    expect(score).toEqual({
      mutants: 12,
      killed: 6,
      timedOut: 1,
      survived: 4,
      brokeOff: 1,
      explained: 2,
      equivalent: 1,
    });
    expect(share(score)).toBeCloseTo(7 / 11, 15);
    expect(shareOfDifferent(score)).toBeCloseTo(7 / 10, 15);
  });

  it('of a sample comes with the interval of Clopper and Pearson', () => {
    // R: binom.test(45, 60)
    const [low, high] = interval(scoreOf(judged('K'.repeat(45) + 'S'.repeat(15))));
    expect(low).toBeCloseTo(0.6214, 4);
    expect(high).toBeCloseTo(0.8528, 4);
  });
});
