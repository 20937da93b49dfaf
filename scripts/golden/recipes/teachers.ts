import type { Teacher } from '../../../reference/empirical-risk/teacher.ts';

/** The teachers that recipes speak of, by the names that stand in ids. */
export const teachers = {
  noiseless: { secondMoment: 1, noiseVariance: 0, flipProbability: 0 },
  noisy: { secondMoment: 1, noiseVariance: 0.5, flipProbability: 0 },
  flipped: { secondMoment: 1, noiseVariance: 0, flipProbability: 0.1 },
  'noisy-and-flipped': { secondMoment: 2, noiseVariance: 0.3, flipProbability: 0.05 },
} as const satisfies { readonly [name: string]: Teacher };

export type TeacherName = keyof typeof teachers;

/** A number as it stands in an id: 0.01 → 0-01, 1e-6 → 1e-6. */
export const slug = (x: number): string => String(x).replace('.', '-').replace('+', '');
