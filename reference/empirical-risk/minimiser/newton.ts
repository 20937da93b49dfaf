import { ConvergenceError } from '../../errors.ts';
import { conjugateGradients, Hessian, type Solver } from './hessian.ts';
import { along, dot, norm, type Problem, respond } from './problem.ts';

const MOST_STEPS = 200;
/** |∇P| at the end, relative to λ|w| = |Xᵀ pull|, the two parts that cancel there. */
const TOLERANCE = 1e-10;
/** Rounding of the gradient: below this part of its largest terms it has no digits left. */
const FLOOR = 1e-15;

export interface Point {
  readonly w: Float64Array;
  readonly gradient: Float64Array;
  readonly curvature: Float64Array;
  /** Sum of the moduli of what the gradient is made of, as a norm. */
  readonly scale: number;
}

/** A minimum of a smooth P to the accuracy of plain sums, and how its Hessian may be inverted. */
export interface Approximation {
  readonly w: Float64Array;
  readonly solve: (curvature: Float64Array, b: Float64Array, tolerance: number) => Float64Array;
}

/**
 * Newton's method for a smooth convex P: w ← w − t H⁻¹ ∇P, H = Xᵀ D X + λ.
 *
 * H⁻¹ by conjugate gradients, each step only as accurate as it is worth. Where they need more products
 * than a factorisation costs, H is factorised, once for this and the following steps: the old factor is
 * their preconditioner until that too becomes the longer way. So a solution never costs more than twice
 * the cheaper of the two, for any λ.
 */
export function newton(problem: Problem, hessian = new Hessian(problem)): Approximation {
  const { columns } = problem.matrix;
  const budget = Math.max(10, Math.ceil(hessian.cost));
  let factor: Solver | undefined;
  const solve: Approximation['solve'] = (curvature, b, tolerance) => {
    const attempt = () =>
      conjugateGradients(problem, curvature, b, { tolerance, budget, precondition: factor });
    let solution = attempt();
    if (!solution.converged) {
      factor = hessian.factor(curvature);
      solution = attempt();
    }
    return solution.x;
  };

  let point = evaluate(problem, new Float64Array(columns));
  let best = Number.POSITIVE_INFINITY;
  let stalled = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const size = norm(point.gradient);
    const goal = TOLERANCE * problem.lambda * norm(point.w);
    if (size <= goal || size <= FLOOR * point.scale) return { w: point.w, solve };
    if (!Number.isFinite(size)) break;
    // at the rounding of a plain sum no step makes progress: the accurate polish takes over
    stalled = size < best / 2 ? 0 : stalled + 1;
    best = Math.min(best, size);
    if (stalled >= 2 && size <= 1e-6 * point.scale) return { w: point.w, solve };
    const quadratic = problem.loss.kind === 'square';
    const forcing = quadratic ? TOLERANCE / 10 : Math.min(0.1, Math.sqrt(size / point.scale));
    const direction = solve(
      point.curvature,
      point.gradient.map((g) => -g),
      Math.max(forcing, Math.min(0.1, goal / (2 * size))),
    );
    point = lineSearch(problem, point, direction);
  }
  throw new ConvergenceError(
    'minimise',
    `gradient ${norm(point.gradient)} after ${MOST_STEPS} Newton steps (lambda = ${problem.lambda})`,
  );
}

export function evaluate(problem: Problem, w: Float64Array): Point {
  const { kernel, lambda, matrix } = problem;
  const gradient = new Float64Array(w.length);
  const curvature = new Float64Array(matrix.rows);
  let parts = 0;
  kernel.sweepLinear(
    matrix,
    w,
    (mu, z) => {
      const answer = respond(problem, mu, z);
      curvature[mu] = answer.curvature;
      // the field's own rounding counts where the pull is what two equal numbers leave over
      parts += answer.pull ** 2 + (answer.curvature * z) ** 2;
      return -answer.pull;
    },
    gradient,
  );
  for (let i = 0; i < w.length; i++) gradient[i] += lambda * w[i];
  return { w, gradient, curvature, scale: Math.sqrt(parts) * problem.matrixNorm };
}

/**
 * The step t along a direction of descent of the convex φ(t) = P(w + t p): where |φ′(t)| ≤ |φ′(0)|/2,
 * first tried at 1, doubled while φ still falls as steeply, then by bisection and false position. Slopes
 * are compared, never values of P, which near the minimum are equal to all their digits.
 */
export function lineSearch(problem: Problem, from: Point, direction: Float64Array): Point {
  const start = dot(from.gradient, direction);
  let [low, lowSlope] = [0, start];
  let [high, highSlope] = [Number.POSITIVE_INFINITY, Number.NaN];
  let t = 1;
  let best = from;
  for (let trial = 0; trial < 60; trial++) {
    best = evaluate(problem, along(from.w, t, direction));
    const slope = dot(best.gradient, direction);
    if (Math.abs(slope) <= Math.abs(start) / 2) break;
    if (slope < 0) [low, lowSlope] = [t, slope];
    else [high, highSlope] = [t, slope];
    if (high === Number.POSITIVE_INFINITY) t *= 2;
    else {
      const secant = low - (lowSlope * (high - low)) / (highSlope - lowSlope);
      const [least, most] = [low + (high - low) / 10, high - (high - low) / 10];
      t = Math.min(Math.max(secant, least), most);
    }
  }
  return best;
}
