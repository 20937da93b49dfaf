/**
 * The replica equations of a convex loss without closed form, as three equations for
 *
 *   x = (ln q, ln V, a),   F(x) = (image of x under conjugates and order parameters) − x = 0
 *
 * solved by Newton's method. The problem is convex and has one solution. From the square loss's
 * solution Newton arrives in a few steps unless λ is small; then it is followed down in λ along the
 * tangent dx/dln λ = −J⁻¹ ∂F/∂ln λ. Plain iteration needs of the order of 1/λ steps.
 */
import {
  type ChannelAverages,
  certifiedChannelAverages,
  channelAverages,
} from '../empirical-risk/channel-averages.ts';
import { labelCorrelation, type Teacher } from '../empirical-risk/teacher.ts';
import { ConvergenceError } from '../errors.ts';
import type { AveragedLoss } from '../losses/loss.ts';
import { epsilon } from '../numerics/estimate.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { rootErrors, solveSystem } from '../numerics/newton-system.ts';
import { solve } from '../numerics/small-matrix.ts';
import { type OrderParameters, orderParameters } from './order-parameters.ts';
import { type Coordinates, coordinatesOf, type Solution, studentAt } from './solution.ts';
import { averageUlps, type Spectrum, unexplainedVariance } from './spectrum.ts';
import { residualPower, squareSusceptibility } from './square.ts';

export interface CovariateProblem {
  readonly spectrum: Spectrum;
  readonly teacher: Teacher;
  readonly loss: AveragedLoss;
  readonly alpha: number;
}

/** A solution with what makes the next one cheap. */
export interface Traced extends Solution {
  readonly lambda: number;
  readonly jacobian: Matrix;
}

const tolerance = 1e-13;
/** Enough where the start is near; further away, following λ is cheaper. */
const directSteps = 14;

/** The order parameters that the conjugates of a student produce. */
export const imageOf = (
  { spectrum, teacher, alpha }: CovariateProblem,
  lambda: number,
  unexplained = unexplainedVariance(spectrum, teacher.secondMoment),
) => {
  const { secondMoment } = teacher;
  return (averages: ChannelAverages<number>): OrderParameters =>
    orderParameters(
      spectrum,
      secondMoment,
      lambda,
      {
        overlap: alpha * averages.overlap,
        norm: alpha * averages.norm,
        susceptibility: alpha * averages.susceptibility,
      },
      unexplained,
    );
};

const systemOf = (problem: CovariateProblem, lambda: number, unexplained: number) => {
  const image = imageOf(problem, lambda, unexplained);
  return (x: Float64Array): Float64Array | null => {
    if (!(x[2] >= 0 && Math.abs(x[0]) < 600 && Math.abs(x[1]) < 600)) return null;
    const next = coordinatesOf(image(channelAverages(problem.loss, problem.teacher, studentAt(x))));
    for (let i = 0; i < next.length; i++) next[i] -= x[i];
    return next;
  };
};

/** The student of the square loss at the same λ. */
const squareStart = (
  { spectrum, teacher, alpha }: CovariateProblem,
  lambda: number,
): Coordinates => {
  const V = squareSusceptibility(spectrum, alpha, lambda, 1).value;
  const VHat = alpha / (1 + V);
  const c = labelCorrelation(teacher);
  const task = { power: 1, correlation: c };
  const qHat =
    (VHat * residualPower(spectrum, teacher.secondMoment, task, lambda, VHat, V, 1)) / (1 + V);
  return coordinatesOf(
    orderParameters(spectrum, teacher.secondMoment, lambda, {
      overlap: c * VHat,
      norm: qHat,
      susceptibility: VHat,
    }),
  );
};

const attempt = (
  problem: CovariateProblem,
  lambda: number,
  unexplained: number,
  start: Coordinates,
  known: Matrix | undefined,
) => {
  const outcome = solveSystem(systemOf(problem, lambda, unexplained), start, {
    tolerance,
    maxSteps: directSteps,
    ...(known && { jacobian: known }),
  });
  return outcome.status === 'converged' ? outcome : undefined;
};

type Arrived = NonNullable<ReturnType<typeof attempt>>;

/** dx/d ln λ along the solutions. */
const tangent = (
  problem: CovariateProblem,
  lambda: number,
  unexplained: number,
  { point, residual, jacobian }: Arrived,
): Float64Array | null => {
  const step = 1e-6;
  const shifted = systemOf(problem, lambda * Math.exp(step), unexplained)(point);
  if (shifted === null) return null;
  const slope = shifted.map((value, i) => (residual[i] - value) / step);
  return solve(jacobian, { rows: slope.length, columns: 1, data: slope }).data;
};

/** From a λ where the direct attempt succeeds down (or up) to the one that is asked for. */
const follow = (problem: CovariateProblem, lambda: number, unexplained: number): Arrived => {
  const failed = (what: string) =>
    new ConvergenceError('empirical risk', `${what}, alpha = ${problem.alpha}, lambda = ${lambda}`);
  let at = lambda;
  let here: Arrived | undefined;
  while (here === undefined) {
    at *= 100;
    if (at > 1e12 * Math.max(1, lambda)) throw failed('no solution at any larger lambda');
    here = attempt(problem, at, unexplained, squareStart(problem, at), undefined);
  }
  let stride = Math.log(100);
  while (at > lambda) {
    const direction = tangent(problem, at, unexplained, here);
    const next = Math.max(lambda, at * Math.exp(-stride));
    const move = Math.log(next / at);
    const { point } = here;
    const start = direction === null ? point : point.map((x, i) => x + move * direction[i]);
    if (start[2] < 0) start[2] = point[2] / 2;
    const there = attempt(problem, next, unexplained, start, undefined);
    if (there === undefined) {
      stride /= 2;
      if (stride < 1e-2) throw failed(`lost the solution at lambda = ${at}`);
      continue;
    }
    stride = Math.min(stride * 1.5, Math.log(1e4));
    at = next;
    here = there;
  }
  return here;
};

/**
 * How well F is known: the relative errors of the conjugates act on ln q with weight 2 at most, on ln V
 * and a with less.
 */
const uncertainty = (problem: CovariateProblem, { point, residual }: Arrived): Float64Array => {
  const averages = certifiedChannelAverages(problem.loss, problem.teacher, studentAt(point));
  let relative = 2 * averageUlps(problem.spectrum) * epsilon;
  for (const { value, error } of Object.values(averages))
    if (value > 0) relative += 2 * (error / value);
  return residual.map(
    (left, i) => Math.abs(left) + relative + 4 * epsilon * (1 + Math.abs(point[i])),
  );
};

/** The solution; `near`, a solution of a neighbouring problem, only saves time. */
export const solveConvex = (problem: CovariateProblem, lambda: number, near?: Traced): Traced => {
  const unexplained = unexplainedVariance(problem.spectrum, problem.teacher.secondMoment);
  const arrived =
    (near && attempt(problem, lambda, unexplained, near.point, near.jacobian)) ??
    attempt(problem, lambda, unexplained, squareStart(problem, lambda), undefined) ??
    follow(problem, lambda, unexplained);
  const { point, jacobian } = arrived;
  const errors = rootErrors(jacobian, uncertainty(problem, arrived));
  if (!errors.every((error) => error < 1e-3))
    throw new ConvergenceError(
      'empirical risk',
      `the equations do not determine the solution: errors ${errors.join(', ')}`,
    );
  return { point, errors, lambda, jacobian };
};
