import fc from 'fast-check';
import { logUniform, oneOf } from '../arbitraries/numbers.ts';
import { tunedQuestions } from '../arbitraries/tuned.ts';
import type { Witness } from '../oracle.ts';
import type {
  ErmOptimalRegularisationParams,
  ErmOptimalRegularisationResult,
} from '../types/erm.optimal-regularisation.ts';
import { attempting } from './attempt.ts';
import { bestPenalty } from './best-penalty.ts';

/** Error rates at many penalties. */
export const comparedPenalties: Witness<
  ErmOptimalRegularisationParams,
  ErmOptimalRegularisationResult
> = {
  id: 'compared-penalties',
  method:
    'damped iteration at many λ; the stationary point of the polynomial through eleven error rates, for two windows of ln λ',
  ...attempting(({ teacher, ...question }) =>
    bestPenalty({
      ...question,
      teacher,
      task: 'classification',
      spectrum: { weights: [1], student: [1], teacher: [teacher.secondMoment] },
    }),
  ),
  sample: fc
    .record({
      question: tunedQuestions(),
      loss: oneOf([5, fc.constant('square' as const)], [1, fc.constant('logistic' as const)]),
      alpha: logUniform(0.5, 5),
    })
    .map(({ question, ...rest }) => ({ ...question, ...rest })),
};
