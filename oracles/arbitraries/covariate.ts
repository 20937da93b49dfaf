import fc from 'fast-check';
import type { LossKind } from '../../reference/losses/index.ts';
import type { CovariateSpectrum } from '../types/shared.ts';
import { alphas } from './alpha.ts';
import { lambdas, losses } from './loss.ts';
import { oneOf } from './numbers.ts';
import { covariateSpectra } from './spectrum.ts';
import { teachers } from './teacher.ts';

export interface CovariateQuestion {
  readonly spectrum: CovariateSpectrum;
  readonly secondMoment: number;
  readonly noiseVariance: number;
  readonly task: 'classification' | 'regression';
  readonly loss: LossKind;
  readonly alpha: number;
  readonly lambda: number;
}

/** Features of a teacher’s inputs, to be classified or regressed. Shrinks to plain inputs at α = 1. */
export const covariateQuestions = (): fc.Arbitrary<CovariateQuestion> =>
  fc
    .record({
      teacher: teachers(),
      learner: oneOf<Pick<CovariateQuestion, 'task' | 'loss'>>(
        [3, fc.record({ task: fc.constant('classification' as const), loss: losses() })],
        [1, fc.constant({ task: 'regression', loss: 'square' })],
      ),
      alpha: alphas(1e-2, 1e2),
      lambda: lambdas(),
    })
    .chain(({ teacher: { secondMoment, noiseVariance }, learner, alpha, lambda }) =>
      covariateSpectra(secondMoment).map((spectrum) => ({
        spectrum,
        secondMoment,
        noiseVariance,
        ...learner,
        alpha,
        lambda,
      })),
    );
