import fc from 'fast-check';
import { covariateQuestions } from '../arbitraries/covariate.ts';
import { lambdas } from '../arbitraries/loss.ts';
import { logUniform } from '../arbitraries/numbers.ts';
import type { Witness } from '../oracle.ts';
import type {
  GaussianCovariateFixedPointParams,
  GaussianCovariateFixedPointResult,
} from '../types/gaussian-covariate.fixed-point.ts';
import { attempting } from './attempt.ts';
import { learn, pick } from './teacher-student.ts';

/** The same iteration, with the resolvents of the features. */
export const iteratedFeatures: Witness<
  GaussianCovariateFixedPointParams,
  GaussianCovariateFixedPointResult
> = {
  id: 'iterated-features',
  method:
    'damped iteration of the equations of a general output channel, summed over both labels, with averages over the blocks of the spectrum',
  ...attempting(({ secondMoment, noiseVariance, ...question }) =>
    pick(learn({ ...question, teacher: { secondMoment, noiseVariance, flipProbability: 0 } }), [
      'overlap',
      'norm',
      'susceptibility',
      'weightNorm',
      'trainingLoss',
      'generalisationError',
      'meanSquareError',
    ]),
  ),
  sample: fc
    .record({
      question: covariateQuestions(),
      alpha: logUniform(0.1, 10),
      lambda: lambdas(0.03, 30),
    })
    .map(({ question, ...scales }) => ({ ...question, ...scales })),
};
