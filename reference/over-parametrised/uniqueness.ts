/**
 * Whether A* = w* w*ᵀ is the only positive semi-definite matrix that explains the labels (x_k·w*)², i.e.
 * whether the zero-loss set M = {A ⪰ 0 : x_kᵀ A x_k = (x_k·w*)² for all k} is {A*}. Decided per instance,
 * with a proof either way, and independently of any flow. With the teacher as first axis, x_k = (u_k, v_k):
 *
 *   unique      if some λ ∈ ℝⁿ has  Σ λ_k u_k x_k = 0  and  S(λ) = Σ λ_k v_k v_kᵀ ≻ 0
 *   not unique  if some symmetric H has  x_kᵀ H x_k = 0 for all k  and a block Z ≻ 0 orthogonal to w*
 *
 * In the first case A* + H ∈ M has a block C ⪰ 0, and 0 = Σ λ_k x_kᵀ H x_k = tr(S C) gives C = 0, then H = 0.
 * In the second A* + εH ∈ M for small ε. For generic data exactly one of the two holds: they are the
 * alternatives of a convex problem and its dual, with the optimum t* > 0 or t* = 0,
 *
 *   t* = max { t : S(λ) ⪰ t I,  Σ λ_k u_k x_k = 0,  |λ_k| ≤ 1 }
 *      = min { Σ_k |v_kᵀ Z v_k + u_k ν·x_k| : Z ⪰ 0,  tr Z = 1 }
 *
 * An interior-point method gives both sides. Where neither proof is beyond rounding, next to the
 * boundary between the two, the answer is a {@link ConvergenceError}, not a guess.
 *
 * Source: [sarao2020optimization], of whose theorem 3.1 this is the version for one instance.
 */
import { ConvergenceError, DomainError } from '../errors.ts';
import { type Estimate, epsilon, exactly } from '../numerics/estimate.ts';
import {
  gaussianMatrix,
  type Matrix,
  requireMatrix,
  requireVector,
  rowOf,
} from '../numerics/matrix.ts';
import { philoxStream } from '../numerics/random.ts';
import { type CertificateProblem, certificateProblem, norm } from './certificate-problem.ts';
import { dualObjective, dualValue, firstIterate, step } from './interior-point.ts';
import { inPlace, otherMinimisers, unseenDirection } from './other-minimisers.ts';

const where = 'uniqueness';

/** A proof that nothing but A* explains the labels. */
export interface UniqueMinimiser {
  readonly unique: true;
  /** t* > 0, for the x_k as given. */
  readonly margin: Estimate;
  /** λ. */
  readonly multipliers: Float64Array;
}

/** A proof that something else does. */
export interface OtherMinimisers {
  readonly unique: false;
  /** t* = 0. */
  readonly margin: Estimate;
  /** H, of unit trace orthogonal to w*: A* + εH explains the labels for every small enough ε > 0. */
  readonly direction: Matrix;
}

export type Uniqueness = UniqueMinimiser | OtherMinimisers;

/**
 * @throws {@link DomainError} for fewer than two columns, a null teacher, shapes that do not match;
 *   {@link ConvergenceError} where neither alternative can be proved in double precision.
 */
export const uniqueness = (matrix: Matrix, teacher: ArrayLike<number>): Uniqueness =>
  decide(matrix, teacher, 1e-11);

/** The label alone: stops at the first proof, without solving for the margin. Throws as above. */
export const isUniqueMinimiser = (matrix: Matrix, teacher: ArrayLike<number>): boolean =>
  decide(matrix, teacher, Number.POSITIVE_INFINITY).unique;

/**
 * The label of a Gaussian instance, a pure function of the four numbers: x_k ~ N(0, 1/d), n = round(α d), and
 * w* along the first axis, which for round inputs is as good as any.
 */
export function uniquenessOfRun({
  dimension,
  alpha,
  seed,
  run,
}: {
  readonly dimension: number;
  readonly alpha: number;
  readonly seed: number;
  readonly run: number;
}): boolean {
  if (!Number.isInteger(dimension) || dimension < 2)
    throw new DomainError('uniquenessOfRun', 'dimension', dimension, 'an integer >= 2');
  const samples = Math.round(alpha * dimension);
  if (!(samples >= 1 && samples <= 65536))
    throw new DomainError(
      'uniquenessOfRun',
      'alpha',
      alpha,
      'such that n = round(α d) is 1 to 65536',
    );
  if (!Number.isInteger(run) || run < 0 || run >= 2 ** 32)
    throw new DomainError('uniquenessOfRun', 'run', run, 'an integer in [0, 2^32)');
  const stream = philoxStream(seed, run).fork(dimension).fork(samples);
  const teacher = Float64Array.from({ length: dimension }, (_, i) => (i === 0 ? 1 : 0));
  return isUniqueMinimiser(gaussianMatrix(samples, dimension, stream.fork(5)), teacher);
}

const mostSteps = 200;
/** Rounding lets the gap close no further, for inputs of unit length. */
const leastGap = 5e-14;

function decide(matrix: Matrix, teacher: ArrayLike<number>, relativeGap: number): Uniqueness {
  requireMatrix(where, 'matrix', matrix);
  const { columns: d } = matrix;
  if (d < 2)
    throw new DomainError(where, 'columns of matrix', d, '>= 2, for something orthogonal to w*');
  requireVector(where, 'teacher', teacher, d);
  const w = Float64Array.from(teacher);
  if (norm(w) === 0) throw new DomainError(where, 'teacher', 'the null vector', 'not zero');
  const problem = certificateProblem(matrix, w);
  const notUnique = (direction: Matrix): OtherMinimisers => ({
    unique: false,
    margin: exactly(0),
    direction,
  });
  if (problem.rank < d) return notUnique(unseenDirection(matrix, problem));
  const alternative = otherMinimisers(problem);

  let iterate = firstIterate(problem);
  let multipliers = iterate.lambda;
  let lower = Number.NEGATIVE_INFINITY;
  let upper = Number.POSITIVE_INFINITY;
  /** What the dual variables claim; a bound only once it is evaluated. */
  let promised = Number.POSITIVE_INFINITY;
  let tried = Number.POSITIVE_INFINITY;
  let sigma = 0.3;
  let stalled = 0;
  for (let steps = 0; steps < mostSteps && stalled < 6; steps++) {
    const next = step(problem, iterate, sigma);
    if (next === null) break;
    iterate = next.iterate;
    // Long steps are rewarded with a bolder target.
    sigma = next.length > 0.9 ? 0.05 : next.length > 0.6 ? 0.2 : 0.5;
    const gap = Math.min(upper, promised) - lower;
    const certain = iterate.t - rounding(problem, iterate.lambda);
    if (certain > lower) {
      lower = certain;
      multipliers = iterate.lambda;
    }
    if (lower > 0 && relativeGap === Number.POSITIVE_INFINITY) break;
    if (lower > 0) {
      upper = Math.min(upper, dualValue(problem, iterate));
      if (upper - lower <= relativeGap * lower + leastGap) break;
    } else {
      promised = dualObjective(iterate);
      if (promised < tried / 2) {
        tried = promised;
        const direction = alternative(iterate.Z);
        if (direction !== null) return notUnique(inPlace(direction, problem));
      }
    }
    stalled = Math.min(upper, promised) - lower < 0.9 * gap ? 0 : stalled + 1;
  }
  if (!(lower > 0))
    throw new ConvergenceError(
      where,
      `undecided: the optimum lies in [${lower}, ${Math.min(upper, promised)}] for inputs of unit length, where neither alternative can be proved in double precision`,
    );
  const unit = problem.unit * problem.unit;
  const value = Math.min(upper, Number.MAX_VALUE);
  return {
    unique: true,
    margin: {
      value: unit * ((lower + value) / 2),
      error: unit * ((value - lower) / 2 + 4 * epsilon * value),
    },
    multipliers,
  };
}

/** By how much S(λ), as computed, may differ from one with λ balanced exactly. */
function rounding({ samples: n, inputs }: CertificateProblem, lambda: Float64Array): number {
  let size = 0;
  for (let k = 0; k < n; k++)
    size += norm(rowOf(inputs, k)) ** 2 * (Math.abs(lambda[k]) + 1 / Math.sqrt(n));
  return 16 * epsilon * size;
}
