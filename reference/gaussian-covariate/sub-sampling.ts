import { minimise } from '../empirical-risk/minimiser/index.ts';
import { minimiseSquare } from '../empirical-risk/minimiser/square.ts';
import { DomainError } from '../errors.ts';
import { type LossKind, loss as lossOf } from '../losses/index.ts';
import { type Matrix, multiply, requireMatrix, requireVector } from '../numerics/matrix.ts';
import type { RandomStream } from '../numerics/random.ts';
import { scaledFeatures } from './from-data.ts';
import type { Task } from './result.ts';

/** What is measured: a data set, and a student with the field w·v/√p. */
export interface Experiment {
  readonly features: Matrix;
  /** ±1 for a classification, any numbers for a regression. */
  readonly labels: ArrayLike<number>;
  readonly task: Task;
  readonly loss: LossKind;
  readonly lambda: number;
}

export interface Measurement {
  readonly mean: number;
  /** Of the mean, over the draws of training sets from this data set. */
  readonly standardError: number;
}

export interface MeasuredPoint {
  readonly samples: number;
  /** α = n/p. */
  readonly alpha: number;
  readonly repetitions: number;
  /** Share of wrong signs (classification) or mean square of y − z (regression) on the rest. */
  readonly testError: Measurement;
  /** Mean loss on the training set, without penalty. */
  readonly trainingLoss: Measurement;
}

/**
 * One point of the learning curve of a real data set: `repetitions` training sets of `samples` rows, drawn
 * without replacement, the student fitted to each (to working precision) and tested on all other rows.
 *
 * Training sets of one data set overlap, and all share its accidents: the standard error is that of the
 * average over draws, for this data set. Draw k uses stream.fork(k): more repetitions continue fewer.
 */
export function measure(
  { features, labels, task, loss, lambda }: Experiment,
  samples: number,
  repetitions: number,
  stream: RandomStream,
): MeasuredPoint {
  const where = 'measure';
  requireMatrix(where, 'features', features);
  requireVector(where, 'labels', labels, features.rows);
  requireCount(where, 'samples', samples, 1, features.rows - 1);
  requireCount(where, 'repetitions', repetitions, 2, Number.MAX_SAFE_INTEGER);
  if (task === 'regression' && loss !== 'square')
    throw new DomainError(where, 'loss of a regression', loss, '"square"');
  const inputs = scaledFeatures(features);
  const testErrors: number[] = [];
  const trainingLosses: number[] = [];
  for (let draw = 0; draw < repetitions; draw++) {
    const order = drawWithoutReplacement(features.rows, samples, stream.fork(draw));
    const training = order.subarray(0, samples);
    const [x, y] = [rowsOf(inputs, training), Float64Array.from(training, (mu) => labels[mu])];
    const fit = task === 'regression' ? minimiseSquare(lambda, x, y) : minimise(loss, lambda, x, y);
    const fields = multiply(inputs, fit.weights);
    testErrors.push(
      mean(order.subarray(samples), (mu) =>
        task === 'regression' ? (labels[mu] - fields[mu]) ** 2 : wrong(labels[mu] * fields[mu]),
      ),
    );
    const { value } = lossOf(loss);
    trainingLosses.push(
      mean(training, (mu) =>
        task === 'regression' ? (labels[mu] - fields[mu]) ** 2 / 2 : value(labels[mu] * fields[mu]),
      ),
    );
  }
  return {
    samples,
    alpha: samples / features.columns,
    repetitions,
    testError: measurement(testErrors),
    trainingLoss: measurement(trainingLosses),
  };
}

/** A field of zero has no sign: half a mistake. */
const wrong = (margin: number): number => (margin > 0 ? 0 : margin < 0 ? 1 : 1 / 2);

/** The numbers 0 … n − 1, of which the first `count` are a uniform draw, in random order (Fisher–Yates). */
function drawWithoutReplacement(n: number, count: number, stream: RandomStream): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(stream.uniform() * (n - i));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

function rowsOf({ columns, data }: Matrix, rows: Uint32Array): Matrix {
  const picked = new Float64Array(rows.length * columns);
  rows.forEach((mu, k) => {
    picked.set(data.subarray(mu * columns, (mu + 1) * columns), k * columns);
  });
  return { rows: rows.length, columns, data: picked };
}

const mean = (indices: Uint32Array, f: (mu: number) => number): number =>
  indices.reduce((sum, mu) => sum + f(mu), 0) / indices.length;

function measurement(values: readonly number[]): Measurement {
  const n = values.length;
  const average = values.reduce((sum, x) => sum + x, 0) / n;
  const squares = values.reduce((sum, x) => sum + (x - average) ** 2, 0);
  return { mean: average, standardError: Math.sqrt(squares / (n * (n - 1))) };
}

function requireCount(
  where: string,
  parameter: string,
  value: number,
  least: number,
  most: number,
): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new DomainError(where, parameter, value, `an integer in [${least}, ${most}]`);
}
