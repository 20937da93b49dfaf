import { writeFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import Table from 'cli-table3';
import { DomainError } from '../../reference/errors.ts';
import type { Task } from '../../reference/gaussian-covariate/result.ts';
import type { Measurement } from '../../reference/gaussian-covariate/sub-sampling.ts';
import type { LossKind } from '../../reference/losses/index.ts';
import { type LabelledData, readLabelled } from '../data/read.ts';
import {
  type Curve,
  type CurvePoint,
  type LearningCurve,
  learningCurve,
  usualSamples,
} from '../learning-curve.ts';
import { drawFigure } from '../plot/index.ts';
import { learningCurveFigure } from '../plot/learning-curve.ts';
import { progressOn } from '../report/progress.ts';

export interface LearningCurveOptions {
  readonly features: string;
  readonly labels: string;
  readonly loss: LossKind;
  readonly lambda: number;
  readonly task?: Task;
  readonly samples?: readonly number[];
  readonly repetitions: number;
  readonly seed: number;
  readonly json?: boolean;
  /** Where to write the curve as SVG. */
  readonly plot?: string;
}

/** `nishimori learning-curve`. */
export function showLearningCurve(
  options: LearningCurveOptions,
  output: Writable,
  terminal?: NodeJS.WriteStream,
): number {
  const data = readLabelled(options.features, options.labels, options.task);
  const { rows, columns } = data.features;
  const { loss, lambda, repetitions, seed } = options;
  const samples = [...(options.samples ?? usualSamples(rows, columns))].sort((a, b) => a - b);
  // before the first of many fits, not after
  for (const size of samples)
    if (size > rows - 1)
      throw new DomainError(
        'learning curve',
        '--samples',
        size,
        `<= ${rows - 1}, one less than the rows of the data`,
      );
  const curve = { loss, lambda, samples, repetitions, seed };
  const progress = progressOn(terminal, samples.length);
  let done = 0;
  try {
    const result = learningCurve(data, curve, (point) =>
      progress.update(++done, 0, `n = ${point.samples}`),
    );
    progress.stop();
    if (options.plot)
      writeFileSync(options.plot, drawFigure(learningCurveFigure(data, curve, result)));
    output.write(
      options.json
        ? `${JSON.stringify(asJson(options, data, curve, result), null, 2)}\n`
        : asText(data, curve, result),
    );
  } finally {
    progress.stop();
  }
  return 0;
}

const asJson = (
  { features, labels }: LearningCurveOptions,
  data: LabelledData,
  curve: Curve,
  { model, points }: LearningCurve,
) => ({
  data: { features, labels, rows: data.features.rows, columns: data.features.columns },
  task: data.task,
  ...curve,
  model: {
    secondMoment: model.teacher.secondMoment,
    explained: model.explained,
    saturated: model.saturated,
    student: Array.from(model.spectrum.student),
    teacher: Array.from(model.spectrum.teacher),
  },
  points,
});

function asText(data: LabelledData, curve: Curve, { model, points }: LearningCurve): string {
  const { rows, columns } = data.features;
  const share = (100 * model.explained).toFixed(1);
  const error = data.task === 'regression' ? 'mean square error' : 'share of wrong signs';
  return [
    `${rows} rows, ${columns} features · ${data.task}, ${curve.loss} loss, lambda = ${curve.lambda}`,
    `the features explain ${share} % of the variance of the teacher’s field`,
    table(`test error (${error})`, 'testError', points),
    table('training loss', 'trainingLoss', points),
    `measured: mean ± standard error over ${curve.repetitions} training sets, tested on the other rows`,
    ...notes(data, model, points),
    '',
  ].join('\n');
}

function table(title: string, field: 'testError' | 'trainingLoss', points: readonly CurvePoint[]) {
  const t = new Table({
    head: ['n', 'n/p', 'predicted', 'measured', 'measured/predicted'],
    colAligns: ['right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const { samples, alpha, predicted, measured } of points) {
    const value = 'failure' in predicted ? undefined : predicted[field].value;
    t.push([
      String(samples),
      alpha.toPrecision(3),
      value === undefined ? 'none' : value.toPrecision(4),
      withError(measured[field]),
      value === undefined || value === 0 ? '' : (measured[field].mean / value).toFixed(3),
    ]);
  }
  return `\n${title}\n${t.toString()}`;
}

/** Both to the second digit of the error. */
function withError({ mean, standardError }: Measurement): string {
  if (!(standardError > 0)) return `${mean.toPrecision(4)} ± 0`;
  const decimals = Math.min(12, Math.max(0, 1 - Math.floor(Math.log10(standardError))));
  return `${mean.toFixed(decimals)} ± ${standardError.toFixed(decimals)}`;
}

function* notes(
  { features: { rows, columns } }: LabelledData,
  { saturated }: LearningCurve['model'],
  points: readonly CurvePoint[],
): Iterable<string> {
  if (saturated)
    yield 'note: the labels follow the features more closely than any Gaussian model allows; its prediction is the closest one';
  if (rows < 5 * columns)
    yield `note: ${rows} rows are few for the second moments of ${columns} features: the prediction is too hopeful`;
  const largest = points.at(-1)?.samples ?? 0;
  if (largest > rows / 5)
    yield `note: training sets of up to ${largest} rows are much of a population of ${rows}: the prediction is too hopeful there`;
  for (const { samples, predicted } of points)
    if ('failure' in predicted) yield `note: no prediction at n = ${samples}: ${predicted.failure}`;
}
