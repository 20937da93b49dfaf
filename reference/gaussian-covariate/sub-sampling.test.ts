import { describe, expect, it } from 'vitest';
import { DomainError } from '../errors.ts';
import { gaussianMatrix, type Matrix, multiply } from '../numerics/matrix.ts';
import { philoxStream } from '../numerics/random.ts';
import { classify } from './fixed-point.ts';
import { modelOfField, modelOfLabels } from './from-data.ts';
import { squareRegression } from './square-fixed-point.ts';
import { type Experiment, measure } from './sub-sampling.ts';

/** Features v of variance (1/4, 1 or 4) in turns, and a teacher field that they explain but for `noise`. */
function population(rows: number, columns: number, noise: number, seed: number) {
  const stream = philoxStream(seed);
  const { data } = gaussianMatrix(rows, columns, stream);
  const root = Math.sqrt(columns);
  const features: Matrix = {
    rows,
    columns,
    data: data.map((x, k) => x * root * 2 ** (((k % columns) % 3) - 1)),
  };
  const teacher = Float64Array.from({ length: columns }, () => stream.normal() / root);
  const field = multiply(features, teacher).map((x) => x + noise * stream.normal());
  return { features, field };
}

const signs = (field: Float64Array) => field.map((x) => (x < 0 ? -1 : 1));

/**
 * The data set is large against the training sets, so that their overlap hardly matters, and of p = 60
 * Gaussian features, whose finite-size corrections O(1/p) of 2 % at most are allowed for.
 */
describe('measured and predicted learning curves', () => {
  const { features, field } = population(4000, 60, 0.8, 21);
  const allowance = (mean: number, standardError: number) => 5 * standardError + 0.02 * mean;

  it.each([
    ['logistic', 0.1, 90],
    ['square', 1, 60],
    ['hinge', 0.5, 120],
  ] as const)('%s, λ = %f, n = %i', (loss, lambda, samples) => {
    const labels = signs(field);
    const experiment: Experiment = { features, labels, task: 'classification', loss, lambda };
    const point = measure(experiment, samples, 24, philoxStream(1));
    const { spectrum, teacher } = modelOfLabels(features, labels, 'classification');
    const predicted = classify(spectrum, teacher, loss, point.alpha, lambda);
    const { testError, trainingLoss } = point;
    expect(Math.abs(testError.mean - predicted.generalisationError.value)).toBeLessThan(
      allowance(testError.mean, testError.standardError),
    );
    expect(Math.abs(trainingLoss.mean - predicted.trainingLoss.value)).toBeLessThan(
      allowance(trainingLoss.mean, trainingLoss.standardError),
    );
  });

  it('ridge regression: test error against the noisy targets', () => {
    const experiment: Experiment = {
      features,
      labels: field,
      task: 'regression',
      loss: 'square',
      lambda: 0.5,
    };
    const { testError, trainingLoss, alpha } = measure(experiment, 90, 24, philoxStream(2));
    const { spectrum, teacher } = modelOfField(features, field);
    const predicted = squareRegression(spectrum, teacher, alpha, 0.5);
    expect(Math.abs(testError.mean - predicted.meanSquareError.value)).toBeLessThan(
      allowance(testError.mean, testError.standardError),
    );
    expect(Math.abs(trainingLoss.mean - predicted.trainingLoss.value)).toBeLessThan(
      allowance(trainingLoss.mean, trainingLoss.standardError),
    );
  });
});

describe('measure', () => {
  const { features, field } = population(20, 3, 0.1, 4);
  const experiment: Experiment = {
    features,
    labels: signs(field),
    task: 'classification',
    loss: 'logistic',
    lambda: 0.1,
  };

  it('is determined by the stream, and more repetitions continue fewer', () => {
    const point = measure(experiment, 7, 3, philoxStream(5));
    expect(measure(experiment, 7, 3, philoxStream(5))).toEqual(point);
    expect(measure(experiment, 7, 3, philoxStream(6))).not.toEqual(point);
    expect(point.alpha).toBe(7 / 3);
    const more = measure(experiment, 7, 4, philoxStream(5)).testError.mean;
    const last = 4 * more - 3 * point.testError.mean; // an error of the fourth draw: a share of 13
    expect(13 * last).toBeCloseTo(Math.round(13 * last), 9);
    expect(last).toBeGreaterThan(-1e-9);
  });

  it('with all rows but one, every row is tested sooner or later and counts once', () => {
    const easy = { ...experiment, labels: signs(multiply(features, Float64Array.of(1, 0, 0))) };
    const point = measure(easy, 19, 40, philoxStream(8));
    expect(40 * point.testError.mean).toBeCloseTo(Math.round(40 * point.testError.mean), 9);
    const p = point.testError.mean; // shares 0 and 1 only: the standard error of a coin
    expect(point.testError.standardError).toBeCloseTo(Math.sqrt((p * (1 - p)) / 39), 12);
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'no rest',
      () => measure(experiment, 20, 2, philoxStream(1)),
      /samples must be an integer in \[1, 19\]/,
    ],
    ['one repetition', () => measure(experiment, 5, 1, philoxStream(1)), /repetitions/],
    [
      'a regression with another loss',
      () => measure({ ...experiment, task: 'regression' }, 5, 2, philoxStream(1)),
      /loss of a regression must be "square"/,
    ],
    ['a label 0', () => measure({ ...experiment, labels: field }, 5, 2, philoxStream(1)), /labels/],
  ])('rejects %s', (_, make, message) => {
    expect(make).toThrow(DomainError);
    expect(make).toThrow(message);
  });
});
