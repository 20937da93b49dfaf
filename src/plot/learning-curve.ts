import type { LabelledData } from '../data/read.ts';
import { type Curve, type CurvePoint, type LearningCurve, predict } from '../learning-curve.ts';
import type { Figure, Point } from './figure.ts';

/** Predictions between the measured sizes, so that a peak between two of them is seen. */
const resolution = 80;

/** The test error of a learning curve: the prediction as a curve, measurements with standard errors. */
export function learningCurveFigure(
  { task, features: { rows, columns } }: Pick<LabelledData, 'task' | 'features'>,
  { loss, lambda, repetitions }: Curve,
  { model, points }: LearningCurve,
): Figure {
  const sizes = points.map(({ samples }) => samples);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const testError = (predicted: CurvePoint['predicted']): number =>
    'failure' in predicted ? Number.NaN : predicted.testError.value;
  const predicted = Array.from({ length: most > least ? resolution : 1 }, (_, k): Point => {
    const x = least * (most / least) ** (k / Math.max(1, resolution - 1));
    return { x, y: testError(predict(model, task, loss, x / columns, lambda)) };
  });
  const measured = points.map(
    ({ samples, measured: { testError: e } }): Point => ({
      x: samples,
      y: e.mean,
      low: e.mean - e.standardError,
      high: e.mean + e.standardError,
    }),
  );
  return {
    title: `Learning curve: ${loss} loss, λ = ${lambda}`,
    subtitle: `${rows} rows, ${columns} features; measured: mean ± standard error over ${repetitions} training sets`,
    x: { label: 'samples n', scale: 'log' },
    y: { label: task === 'regression' ? 'test error (mean square)' : 'test error (wrong signs)' },
    series: [
      { name: 'predicted', draw: 'curve', points: predicted },
      { name: 'measured', draw: 'points', points: measured },
    ],
    marks: least < columns && columns < most ? [{ x: columns, label: `n = p = ${columns}` }] : [],
  };
}
