import { maxMargin } from '../../reference/empirical-risk/max-margin.ts';
import { answerOf } from '../answer.ts';
import { separableQuestions } from '../arbitraries/separable.ts';
import { defineOracle } from '../oracle.ts';
import { answered } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import { alphaSchema, generalisationErrorAnswer } from '../schema/student.ts';
import { teacherPaths, teacherSchema } from '../schema/teacher.ts';
import type { ErmMaxMarginParams, ErmMaxMarginResult } from '../types/erm.max-margin.ts';
import { widestMargin } from '../witnesses/erm-max-margin.ts';
import { studentContracts } from './contracts.ts';

export const ermMaxMargin = defineOracle<ErmMaxMarginParams, ErmMaxMarginResult>({
  id: 'erm.max-margin',
  title: 'How wide is the margin of the best separating student, and how well does it generalise?',
  formula:
    'V̂ = (2α/V) E P(u) 1(u < 1),  q̂ = (2α/V²) E P(u) (1 − u)₊²,  m̂ = (α c_y/V) E (1 − √(q − m²/R) ξ)₊;   V = 1/(1 + V̂),  m = ρ m̂ V,  q = (ρ m̂² + q̂) V²;   κ = 1/√q',
  params: object('ErmMaxMarginParams', 'Separable data: α below the separability threshold.', {
    alpha: alphaSchema(),
    teacher: teacherSchema,
  }),
  result: object('ErmMaxMarginResult', 'The hard-margin solution min ‖w‖², y_μ X_μ·w ≥ 1.', {
    margin: answered('κ = max_w min_μ y_μ X_μ·w √d/‖w‖ = 1/√q, for inputs of variance 1/d.'),
    overlap: answered('m = w*·w/d of the solution with unit functional margin.'),
    norm: answered('q = ‖w‖²/d of that solution.'),
    generalisationError: generalisationErrorAnswer,
  }),
  fields: {
    margin: {
      kind: 'number',
      meaning: 'geometric margin κ',
      floor: 0,
      because: 'positive below the threshold, and 0 only there',
    },
    overlap: studentContracts.overlap,
    norm: studentContracts.norm,
    generalisationError: studentContracts.generalisationError,
  },
  answer: ({ alpha, teacher }) => answerOf(maxMargin(alpha, teacher)),
  sample: separableQuestions(),
  continuous: ['alpha', ...teacherPaths],
  witnesses: [widestMargin],
  sources: ['aubin2020', 'rosset2003', 'gardner1988'],
  cost: 'moderate',
});
