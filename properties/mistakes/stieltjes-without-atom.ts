import { mistake, spoilt } from './mistake.ts';

export const stieltjesWithoutAtom = mistake({
  id: 'stieltjes-without-atom',
  title: 'atom at zero left out of the spectrum',
  mistake: 'Only the bulk of the Marchenko–Pastur law is integrated.',
  symptom: 'Right for γ ≤ 1; for γ > 1 a part 1 − 1/γ of the mass is missing.',
  seen: 'Likely: the density is what is printed, the atom stands in a footnote.',
  formula: 'dμ = ρ(x) dx + max(0, 1 − 1/γ) δ(x)',
  oracles: ['hidden-manifold.stieltjes'],
  ways: [
    spoilt(({ value, derivative }, { z, gamma }) =>
      gamma > 1
        ? { value: value - (1 - 1 / gamma) / z, derivative: derivative - (1 - 1 / gamma) / z ** 2 }
        : {},
    ),
  ],
});
