/**
 * The penalty λ at which the classifier makes fewest errors, by the alignment a with the teacher.
 *
 * The optimum is flat: comparing errors finds λ to 1e-7 at best. So ln sinh a is interpolated as a
 * function of ln λ over a window, and its derivative solved; the place and its error come from two
 * windows. The square loss on inputs without structure has it in closed form, see empirical-risk.
 */
import { labelCorrelation, type Teacher } from '../empirical-risk/teacher.ts';
import { DomainError, NoThresholdError } from '../errors.ts';
import {
  derivative,
  evaluate,
  type Interpolant,
  interpolate,
  stationaryPoints,
} from '../generalised-linear/chebyshev-interpolant.ts';
import { type LossKind, loss as lossOf } from '../losses/index.ts';
import { type Estimate, epsilon } from '../numerics/estimate.ts';
import { type CovariateProblem, solveConvex, type Traced } from './convex.ts';
import { classify } from './fixed-point.ts';
import { meanOf, type Spectrum } from './spectrum.ts';
import { squareStudent } from './square-fixed-point.ts';

export interface OptimalRegularisation {
  readonly lambda: Estimate;
  readonly generalisationError: Estimate;
}

const where = 'optimal regularisation';
/** ln(λ/⟨s⟩) of a first look, downwards, and how much further before the optimum is called 0 or ∞. */
const stride = Math.log(10) / 3;
const outlook = Array.from({ length: 25 }, (_, i) => (12 - i) * stride);
const farthest = 27;
/**
 * Where V passes 1 the strip of the hinge meets the margins, within √q deviations: at few samples its
 * errors rise and fall there, and are constant above.
 */
const onset = Array.from({ length: 24 }, (_, i) => 1.2 - 0.08 * i);
/** Half-widths of the windows, each of which has to agree with the next. */
const windows = [0.5, 0.3, 0.15, 0.08, 0.04] as const;
/** Relative accuracy of λ at which no further window is opened. */
const enough = 1e-8;

/** ln sinh a as a function of ln λ, each solution starting from the one before. */
const progress = (spectrum: Spectrum, teacher: Teacher, lossKind: LossKind, alpha: number) => {
  let near: Traced | undefined;
  return (logLambda: number): number => {
    const lambda = Math.exp(logLambda);
    if (lossKind === 'square')
      return Math.log(Math.sinh(squareStudent(spectrum, teacher, alpha, lambda).alignment));
    const problem: CovariateProblem = { spectrum, teacher, loss: lossOf(lossKind), alpha, lambda };
    near = solveConvex(problem, near);
    return Math.log(Math.sinh(near.point[2]));
  };
};

/** The interior maximum of f over a window about `centre`, and the curvature there. */
const peak = (f: (x: number) => number, centre: number, width: number, tolerance: number) => {
  const [p]: Interpolant[] = interpolate(f, centre - width, centre + width, tolerance, 2 * width);
  const bend = derivative(derivative(p));
  const candidates = stationaryPoints(p).filter((x) => evaluate(bend, x) < 0);
  if (candidates.length === 0) return null;
  const at = candidates.reduce((a, b) => (evaluate(p, a) >= evaluate(p, b) ? a : b));
  const noise = Math.abs(p.coefficients[p.coefficients.length - 1]) + 1e-14;
  return { at, curvature: evaluate(bend, at), noise: (noise * p.coefficients.length) / width };
};

export const optimalPenalty = (
  spectrum: Spectrum,
  teacher: Teacher,
  lossKind: LossKind,
  alpha: number,
): OptimalRegularisation => {
  if (labelCorrelation(teacher) === 0)
    throw new DomainError(where, 'flipProbability', teacher.flipProbability, '< 0.5: no signal');
  const f = progress(spectrum, teacher, lossKind, alpha);
  const origin = Math.log(meanOf(spectrum, (s) => s));
  const kinked = lossOf(lossKind).maximalCurvature === Number.POSITIVE_INFINITY;
  const scan = [...outlook, ...(kinked ? onset : [])]
    .sort((a, b) => b - a)
    .map((shift) => ({ x: origin + shift, value: f(origin + shift) }));
  let best = indexOfLargest(scan);
  for (let i = 13; best === 0 || best === scan.length - 1; i++) {
    if (i > farthest) throw nowhere(best === 0 ? 'Infinity' : '0');
    const x = origin + (best === 0 ? i : -i) * stride;
    const point = { x, value: f(x) };
    if (best === 0) scan.unshift(point);
    else scan.push(point);
    best = indexOfLargest(scan);
  }
  const bracket = Math.max(scan[best - 1].x - scan[best].x, scan[best].x - scan[best + 1].x);
  const rough = peak(f, scan[best].x, bracket, 1e-9);
  if (rough === null) throw nowhere('Infinity');
  let at = rough.at;
  let doubt = Number.POSITIVE_INFINITY;
  let previous: ReturnType<typeof peak> = rough;
  for (const next of windows) {
    if (previous === null || doubt < enough) break;
    const here = peak(f, previous.at, next, 1e-14);
    if (here === null) break;
    const apart = Math.abs(here.at - previous.at) + 8 * epsilon;
    const total = apart + here.noise / Math.abs(here.curvature);
    if (total < doubt) {
      at = here.at;
      doubt = total;
    }
    previous = here;
  }
  // The hinge reaches its limit λ → ∞ at a finite λ: a plateau has no highest point
  if (doubt > 1e-2) throw nowhere('Infinity');
  const lambda = Math.exp(at);
  const { generalisationError } = classify(spectrum, teacher, lossKind, alpha, lambda);
  return { lambda: { value: lambda, error: lambda * doubt }, generalisationError };
};

const nowhere = (end: string) =>
  new NoThresholdError(
    `${where}: errors become fewer towards lambda -> ${end} as far as they can be told apart, and no finite penalty is best`,
  );

const indexOfLargest = (points: readonly { readonly value: number }[]): number =>
  points.reduce((best, { value }, i) => (value > points[best].value ? i : best), 0);
