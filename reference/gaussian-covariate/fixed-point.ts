/**
 * Empirical risk minimisation on Gaussian features that see the teacher's field only in part: n = αp
 * samples, ŵ = argmin Σ ℓ(y, w·v/√p) + (λ/2)‖w‖², everything about the features in a {@link Spectrum}.
 *
 * In the limit p → ∞. The square loss is solved in closed form, the others by Newton's method; the error
 * of every number contains those of the quadratures, carried through the equations.
 * Source: [loureiro2021].
 */
import {
  certifiedChannelAverages,
  trainingError,
  trainingLoss,
} from '../empirical-risk/channel-averages.ts';
import { requireTeacher, type Teacher } from '../empirical-risk/teacher.ts';
import { DomainError, requireNumber } from '../errors.ts';
import { type LossKind, loss as lossOf } from '../losses/index.ts';
import { epsilon, rounded, scaled } from '../numerics/estimate.ts';
import { sech } from '../numerics/hyperbolic.ts';
import {
  type CovariateProblem,
  conjugatesOf,
  imageOf,
  solveConvex,
  type Traced,
} from './convex.ts';
import {
  angleError,
  type ClassificationFixedPoint,
  objectiveOf,
  type RegressionFixedPoint,
  type Task,
} from './result.ts';
import { carried, studentAt } from './solution.ts';
import { averageUlps, requireSpectrum, type Spectrum } from './spectrum.ts';
import { squareClassification, squareRegression } from './square-fixed-point.ts';

const where = 'covariate fixed point';

/** α > 0 and λ > 0; λ = 0 for the square loss, whose minimiser of least norm is known in closed form. */
export const requireRisk = (lossKind: LossKind, alpha: number, lambda: number): void => {
  lossOf(lossKind);
  requireNumber(where, 'alpha', alpha, { above: 0 });
  requireNumber(where, 'lambda', lambda, lossKind === 'square' ? { atLeast: 0 } : { above: 0 });
};

/** Learning the sign; `near`, a solution at a neighbouring α or λ, saves time and changes nothing else. */
export const classify = (
  spectrum: Spectrum,
  teacher: Teacher,
  lossKind: LossKind,
  alpha: number,
  lambda: number,
  near?: Traced,
): ClassificationFixedPoint => {
  if (lossKind === 'square') return squareClassification(spectrum, teacher, alpha, lambda);
  const problem = { spectrum, teacher, loss: lossOf(lossKind), alpha, lambda };
  return convexResult(problem, solveConvex(problem, near));
};

/** Everything that follows from a solution of the equations. */
export const convexResult = (
  problem: CovariateProblem,
  trace: Traced,
): ClassificationFixedPoint => {
  const { loss, teacher, alpha, lambda, spectrum } = problem;
  const image = imageOf(problem);
  const ulps = 2 * averageUlps(spectrum);
  const { conjugateOverlap, conjugateNorm, conjugateSusceptibility, ...result } = carried(
    trace,
    (point) => {
      const student = studentAt(point);
      const { norm, susceptibility, alignment } = student;
      const certified = certifiedChannelAverages(loss, teacher, student);
      const conjugates = conjugatesOf(problem, student);
      return {
        overlap: rounded(Math.sqrt(teacher.secondMoment * norm) * Math.tanh(alignment)),
        norm: rounded(norm),
        susceptibility: rounded(susceptibility),
        weightNorm: rounded(image(conjugates).weightNorm, ulps),
        generalisationError: { value: angleError(alignment), error: 4 * epsilon * sech(alignment) },
        trainingLoss: trainingLoss(loss, teacher, student),
        trainingError: trainingError(loss, teacher, student),
        conjugateOverlap: scaled(alpha, certified.overlap),
        conjugateNorm: scaled(alpha, certified.norm),
        conjugateSusceptibility: scaled(alpha, certified.susceptibility),
      };
    },
  );
  return {
    ...result,
    objective: objectiveOf(lambda, alpha, result.trainingLoss, result.weightNorm),
    conjugates: {
      lambda,
      overlap: conjugateOverlap,
      norm: conjugateNorm,
      susceptibility: conjugateSusceptibility,
    },
    trace,
  };
};

export function covariateFixedPoint(
  spectrum: Spectrum,
  teacher: Teacher,
  task: 'classification',
  lossKind: LossKind,
  alpha: number,
  lambda: number,
): ClassificationFixedPoint;
export function covariateFixedPoint(
  spectrum: Spectrum,
  teacher: Teacher,
  task: 'regression',
  lossKind: LossKind,
  alpha: number,
  lambda: number,
): RegressionFixedPoint;
export function covariateFixedPoint(
  spectrum: Spectrum,
  teacher: Teacher,
  task: Task,
  lossKind: LossKind,
  alpha: number,
  lambda: number,
): ClassificationFixedPoint | RegressionFixedPoint {
  requireTeacher(where, teacher);
  requireSpectrum(spectrum, teacher.secondMoment);
  requireRisk(lossKind, alpha, lambda);
  if (task === 'classification') return classify(spectrum, teacher, lossKind, alpha, lambda);
  if (task !== 'regression')
    throw new DomainError(where, 'task', task, '"classification" or "regression"');
  if (lossKind !== 'square')
    throw new DomainError(where, 'loss', lossKind, '"square" for regression');
  if (teacher.flipProbability !== 0)
    throw new DomainError(where, 'flipProbability', teacher.flipProbability, '0 for regression');
  return squareRegression(spectrum, teacher, alpha, lambda);
}
