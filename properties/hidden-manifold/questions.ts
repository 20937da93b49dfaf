import type {
  Activation,
  GaussianCovariateFixedPointParams,
  HiddenManifoldFixedPointParams,
} from '../../oracles/types/index.ts';
import { conditioned } from '../conditioned.ts';
import { relative } from '../erm/questions.ts';
import type { Bench } from '../law.ts';
import { ask } from '../questions.ts';

export type Manifold = HiddenManifoldFixedPointParams;

export const manifoldFields = [
  'overlap',
  'norm',
  'susceptibility',
  'latentOverlap',
  'latentNorm',
  'weightNorm',
  'generalisationError',
  'trainingLoss',
  'objective',
] as const;

/** The fixed point of a student of a hidden manifold, with errors widened by its condition number. */
export const manifold = (bench: Bench, model: Manifold) =>
  conditioned(
    bench,
    model,
    (question) => ask(bench, 'hidden-manifold.fixed-point', question, relative(manifoldFields)),
    manifoldFields,
  );

export const coefficients = (bench: Bench, activation: Activation) =>
  ask(
    bench,
    'hidden-manifold.coefficients',
    { activation },
    { kappa0: 0, kappa1: 0, kappaStar: 0 },
  );

export const stieltjes = (bench: Bench, z: number, gamma: number) =>
  ask(bench, 'hidden-manifold.stieltjes', { z, gamma }, { value: 0, derivative: 0 });

export type Covariate = GaussianCovariateFixedPointParams;

const covariateFields = [
  'overlap',
  'norm',
  'susceptibility',
  'weightNorm',
  'trainingLoss',
] as const;

/** The fixed point of Gaussian features; `error` is the error rate, or the square error of a regression. */
export const covariate = (bench: Bench, model: Covariate) =>
  conditioned(
    bench,
    model,
    async (question) => {
      const fields = await ask(bench, 'gaussian-covariate.fixed-point', question, {
        ...relative(covariateFields),
        generalisationError: 0,
        // ρ + q − 2m, a difference
        meanSquareError: model.secondMoment,
      });
      return Object.defineProperty(Object.create(fields), 'error', {
        get: () =>
          model.task === 'regression' ? fields.meanSquareError : fields.generalisationError,
      }) as typeof fields & { readonly error: typeof fields.overlap };
    },
    [...covariateFields, 'error'] as const,
  );
