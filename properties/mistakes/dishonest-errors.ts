import type { Evidence } from './evidence.ts';
import { numbersOf } from './evidence.ts';
import { answering, type Loose, type Mistake, right } from './mistake.ts';

/** Right to ten digits, said to be right to sixteen. */
function nearly(value: Loose): Loose {
  if (typeof value === 'number') return value * (1 + 1e-10);
  if (Array.isArray(value)) return value.map(nearly);
  return value;
}

const recognise = ({ broken }: Evidence): boolean =>
  broken.length > 0 && broken.every((what) => what.endsWith('(its stated error)'));

export const dishonestErrors: Mistake = {
  id: 'dishonest-errors',
  title: 'error estimates that are smaller than the errors',
  mistake: 'Answers are right to ten digits and come with error bars of rounding.',
  symptom: 'Answers pass at the claimed accuracy; what they say of themselves does not.',
  seen: 'Likely: the last change of an iteration, or of two quadratures that err alike, is no error bound.',
  formula: '|got − right| ≤ stated error',
  oracles: ['*'],
  ways: [],
  implementation: () =>
    answering(
      'dishonest-errors',
      (oracle, params) =>
        Object.fromEntries(
          Object.entries(right(oracle, params)).map(([field, x]) => [field, nearly(x)]),
        ),
      (_, result) =>
        Object.fromEntries(
          Object.entries(result)
            .filter(([, x]) => numbersOf(x).length > 0)
            .map(([field, x]) => [
              field,
              Number.EPSILON *
                Math.max(
                  ...numbersOf(x)
                    .map((y) => Math.abs(y))
                    .filter(Number.isFinite),
                  0,
                ),
            ]),
        ),
    ),
  recognise,
};
