/**
 * Ridge regression and classification by least squares, from λ = 0 on; formulas in square.ts.
 *
 * Ridgeless, with fewer samples than features (α below the fraction of s > 0), V ~ V₁/λ diverges and the
 * equations for V₁ are those at u = 0, λ = 1; with more, u = 1, λ = 0. In between q diverges (double
 * descent) and there is no answer. The excess error of a regression is
 *
 *   E(ν − z)² = [ (ρ − ⟨t/s⟩ + λ²⟨t/(sD²)⟩)(u + V) + Δ V̂ ⟨s²/D²⟩ ]/(u + λ⟨s/D²⟩)
 */
import { trainingError } from '../empirical-risk/channel-averages.ts';
import { labelCorrelation, type Teacher } from '../empirical-risk/teacher.ts';
import { DomainError } from '../errors.ts';
import { squareLoss } from '../losses/square.ts';
import { type Estimate, epsilon, exactly, rounded } from '../numerics/estimate.ts';
import { sech } from '../numerics/hyperbolic.ts';
import { type Conjugates, type OrderParameters, orderParameters } from './order-parameters.ts';
import {
  angleError,
  type ClassificationFixedPoint,
  objectiveOf,
  type RegressionFixedPoint,
} from './result.ts';
import { carried } from './solution.ts';
import {
  averageUlps,
  meanOf,
  resolventAverages,
  type Spectrum,
  unexplainedVariance,
} from './spectrum.ts';
import { residualPower, squareSusceptibility, type Target } from './square.ts';

const where = 'square loss';

/** λ and u of the equations to be solved. */
const regime = (spectrum: Spectrum, alpha: number, lambda: number) => {
  if (lambda > 0) return { lambda, unit: 1 as const };
  const features = meanOf(spectrum, (s) => (s > 0 ? 1 : 0));
  if (Math.abs(alpha / features - 1) < 1e-9)
    throw new DomainError(
      where,
      'alpha',
      alpha,
      `other than ${features} at lambda = 0, where the norm diverges`,
    );
  return alpha < features ? { lambda: 1, unit: 0 as const } : { lambda: 0, unit: 1 as const };
};

interface Solved {
  readonly parameters: OrderParameters;
  readonly conjugates: Conjugates;
  /** r = E(y − z)². */
  readonly residual: number;
  readonly V: number;
  readonly effective: number;
  readonly unit: 0 | 1;
}

/** Everything that follows from V. */
const stateAt = (
  spectrum: Spectrum,
  secondMoment: number,
  target: Target,
  alpha: number,
  { lambda: effective, unit }: ReturnType<typeof regime>,
  V: number,
): Solved => {
  const VHat = alpha / (unit + V);
  const residual = residualPower(spectrum, secondMoment, target, effective, VHat, V, unit);
  const conjugates = {
    overlap: target.correlation * VHat,
    norm: (VHat * residual) / (unit + V),
    susceptibility: VHat,
  };
  const parameters = orderParameters(spectrum, secondMoment, effective, conjugates);
  return { parameters, conjugates, residual, V, effective, unit };
};

const signTarget = (teacher: Teacher): Target => ({
  power: 1,
  correlation: labelCorrelation(teacher),
});

/** The student alone, at λ > 0, without errors. */
export const squareStudent = (
  spectrum: Spectrum,
  teacher: Teacher,
  alpha: number,
  lambda: number,
): OrderParameters => {
  const { value: V } = squareSusceptibility(spectrum, alpha, lambda, 1);
  const where = { lambda, unit: 1 as const };
  return stateAt(spectrum, teacher.secondMoment, signTarget(teacher), alpha, where, V).parameters;
};

/** Everything that follows from V, with the error of V carried along. */
const solved = <K extends string>(
  spectrum: Spectrum,
  { secondMoment }: Teacher,
  target: Target,
  alpha: number,
  lambda: number,
  more: (state: Solved) => Record<K, Estimate>,
) => {
  const place = regime(spectrum, alpha, lambda);
  const susceptibility = squareSusceptibility(spectrum, alpha, place.lambda, place.unit);
  const ulps = 2 * averageUlps(spectrum);
  const solution = {
    point: Float64Array.of(Math.log(susceptibility.value)),
    errors: Float64Array.of(susceptibility.error / susceptibility.value),
  };
  const values = carried(solution, ([logV]) => {
    const state = stateAt(spectrum, secondMoment, target, alpha, place, Math.exp(logV));
    const { parameters, conjugates, residual, V, unit } = state;
    const loss = residual / (2 * (unit + V) ** 2);
    return {
      overlap: rounded(parameters.overlap, ulps),
      norm: rounded(parameters.norm, ulps),
      weightNorm: rounded(parameters.weightNorm, ulps),
      trainingLoss: unit === 0 ? exactly(0) : rounded(loss, ulps),
      conjugateOverlap: rounded(conjugates.overlap),
      conjugateNorm: rounded(conjugates.norm, ulps),
      conjugateSusceptibility: rounded(conjugates.susceptibility),
      ...more(state),
    };
  });
  const { conjugateOverlap, conjugateNorm, conjugateSusceptibility, ...rest } = values;
  return {
    ...rest,
    susceptibility: place.unit === 0 ? exactly(Number.POSITIVE_INFINITY) : susceptibility,
    objective: objectiveOf(lambda, alpha, values.trainingLoss, values.weightNorm),
    conjugates: {
      lambda: place.lambda,
      overlap: conjugateOverlap,
      norm: conjugateNorm,
      susceptibility: conjugateSusceptibility,
    },
  };
};

export const squareClassification = (
  spectrum: Spectrum,
  teacher: Teacher,
  alpha: number,
  lambda: number,
): ClassificationFixedPoint => {
  const ulps = 2 * averageUlps(spectrum);
  return solved(spectrum, teacher, signTarget(teacher), alpha, lambda, (state) => {
    const { parameters, V, unit } = state;
    const { alignment } = parameters;
    return {
      generalisationError: {
        value: angleError(alignment),
        // δθ = δ(sinh a)/cosh a up to what sinh a itself is known to
        error: ulps * epsilon * sech(alignment),
      },
      trainingError:
        unit === 0
          ? exactly(0)
          : trainingError(squareLoss, teacher, { ...parameters, susceptibility: V }),
    };
  });
};

export const squareRegression = (
  spectrum: Spectrum,
  teacher: Teacher,
  alpha: number,
  lambda: number,
): RegressionFixedPoint => {
  const { secondMoment: rho, noiseVariance: Delta } = teacher;
  const target = { power: rho + Delta, correlation: 1 };
  const unexplained = unexplainedVariance(spectrum, rho);
  const ulps = 2 * averageUlps(spectrum);
  return solved(spectrum, teacher, target, alpha, lambda, (state) => {
    const { conjugates, V, effective, unit } = state;
    const VHat = conjugates.susceptibility;
    const { missed, s2, ss } = resolventAverages(spectrum, effective, VHat);
    const excess = (unexplained + missed) * (unit + V) + Delta * VHat * ss;
    return { meanSquareError: rounded(excess / (unit + effective * s2), ulps) };
  });
};
