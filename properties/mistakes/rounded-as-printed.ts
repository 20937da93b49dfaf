import { type Loose, mistake, right, type Way } from './mistake.ts';

const to =
  (digits: number): Way =>
  (params, oracle) =>
    rounded(right(oracle, params), digits);

function rounded(value: Loose, digits: number): Loose {
  if (typeof value === 'number') return Number(value.toPrecision(digits));
  if (Array.isArray(value)) return value.map((x) => rounded(x, digits));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([k, x]) => [k, rounded(x, digits)]));
}

export const roundedAsPrinted = mistake({
  id: 'rounded-as-printed',
  title: 'numbers as they are printed',
  mistake: 'Thresholds are copied from papers, with the digits that stand there.',
  symptom: 'Three digits are right, the fourth is zero.',
  seen: 'Common in tables of constants; printed values are also wrong (1.249 for 1.245, 7.65 for 7.68).',
  formula: 'all the digits that a double holds (`nishimori show` has them)',
  oracles: [
    'glm.threshold',
    'committee.threshold',
    'erm.separability',
    'hidden-manifold.coefficients',
  ],
  ways: [to(4), to(2), to(3), to(5), to(6), to(7)],
});
