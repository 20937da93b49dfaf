import { DomainError, NishimoriError } from '../reference/errors.ts';
import { covariateFixedPoint } from '../reference/gaussian-covariate/fixed-point.ts';
import {
  type CovariateModel,
  centred,
  modelOfLabels,
} from '../reference/gaussian-covariate/from-data.ts';
import { type MeasuredPoint, measure } from '../reference/gaussian-covariate/sub-sampling.ts';
import type { LossKind } from '../reference/losses/index.ts';
import type { Estimate } from '../reference/numerics/estimate.ts';
import { philoxStream } from '../reference/numerics/random.ts';
import type { LabelledData } from './data/read.ts';

/**
 * Learning curves of a data set: the replica prediction for Gaussian features with the second moments of
 * the data, beside what students fitted to parts of the data do on the rest.
 *
 *   ŵ = argmin Σ_{μ ≤ n} ℓ(y_μ, w·v_μ/√p) + (λ/2)|w|²,   v: the features less their mean
 *
 * No intercept: the targets of a regression are centred as well, classes are taken as they are.
 * For a student β·v, as other libraries write it, β = w/√p and the penalty is (λp/2)|β|².
 * Source: [loureiro2021].
 */
export interface Curve {
  readonly loss: LossKind;
  readonly lambda: number;
  /** Sizes of the training sets. */
  readonly samples: readonly number[];
  /** Training sets per size. */
  readonly repetitions: number;
  readonly seed: number;
}

export interface Prediction {
  /** Share of wrong signs, or mean square error, on new data. */
  readonly testError: Estimate;
  /** Mean loss on the training set, without penalty. */
  readonly trainingLoss: Estimate;
}

export interface CurvePoint {
  readonly samples: number;
  /** α = n/p. */
  readonly alpha: number;
  /** Or the reason why there is none. */
  readonly predicted: Prediction | { readonly failure: string };
  readonly measured: Pick<MeasuredPoint, 'testError' | 'trainingLoss'>;
}

export interface LearningCurve {
  readonly model: CovariateModel;
  readonly points: readonly CurvePoint[];
}

/** The whole curve; `onPoint` hears of each point as it is done. */
export function learningCurve(
  data: LabelledData,
  { loss, lambda, samples, repetitions, seed }: Curve,
  onPoint: (point: CurvePoint) => void = () => {},
): LearningCurve {
  const { task } = data;
  if (task === 'regression' && loss !== 'square')
    throw new DomainError(
      'learning curve',
      'loss',
      loss,
      'square for a regression (classes are labelled -1 and 1, or 0 and 1)',
    );
  const { features } = centred(data.features);
  const labels = task === 'regression' ? centredTargets(data.labels) : data.labels;
  const model = modelOfLabels(features, labels, task);
  const stream = philoxStream(seed);
  const points = samples.map((size) => {
    const { testError, trainingLoss, alpha } = measure(
      { features, labels, task, loss, lambda },
      size,
      repetitions,
      stream.fork(size), // a point does not depend on which others were asked for
    );
    const predicted = predict(model, task, loss, alpha, lambda);
    const point = { samples: size, alpha, predicted, measured: { testError, trainingLoss } };
    onPoint(point);
    return point;
  });
  return { model, points };
}

/** The replica prediction; one point without an answer does not take the others with it. */
export function predict(
  { spectrum, teacher }: CovariateModel,
  task: LabelledData['task'],
  loss: LossKind,
  alpha: number,
  lambda: number,
): CurvePoint['predicted'] {
  try {
    if (task === 'classification') {
      const point = covariateFixedPoint(spectrum, teacher, task, loss, alpha, lambda);
      return { testError: point.generalisationError, trainingLoss: point.trainingLoss };
    }
    const point = covariateFixedPoint(spectrum, teacher, task, loss, alpha, lambda);
    return { testError: point.meanSquareError, trainingLoss: point.trainingLoss };
  } catch (error) {
    if (error instanceof NishimoriError && error.code === 'no-convergence')
      return { failure: error.message };
    throw error;
  }
}

/**
 * Sizes to show when none are asked for: eight from p/4 to 4p in equal ratios, at most half of the data, so
 * that the training sets are parts of the data set and the rest is large enough to test on.
 */
export function usualSamples(rows: number, columns: number): number[] {
  const most = Math.max(1, Math.min(4 * columns, Math.floor(rows / 2)));
  const least = Math.max(1, Math.min(Math.ceil(columns / 4), Math.floor(most / 2)));
  const sizes = Array.from({ length: 8 }, (_, i) => Math.round(least * (most / least) ** (i / 7)));
  return [...new Set(sizes)];
}

function centredTargets(targets: Float64Array): Float64Array {
  const mean = targets.reduce((sum, y) => sum + y, 0) / targets.length;
  return targets.map((y) => y - mean);
}
