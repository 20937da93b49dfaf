import type { Evidence } from './evidence.ts';
import { numbersOf } from './evidence.ts';
import { type Loose, mistake, right } from './mistake.ts';

/** ρ − m = 0 in a denominator: 0/0 where nothing, and ∞ · 0 where everything is known. */
function undefinedEnds(params: Loose, oracle: string) {
  const result = right(oracle, params);
  const { secondMoment: rho, overlap: m, conjugate: r } = params;
  const end = r === undefined ? m === 0 || m === rho : r === 0;
  return end ? Object.fromEntries(Object.keys(result).map((field) => [field, Number.NaN])) : result;
}

const recognise = ({ wrong }: Evidence): boolean =>
  wrong.length > 1 && wrong.every(({ got }) => numbersOf(got).some(Number.isNaN));

export const noNumberForAnAnswer = {
  ...mistake({
    id: 'no-number-for-an-answer',
    title: 'NaN at the ends: nothing known, or everything',
    mistake: 'Formulas with 0/0 at m = 0, m = ρ or r = 0 are evaluated there.',
    symptom: 'NaN, or a silent skip of the end points of a curve.',
    seen: 'Everywhere; it is what the formula says.',
    formula: 'the limits, as such: Φ_w(0) = 0, M(0) = (E w)², Φ_out(ρ) of a deterministic channel',
    oracles: ['glm.prior-potential', 'glm.output-potential'],
    ways: [undefinedEnds],
  }),
  recognise,
};
