import type { Teacher } from '../../reference/empirical-risk/teacher.ts';
import { covariateFixedPoint } from '../../reference/gaussian-covariate/fixed-point.ts';
import type { CovariateFixedPoint } from '../../reference/gaussian-covariate/result.ts';
import { answerOf } from '../answer.ts';
import { covariateQuestions } from '../arbitraries/covariate.ts';
import { studentContracts } from '../erm/contracts.ts';
import { defineOracle } from '../oracle.ts';
import { lossSchema } from '../schema/loss.ts';
import { answered, nonNegative, positive } from '../schema/numbers.ts';
import { object } from '../schema/object.ts';
import { covariateSpectrumSchema } from '../schema/spectrum.ts';
import {
  alphaSchema,
  generalisationErrorAnswer,
  lambdaSchema,
  normAnswer,
  overlapAnswer,
  susceptibilityAnswer,
  trainingLossAnswer,
} from '../schema/student.ts';
import type {
  GaussianCovariateFixedPointParams,
  GaussianCovariateFixedPointResult,
} from '../types/gaussian-covariate.fixed-point.ts';
import { iteratedFeatures } from '../witnesses/gaussian-covariate.ts';

const common = ({
  overlap,
  norm,
  susceptibility,
  weightNorm,
  trainingLoss,
}: CovariateFixedPoint) => ({
  overlap,
  norm,
  susceptibility,
  weightNorm,
  trainingLoss,
});

export const gaussianCovariateFixedPoint = defineOracle<
  GaussianCovariateFixedPointParams,
  GaussianCovariateFixedPointResult
>({
  id: 'gaussian-covariate.fixed-point',
  title: 'What is learned from Gaussian features that see only part of what the teacher sees?',
  formula:
    'V = ⟨s/D⟩,  q = ⟨(m̂² t s + q̂ s²)/D²⟩,  m = m̂⟨t/D⟩,  ‖w‖²/p = ⟨(m̂² t + q̂ s)/D²⟩,  D = λ + V̂ s;   m̂, q̂, V̂ as for plain inputs',
  params: object(
    'GaussianCovariateFixedPointParams',
    'ŵ = argmin Σ ℓ(y, w·v/√p) + (λ/2)‖w‖² on features v of covariance Ω; y of a field ν of variance ρ.',
    {
      spectrum: covariateSpectrumSchema,
      secondMoment: positive('ρ = E ν², at least ⟨t/s⟩.'),
      noiseVariance: nonNegative('Δ, variance of the noise added to ν.'),
      task: {
        enum: ['classification', 'regression'],
        description:
          'classification: y = sign(ν + √Δ ζ); regression: y = ν + √Δ ζ, with the square loss (y − z)²/2 only.',
      },
      loss: lossSchema,
      alpha: alphaSchema('n/p, the number of samples per feature of the student'),
      lambda: lambdaSchema,
    },
  ),
  result: object(
    'GaussianCovariateFixedPointResult',
    'The order parameters and what follows from them.',
    {
      overlap: overlapAnswer,
      norm: normAnswer,
      susceptibility: susceptibilityAnswer,
      weightNorm: answered('‖w‖²/p.'),
      trainingLoss: trainingLossAnswer,
      generalisationError: generalisationErrorAnswer,
      meanSquareError: answered('E (ν − z)² on a fresh input, without the noise of its label.'),
    },
    ['generalisationError', 'meanSquareError'],
  ),
  fields: {
    overlap: studentContracts.overlap,
    norm: studentContracts.norm,
    susceptibility: studentContracts.susceptibility,
    weightNorm: studentContracts.weightNorm,
    trainingLoss: studentContracts.trainingLoss,
    generalisationError: studentContracts.generalisationError,
    meanSquareError: {
      kind: 'number',
      meaning: 'excess mean-square error ρ + q − 2m',
      floor: 1e-14,
      because: 'a difference that vanishes where everything is learned',
    },
  },
  answer: ({ spectrum, secondMoment, noiseVariance, task, loss, alpha, lambda }) => {
    const teacher: Teacher = { secondMoment, noiseVariance, flipProbability: 0 };
    if (task === 'regression') {
      const point = covariateFixedPoint(spectrum, teacher, task, loss, alpha, lambda);
      return answerOf({ ...common(point), meanSquareError: point.meanSquareError });
    }
    const point = covariateFixedPoint(spectrum, teacher, task, loss, alpha, lambda);
    return answerOf({ ...common(point), generalisationError: point.generalisationError });
  },
  sample: covariateQuestions(),
  continuous: [
    'spectrum.student',
    'spectrum.teacher',
    'secondMoment',
    'noiseVariance',
    'alpha',
    'lambda',
  ],
  witnesses: [iteratedFeatures],
  sources: ['loureiro2021'],
  cost: 'moderate',
});
