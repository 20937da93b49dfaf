import type { Evidence } from './evidence.ts';
import { answering, type Known, type Loose, type Mistake, right } from './mistake.ts';

const keyOf = (oracle: string, params: unknown): string => oracle + JSON.stringify(params);

/** What is not in the book is answered by a rough guess. */
function guess(value: Loose): Loose {
  if (typeof value === 'number') return value * 1.01;
  if (Array.isArray(value)) return value.map(guess);
  return value;
}

const recognise = ({ passed, failed }: Evidence): boolean =>
  passed.golden >= 3 && failed.golden === 0 && failed.other >= 3 && failed.other > passed.other;

export const memorised: Mistake = {
  id: 'memorised',
  title: 'right on golden values only',
  mistake: 'The golden values are looked up, everything else is guessed.',
  symptom: 'All golden values pass, nearly all drawn questions fail.',
  seen: 'What a suite of fixed values invites: code adjusted until the table is right.',
  formula: 'a model, not a table',
  oracles: ['*'],
  ways: [],
  implementation: (known: readonly Known[]) => {
    const book = new Map(known.map(({ oracle, params, value }) => [keyOf(oracle, params), value]));
    return answering('memorised', (oracle, params) => {
      const result: Loose = right(oracle, params);
      const guesses = Object.entries(result).map(([field, x]) => [field, guess(x)]);
      return { ...Object.fromEntries(guesses), ...book.get(keyOf(oracle, params)) };
    });
  },
  recognise,
};
