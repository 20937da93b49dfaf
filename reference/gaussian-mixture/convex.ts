/** Two classes with the logistic or the hinge loss: `saddle.ts` solved, with errors. */
import { ConvergenceError } from '../errors.ts';
import type { Averages } from '../losses/loss.ts';
import { type Estimate, epsilon, exactly } from '../numerics/estimate.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { differenceJacobian, rootErrors } from '../numerics/newton-system.ts';
import { followDown } from './continuation.ts';
import { largerClass, mirrored } from './intercept.ts';
import type { MixtureProblem, MixtureState, PerClass } from './problem.ts';
import { type Gaps, type Image, type OrderParameters, Saddle } from './saddle.ts';

const where = 'mixtureFixedPoint';

export function convexState(problem: MixtureProblem): MixtureState {
  const saddle = new Saddle(problem);
  const { alpha, lambda, spectrum } = problem;
  const largest = Math.max(...spectrum.plus, ...spectrum.minus, ...spectrum.mean);
  const { point, jacobian } = followDown(
    where,
    {
      residual: (at, x) => saddle.residual(at, x),
      start: (at) => hebb(saddle, at),
    },
    lambda,
    10 * (1 + alpha) * largest,
  );
  return withErrors(saddle, lambda, point, jacobian);
}

/** λ → ∞: a state of almost no width, and what its forces make of it. */
function hebb(saddle: Saddle, lambda: number): Float64Array {
  let x: Float64Array = new Float64Array(saddle.dimension).fill(Math.log(1e-4));
  for (let step = 0; step < 3; step++) {
    const image = saddle.unknowns(saddle.at(lambda, x));
    x = image.map((value, i) => (x[i] + value) / 2);
  }
  return x;
}

/**
 * The right-hand sides at the solution, with how far quadrature, rounding and the last residual let them
 * be off: what the averages are uncertain by moves the unknowns by |J⁻¹| times as much, and these the
 * results. All contributions are added in modulus.
 */
function withErrors(
  saddle: Saddle,
  lambda: number,
  point: Float64Array,
  jacobian: Matrix,
): MixtureState {
  const state = saddle.orderParameters(point);
  const gaps = saddle.gaps(state);
  const certified = saddle.certifiedAverages(state, gaps);
  const central = valuesOf(certified);
  const image = saddle.image(lambda, state.overlap, gaps, central);
  const results = outputs(image);
  const unknowns = saddle.unknowns(image);

  const direct = results.map((x) => 16 * epsilon * Math.abs(x) + Number.MIN_VALUE);
  const indirect = point.map((x, i) => Math.abs(x - unknowns[i]) + 16 * epsilon);
  const count = (moved: Image, factor: number): void => {
    outputs(moved).forEach((x, i) => {
      direct[i] += factor * Math.abs(x - results[i]);
    });
    saddle.unknowns(moved).forEach((x, i) => {
      indirect[i] += factor * Math.abs(x - unknowns[i]);
    });
  };
  for (const c of [0, 1] as const)
    for (const name of ['force', 'squaredForce', 'curvature', 'loss'] as const) {
      const { value, error } = certified[c][name];
      if (value === 0) continue;
      const step = 1e-4 * value || value; // of the smallest numbers no fraction is left
      const changed = { ...central[c], [name]: value + step };
      const moved: typeof central = c === 0 ? [changed, central[1]] : [central[0], changed];
      count(saddle.image(lambda, state.overlap, gaps, moved), error / step);
    }
  if (saddle.biased) {
    const c = largerClass(saddle.p);
    const step = 1e-4 * Math.sqrt(Math.min(...image.norm));
    const moved = saddle.gapsFrom(state.overlap, gaps[c] + step);
    const error = gapError(saddle, state, gaps, certified);
    count(saddle.image(lambda, state.overlap, moved, saddle.averages(state, moved)), error / step);
    direct[3] += 2 * epsilon * (Math.abs(state.overlap) + Math.abs(gaps[c]));
  }

  const away = rootErrors(jacobian, indirect);
  const slopes = differenceJacobian((x) => outputs(saddle.at(lambda, x)), point, results, 1e-6);
  if (slopes === null) throw new ConvergenceError(where, 'no neighbourhood of the solution');
  const estimate = (i: number): Estimate => {
    let error = direct[i];
    for (let j = 0; j < away.length; j++)
      error += Math.abs(slopes.data[i * away.length + j]) * away[j];
    return { value: results[i], error };
  };
  return {
    overlap: saddle.signal ? estimate(0) : exactly(0),
    norm: [estimate(1), estimate(2)],
    bias: saddle.biased ? estimate(3) : exactly(0),
    susceptibility: [estimate(4), estimate(5)],
    weightNorm: estimate(6),
    trainingLoss: estimate(7),
  };
}

const outputs = ({ overlap, norm, bias, susceptibility, weightNorm, trainingLoss }: Image) =>
  Float64Array.of(overlap, ...norm, bias, ...susceptibility, weightNorm, trainingLoss);

/**
 * Uncertainty of Σ y p_y E f, or of Σ y p_y E(1 − f) where nearly all pull with full force, over the slope
 * Σ p_y E(1 − x′)/V_y of both; and the rounding of the gap.
 */
function gapError(
  saddle: Saddle,
  state: OrderParameters,
  gaps: Gaps,
  of: PerClass<Averages<Estimate>>,
): number {
  const { p } = saddle;
  const slope = p[0] * of[0].curvature.value + p[1] * of[1].curvature.value;
  const idle = saddle.certifiedAverages(state, mirrored(state.susceptibility, gaps));
  const imbalance = (sides: PerClass<Averages<Estimate>>): number =>
    p[0] * sides[0].force.error + p[1] * sides[1].force.error;
  const uncertain = Math.min(imbalance(of), imbalance(idle));
  const rounding = 4 * epsilon * Math.abs(gaps[largerClass(p)]);
  // Both underflow only where ln E(1 − f) falls like gap²/2q, which is known to its rounding
  return rounding + (slope > 0 && uncertain > 0 ? uncertain / slope : 0);
}

function valuesOf(of: PerClass<Averages<Estimate>>): PerClass<Averages<number>> {
  const each = (a: Averages<Estimate>): Averages<number> => ({
    force: a.force.value,
    squaredForce: a.squaredForce.value,
    curvature: a.curvature.value,
    loss: a.loss.value,
  });
  return [each(of[0]), each(of[1])];
}
