/** K classes with the softmax loss: `softmax-saddle.ts` solved, lifted back to K scores, with errors. */
import { ConvergenceError, TooLargeError } from '../errors.ts';
import { type Estimate, epsilon, exactly } from '../numerics/estimate.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { differenceJacobian, rootErrors } from '../numerics/newton-system.ts';
import { entry, product, solve, transpose } from '../numerics/small-matrix.ts';
import { followDown } from './continuation.ts';
import type {
  CheckedMulticlassProblem,
  EstimateMatrix,
  MulticlassState,
} from './multiclass-problem.ts';
import type { Precision, SoftmaxAverages } from './softmax-averages.ts';
import { roundingOf, type SoftmaxImage, SoftmaxSaddle, valuesOf } from './softmax-saddle.ts';
import { average } from './spectrum.ts';

const where = 'multiclassFixedPoint';

/** The averages are over K − 1 dimensions. */
const mostClasses = 5;

/** A relative error beyond which a number is not an answer. */
const useless = 1e-2;

export function multiclassSoftmaxState(problem: CheckedMulticlassProblem): MulticlassState {
  if (problem.classes > mostClasses)
    throw new TooLargeError(
      where,
      'number of classes with softmax loss',
      problem.classes,
      mostClasses,
    );
  const saddle = new SoftmaxSaddle(problem);
  const { alpha, lambda, covariance, means } = problem;
  const largest = Math.max(...covariance, ...means.flatMap((t) => Array.from(t.data, Math.abs)));
  // Nested tensor rules cost too much for every Newton step: the last digits come from one correction
  const cheap = saddle.n > 2;
  const { point, jacobian } = followDown(
    where,
    {
      residual: (at, x, precision) => saddle.residual(at, x, cheap ? 'coarse' : precision),
      start: (at) => saddle.hebb(at),
    },
    lambda,
    10 * (1 + alpha) * largest,
  );
  const x = cheap ? corrected(saddle, lambda, point, jacobian) : point;
  return withErrors(saddle, lambda, x, jacobian);
}

/** One step with the residual of the fine rule and the Jacobian of the coarse one, and another. */
function corrected(
  saddle: SoftmaxSaddle,
  lambda: number,
  point: Float64Array,
  jacobian: Matrix,
): Float64Array {
  let x = point;
  for (let step = 0; step < 2; step++) {
    const residual = saddle.residual(lambda, x, 'fine');
    if (residual === null) throw new ConvergenceError(where, 'the fine rule leaves the domain');
    const towards = solveColumn(jacobian, residual);
    x = x.map((value, i) => value - towards[i]);
  }
  return x;
}

const solveColumn = (a: Matrix, b: Float64Array): Float64Array =>
  solve(a, { rows: b.length, columns: 1, data: b }).data;

/**
 * What the averages are uncertain by moves the right-hand sides; the unknowns follow by |J⁻¹| times as
 * much, and the results with them. All contributions are added in modulus.
 */
function withErrors(
  saddle: SoftmaxSaddle,
  lambda: number,
  x: Float64Array,
  jacobian: Matrix,
): MulticlassState {
  const { K, n, U, problem } = saddle;
  const certified = saddle.averages(saddle.state(x), 'fine');
  const central = valuesOf(certified);
  const image = saddle.image(lambda, central);
  const residual = saddle.difference(x, image);
  if (residual === null) throw new ConvergenceError(where, 'the solution leaves the domain');

  const indirect = residual.map((f, i) => Math.abs(f) + roundingOf(x[i]));
  const direct = Float64Array.of(image.weightNorm, image.trainingLoss).map((y) => 16 * epsilon * y);
  const count = (moved: SoftmaxImage, factor: number): void => {
    direct[0] += factor * Math.abs(moved.weightNorm - image.weightNorm);
    direct[1] += factor * Math.abs(moved.trainingLoss - image.trainingLoss);
    saddle.difference(x, moved)?.forEach((f, i) => {
      indirect[i] += factor * Math.abs(f - residual[i]);
    });
  };
  for (const { average: moved, step, error } of perturbations(certified, central))
    count(saddle.image(lambda, moved), error / step);
  const away = rootErrors(jacobian, indirect);

  const total = (
    f: (at: Float64Array, precision: Precision) => Float64Array,
    own: Float64Array,
  ) => {
    const values = f(x, 'coarse');
    const slopes = differenceJacobian((at) => f(at, 'coarse'), x, values, 1e-4);
    if (slopes === null) throw new ConvergenceError(where, 'no neighbourhood of the solution');
    return own.map((error, i) =>
      away.reduce((sum, moved, j) => sum + Math.abs(entry(slopes, i, j)) * moved, error),
    );
  };
  const lifted = (at: Float64Array): Float64Array => {
    const { overlap, norm, susceptibility, bias } = saddle.state(at);
    const outer = (a: Matrix): Matrix => product(U, a, transpose(U));
    return Float64Array.from([
      ...product(U, overlap).data,
      ...outer(norm).data,
      ...outer(susceptibility).data,
      ...product(U, { rows: n, columns: 1, data: bias }).data,
    ]);
  };
  const values = lifted(x);
  const errors = total(
    lifted,
    values.map((y) => 16 * epsilon * Math.abs(y)),
  );
  const scalars = total((at, precision) => {
    const { weightNorm, trainingLoss } = saddle.image(
      lambda,
      valuesOf(saddle.averages(saddle.state(at), precision)),
    );
    return Float64Array.of(weightNorm, trainingLoss);
  }, direct);

  const block = (offset: number): EstimateMatrix =>
    Array.from({ length: K }, (_, i) =>
      Array.from({ length: K }, (_, j) => ({
        value: values[offset + i * K + j],
        error: errors[offset + i * K + j],
      })),
    );
  if (!(scalars[0] < useless * image.weightNorm) || !(scalars[1] < useless * image.trainingLoss))
    throw new ConvergenceError(
      where,
      `the averages over ${n} dimensions are not resolved (‖w‖²/d = ${image.weightNorm} ± ${scalars[0]})`,
    );
  // Along (1, …, 1) the loss is flat and only the penalty resists: V has the eigenvalue ⟨s⟩/λ there
  const flat = average(problem.weights, (j) => problem.covariance[j]) / lambda / K;
  return {
    overlap: block(0),
    norm: block(K * K),
    susceptibility: block(2 * K * K).map((row) =>
      row.map(({ value, error }) => ({
        value: value + flat,
        error: error + 4 * epsilon * flat,
      })),
    ),
    bias: Array.from(
      { length: K },
      (_, k): Estimate =>
        saddle.free ? { value: values[3 * K * K + k], error: errors[3 * K * K + k] } : exactly(0),
    ),
    weightNorm: { value: image.weightNorm, error: scalars[0] },
    trainingLoss: { value: image.trainingLoss, error: scalars[1] },
  };
}

/** The averages with one of them moved by a little, and by how much it is uncertain. */
function* perturbations(
  certified: readonly SoftmaxAverages<Estimate>[],
  central: readonly SoftmaxAverages<number>[],
) {
  const small = (value: number, error: number): number => Math.max(1e-6 * Math.abs(value), error);
  for (let k = 0; k < central.length; k++) {
    const replaced = (changed: Partial<SoftmaxAverages<number>>) =>
      central.map((a, c) => (c === k ? { ...a, ...changed } : a));
    for (const name of ['force', 'squaredForce', 'curvature'] as const)
      for (let i = 0; i < central[k][name].length; i++) {
        const { value, error } = certified[k][name][i];
        const step = small(value, error);
        const values = central[k][name].map((v, j) => (j === i ? v + step : v));
        yield { average: replaced({ [name]: values }), step, error };
      }
    const { value, error } = certified[k].loss;
    const step = small(value, error);
    yield { average: replaced({ loss: value + step }), step, error };
  }
}
