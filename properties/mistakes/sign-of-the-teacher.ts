import { mistake, spoilt } from './mistake.ts';

export const signOfTheTeacher = mistake({
  id: 'sign-of-the-teacher',
  title: 'global sign insisted on',
  mistake: 'Success counts runs that end at w*, not those at −w*.',
  symptom: 'Success rates are half of what they should be.',
  seen: 'Listed among the frequent errors: (x·w)² does not know the sign of w.',
  formula: 'success: |m| → 1',
  oracles: ['phase-retrieval.success-rate'],
  ways: [
    spoilt(({ rate }, { runs }) => {
      const hits = Math.floor((rate * runs) / 2);
      return { rate: hits / runs, standardError: Math.sqrt((hits * (runs - hits)) / runs ** 3) };
    }),
  ],
});
