import { mistake, spoilt } from './mistake.ts';

export const committeeConjugateWithoutTwo = mistake({
  id: 'committee-conjugate-without-two',
  title: 'r = α ∂Ψ for 2α ∂Ψ',
  mistake: 'The conjugates of a committee are formed without their factor 2.',
  symptom: 'Both conjugates are half of what they should be.',
  seen: 'Listed among the frequent errors.',
  formula: 'r = 2α ∂Ψ/∂q',
  oracles: ['committee.output-potential'],
  ways: [
    spoilt((x) => ({
      conjugatePerAlphaDiagonal: x.conjugatePerAlphaDiagonal / 2,
      conjugatePerAlphaOffDiagonal: x.conjugatePerAlphaOffDiagonal / 2,
    })),
  ],
});
