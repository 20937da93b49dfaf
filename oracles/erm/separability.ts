import { separability } from '../../reference/empirical-risk/separability.ts';
import { answerOf } from '../answer.ts';
import { oneOf } from '../arbitraries/numbers.ts';
import { noisyTeachers, teachers } from '../arbitraries/teacher.ts';
import { defineOracle } from '../oracle.ts';
import { answered } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import { teacherPaths, teacherSchema } from '../schema/teacher.ts';
import type { ErmSeparabilityParams, ErmSeparabilityResult } from '../types/erm.separability.ts';
import { shrinkingSearch } from '../witnesses/erm-separability.ts';

export const ermSeparability = defineOracle<ErmSeparabilityParams, ErmSeparabilityResult>({
  id: 'erm.separability',
  title: 'Up to how many samples per weight can some student classify all of them correctly?',
  formula:
    '1/α* = min_{t ≥ 0} E (Z − t U)₊²,   Z ~ N(0, 1),  U of density 2 φ(U) [η + (1 − 2η) Φ(U √(ρ/Δ))]',
  params: object('ErmSeparabilityParams', 'A teacher on plain inputs.', { teacher: teacherSchema }),
  result: object('ErmSeparabilityResult', 'The separability threshold.', {
    alpha: answered('α*, between 2 and Infinity, which it is for clean labels.'),
  }),
  fields: {
    alpha: {
      kind: 'number',
      meaning: 'separability threshold α* = n/d',
      floor: 0,
      because: 'never below 2, that of pure noise',
    },
  },
  answer: ({ teacher }) => answerOf(separability(teacher)),
  sample: oneOf([1, teachers()], [6, noisyTeachers()]).map((teacher) => ({ teacher })),
  continuous: teacherPaths,
  witnesses: [shrinkingSearch],
  sources: ['candes2020', 'cover1965'],
  cost: 'cheap',
});
