import { epsilon } from '../numerics/estimate.ts';
import { type Matrix, requireVector, rowOf } from '../numerics/matrix.ts';
import { requireTimes } from '../numerics/runge-kutta.ts';
import { certifiedFlow } from '../numerics/two-tolerances.ts';
import { inner, PhaseLoss, requireLength } from './loss.ts';
import { scaleTo } from './success.ts';

export interface PhaseTrajectory {
  /** w at each of the times. */
  readonly weights: readonly Float64Array[];
  readonly loss: readonly number[];
  readonly error: { readonly weights: number; readonly loss: number };
}

/**
 * Gradient flow on the sphere through w(0),
 *
 *   dw/dt = −∇L + μ w,   μ = w·∇L/‖w‖²,   L = Σ_μ (y_μ² − (X w)_μ²)²,
 *
 * by DOP853 with a retraction onto the sphere after each step; a step on which L would rise is refused.
 * The errors come from a second run at another tolerance: whatever the flow amplifies past saddles is in them.
 *
 * @throws {@link DomainError} for shapes that do not match, negative labels, a null start, times that do not
 *   increase; {@link ConvergenceError} for a trajectory that double precision does not determine to 1e-8.
 * Source: [sarao2020complex].
 */
export function gradientFlow(
  matrix: Matrix,
  labels: ArrayLike<number>,
  initial: ArrayLike<number>,
  times: ArrayLike<number>,
): PhaseTrajectory {
  const where = 'phaseRetrieval.gradientFlow';
  const problem = new PhaseLoss(where, matrix, labels);
  requireVector(where, 'initial', initial, matrix.columns);
  requireTimes(where, times);
  const start = Float64Array.from(initial);
  const square = inner(start, start);
  requireLength(where, 'initial', square);
  const noise = lossNoise(matrix, labels, square);
  const rounding = (loss: number): number => 2 * Math.sqrt(loss * noise) + noise;
  const { states, potentials, errors } = certifiedFlow(
    where,
    {
      velocity: (w, f) => problem.descent(w, f).loss,
      retract: (w) => scaleTo(w, square),
      rounding,
    },
    start,
    times,
  );
  const gradient = new Float64Array(matrix.columns);
  let lossError = 0;
  states.forEach((w, index) => {
    // |δL| ≤ |∇L| |δw| + |δw|² ‖∇²L‖, all d coordinates at their bound
    problem.gradient(w, gradient);
    const distance = errors[index] * Math.sqrt(w.length);
    const slope = Math.sqrt(inner(gradient, gradient));
    const bend = curvatureBound(matrix, labels, square);
    lossError = Math.max(
      lossError,
      slope * distance + bend * distance * distance + rounding(potentials[index]),
    );
  });
  return {
    weights: states,
    loss: potentials,
    error: { weights: Math.max(...errors), loss: lossError },
  };
}

/** Σ (rounding of y² − h²)²: the square of the noise of √L. */
function lossNoise(matrix: Matrix, labels: ArrayLike<number>, square: number): number {
  let noise = 0;
  for (let mu = 0; mu < matrix.rows; mu++) {
    const x = rowOf(matrix, mu);
    const size = labels[mu] ** 2 + inner(x, x) * square;
    noise += (8 * Math.sqrt(matrix.columns) * epsilon * size) ** 2;
  }
  return noise;
}

/** Σ_μ |12h² − 4y²| ‖x_μ‖² at most. */
function curvatureBound(matrix: Matrix, labels: ArrayLike<number>, square: number): number {
  let bound = 0;
  for (let mu = 0; mu < matrix.rows; mu++) {
    const x = rowOf(matrix, mu);
    const power = inner(x, x);
    bound += Math.max(12 * power * square, 4 * labels[mu] ** 2) * power;
  }
  return bound;
}
