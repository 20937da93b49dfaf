import { optimalRegularisation } from '../../reference/empirical-risk/optimal-regularisation.ts';
import { answerOf } from '../answer.ts';
import { tunedQuestions } from '../arbitraries/tuned.ts';
import { defineOracle } from '../oracle.ts';
import { lossSchema } from '../schema/loss.ts';
import { answered } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import { alphaSchema, generalisationErrorAnswer } from '../schema/student.ts';
import { teacherPaths, teacherSchema } from '../schema/teacher.ts';
import type {
  ErmOptimalRegularisationParams,
  ErmOptimalRegularisationResult,
} from '../types/erm.optimal-regularisation.ts';
import { comparedPenalties } from '../witnesses/erm-optimal-regularisation.ts';
import { studentContracts } from './contracts.ts';

export const ermOptimalRegularisation = defineOracle<
  ErmOptimalRegularisationParams,
  ErmOptimalRegularisationResult
>({
  id: 'erm.optimal-regularisation',
  title: 'Which penalty makes a student generalise best?',
  formula:
    'λ = argmin_λ ε(λ),  ε = arccos(m/√(ρq))/π at the fixed point;   square loss: λ = (1 − ρ c_y²)/(ρ c_y²) for every α',
  params: object('ErmOptimalRegularisationParams', 'A student whose penalty is still open.', {
    loss: lossSchema,
    alpha: alphaSchema(),
    teacher: teacherSchema,
  }),
  result: object('ErmOptimalRegularisationResult', 'The best penalty.', {
    lambda: answered('λ of the penalty (λ/2)‖w‖² at which the error rate is smallest.'),
    generalisationError: generalisationErrorAnswer,
  }),
  fields: {
    lambda: {
      kind: 'number',
      meaning: 'optimal penalty λ',
      floor: 1e-8,
      because: 'the optimum is flat: comparing error rates, not slopes, finds it to √ε',
    },
    generalisationError: studentContracts.generalisationError,
  },
  answer: ({ loss, alpha, teacher }) => answerOf(optimalRegularisation(loss, alpha, teacher)),
  sample: tunedQuestions(),
  continuous: ['alpha', ...teacherPaths],
  witnesses: [comparedPenalties],
  sources: ['aubin2020'],
  cost: 'expensive',
});
