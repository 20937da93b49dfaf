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
  certifiedChannelAverages,
  channelAverages,
  type Student,
} from '../empirical-risk/channel-averages.ts';
import { labelCorrelation, type Teacher } from '../empirical-risk/teacher.ts';
import { ConvergenceError } from '../errors.ts';
import type { AveragedLoss } from '../losses/loss.ts';
import { epsilon } from '../numerics/estimate.ts';
import type { Matrix } from '../numerics/matrix.ts';
import {
  type NewtonOutcome,
  rootErrors,
  type System,
  solveSystem,
} from '../numerics/newton-system.ts';
import { solve } from '../numerics/small-matrix.ts';
import { type Conjugates, type OrderParameters, orderParameters } from './order-parameters.ts';
import { type Coordinates, coordinatesOf, type Solution, studentAt } from './solution.ts';
import { averageUlps, meanOf, type Spectrum, unexplainedVariance } from './spectrum.ts';
import { residualPower, squareSusceptibility } from './square.ts';

export interface CovariateProblem {
  readonly spectrum: Spectrum;
  readonly teacher: Teacher;
  readonly loss: AveragedLoss;
  readonly alpha: number;
  readonly lambda: number;
}

/** A solution with what makes a neighbouring one cheap. */
export interface Traced extends Solution {
  readonly alpha: number;
  readonly lambda: number;
  readonly jacobian: Matrix;
}

const tolerance = 1e-13;
/** Enough where the start is near; from further away, following a path is cheaper. */
const directSteps = 14;

/** In units of ⟨s⟩: from here on the start is near at almost every α. */
const easyLambda = 0.03;

const where = 'empirical risk';

/** The order parameters that the conjugates of a student produce. */
export const imageOf = ({ spectrum, teacher, lambda }: CovariateProblem) => {
  const { secondMoment } = teacher;
  const unexplained = unexplainedVariance(spectrum, secondMoment);
  return (conjugates: Conjugates): OrderParameters =>
    orderParameters(spectrum, secondMoment, lambda, conjugates, unexplained);
};

/** m̂, q̂, V̂. */
export const conjugatesOf = (
  { loss, teacher, alpha }: CovariateProblem,
  student: Student,
): Conjugates => {
  const { overlap, norm, susceptibility } = channelAverages(loss, teacher, student);
  return {
    overlap: alpha * overlap,
    norm: alpha * norm,
    susceptibility: alpha * susceptibility,
  };
};

const systemOf = (problem: CovariateProblem): System => {
  const image = imageOf(problem);
  return (x) => {
    if (!(x[2] >= 0 && Math.abs(x[0]) < 600 && Math.abs(x[1]) < 600)) return null;
    const next = coordinatesOf(image(conjugatesOf(problem, studentAt(x))));
    for (let i = 0; i < next.length; i++) next[i] -= x[i];
    return next;
  };
};

/** The student of the square loss at the same λ. */
const squareStart = ({ spectrum, teacher, alpha, lambda }: CovariateProblem): Coordinates => {
  const target = { power: 1, correlation: labelCorrelation(teacher) };
  const V = squareSusceptibility(spectrum, alpha, lambda, 1).value;
  const VHat = alpha / (1 + V);
  const r = residualPower(spectrum, teacher.secondMoment, target, lambda, VHat, V, 1);
  return coordinatesOf(
    orderParameters(spectrum, teacher.secondMoment, lambda, {
      overlap: target.correlation * VHat,
      norm: (VHat * r) / (1 + V),
      susceptibility: VHat,
    }),
  );
};

type Arrived = Extract<NewtonOutcome, { status: 'converged' }>;

const attempt = (
  problem: CovariateProblem,
  start: Coordinates,
  jacobian?: Matrix,
): Arrived | undefined => {
  const outcome = solveSystem(systemOf(problem), start, {
    tolerance,
    maxSteps: directSteps,
    ...(jacobian && { jacobian }),
  });
  return outcome.status === 'converged' ? outcome : undefined;
};

/** Problems along a line, by a parameter in which their solutions move at a rate of order one. */
type Path = (parameter: number) => CovariateProblem;

/** dx/ds = −J⁻¹ ∂F/∂s along the solutions. */
const tangent = (path: Path, s: number, { point, residual, jacobian }: Arrived) => {
  const step = 1e-6;
  const shifted = systemOf(path(s + step))(point);
  if (shifted === null) return null;
  const slope = shifted.map((value, i) => (residual[i] - value) / step);
  return solve(jacobian, { rows: slope.length, columns: 1, data: slope }).data;
};

/** From the solution at s = `from` along its tangents to the one at s = `to`. */
const follow = (path: Path, from: number, to: number, first: Arrived): Arrived | undefined => {
  let here = first;
  let at = from;
  let stride = 4;
  while (at !== to) {
    const direction = tangent(path, at, here);
    const move = Math.sign(to - at) * Math.min(stride, Math.abs(to - at));
    const next = Math.abs(to - at) <= stride ? to : at + move;
    const { point } = here;
    const start = direction === null ? point : point.map((x, i) => x + move * direction[i]);
    if (start[2] < 0) start[2] = point[2] / 2;
    const there = attempt(path(next), start);
    if (there === undefined) {
      stride = Math.abs(move) / 2;
      if (stride < 1e-2) return undefined;
      continue;
    }
    stride *= 1.5;
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

const traced = (problem: CovariateProblem, arrived: Arrived): Traced => {
  const { point, jacobian } = arrived;
  const errors = rootErrors(jacobian, uncertainty(problem, arrived));
  if (!errors.every((error) => error < 1e-3))
    throw new ConvergenceError(
      where,
      `the solution is not determined: errors ${errors.join(', ')}`,
    );
  return { point, errors, jacobian, alpha: problem.alpha, lambda: problem.lambda };
};

/** Further than this in ln α and ln λ, starting anew is cheaper than following. */
const farAway = 6;

/** From the solution of a neighbouring problem, along the straight line in ln α and ln λ. */
const fromNeighbour = (problem: CovariateProblem, near: Traced): Arrived | undefined => {
  const [byAlpha, byLambda] = [near.alpha / problem.alpha, near.lambda / problem.lambda];
  const distance = Math.abs(Math.log(byAlpha)) + Math.abs(Math.log(byLambda));
  if (distance > farAway) return undefined;
  if (distance < 0.1) return attempt(problem, near.point, near.jacobian);
  const path: Path = (s) => ({
    ...problem,
    alpha: problem.alpha * byAlpha ** (-s / distance),
    lambda: problem.lambda * byLambda ** (-s / distance),
  });
  const { point, jacobian } = near;
  const first = attempt(path(-distance), point, jacobian); // at once, unless the features differ
  return first && follow(path, -distance, 0, first);
};

/** From a larger λ, where every problem is easy. */
const fromAbove = (problem: CovariateProblem): Arrived | undefined => {
  const path: Path = (s) => ({ ...problem, lambda: problem.lambda * Math.exp(s) });
  const scale = meanOf(problem.spectrum, (s) => s);
  const first = Math.max(0, Math.log((easyLambda * scale) / problem.lambda));
  for (let s = first; s < first + 60; s += 4) {
    const easy = attempt(path(s), squareStart(path(s)));
    if (easy !== undefined) return follow(path, s, 0, easy);
  }
  return undefined;
};

/** The solution; `near`, that of a neighbouring problem, only saves time. */
export const solveConvex = (problem: CovariateProblem, near?: Traced): Traced => {
  const arrived = (near && fromNeighbour(problem, near)) ?? fromAbove(problem);
  if (arrived !== undefined) return traced(problem, arrived);
  const { alpha, lambda } = problem;
  throw new ConvergenceError(where, `no solution found at alpha = ${alpha}, lambda = ${lambda}`);
};

/**
 * The same for a loss that λ only scales, the hard margin: its solutions are followed in α, from few
 * samples up to `alpha`, with ln(1/α − 1/α*) for the parameter that slows down before the norm diverges
 * at α*.
 */
export const solveHardMargin = (problem: CovariateProblem, threshold: number): Traced => {
  const end = 1 / threshold;
  const path: Path = (s) => ({ ...problem, alpha: 1 / (end + Math.exp(-s)) });
  const alpha = Math.min(problem.alpha, 0.5, threshold / 4);
  const start = squareStart({ ...problem, alpha });
  const first = attempt({ ...problem, alpha }, start);
  if (first === undefined) throw new ConvergenceError(where, `no margin at alpha = ${alpha}`);
  if (alpha === problem.alpha) return traced(problem, first);
  const parameter = (a: number) => -Math.log(1 / a - end);
  const last = follow(path, parameter(alpha), parameter(problem.alpha), first);
  // The parameter has lost digits of α next to the threshold
  const arrived = last && attempt(problem, last.point, last.jacobian);
  if (arrived === undefined)
    throw new ConvergenceError(where, `no margin at alpha = ${problem.alpha}`);
  return traced(problem, arrived);
};
