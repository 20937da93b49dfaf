import { type Evidence, numbersOf } from './evidence.ts';
import { answering, type Loose, type Mistake, right } from './mistake.ts';

/** Every number as a 32-bit one. */
function single(value: Loose): Loose {
  if (typeof value === 'number') return Math.fround(value);
  if (Array.isArray(value)) return value.map(single);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, single(part)]));
}

const isSingle = (x: number): boolean => Math.fround(x) === x;

/** All numbers that came back are 32-bit ones, also where those of the right answers are not. */
const recognise = ({ wrong }: Evidence): boolean => {
  const pairs = wrong.flatMap(({ got, right: r }) => {
    const expected = numbersOf(r);
    return numbersOf(got).map((x, i) => [x, expected[i]] as const);
  });
  const telling = pairs.filter(([x, r]) => Number.isFinite(x) && r !== undefined && !isSingle(r));
  return telling.length >= 3 && telling.every(([x]) => isSingle(x) && !Number.isInteger(x));
};

export const singlePrecision: Mistake = {
  id: 'single-precision',
  title: 'single precision',
  mistake: 'Numbers are stored in 32 bits.',
  symptom: 'Seven digits everywhere, less where something cancels; every number is a 32-bit one.',
  seen: 'Default of most frameworks for machine learning, and of public codes for dynamics.',
  formula: '64-bit numbers (float64)',
  oracles: ['*'],
  ways: [],
  implementation: () =>
    answering('single-precision', (oracle, params) => single(right(oracle, params))),
  recognise,
};
