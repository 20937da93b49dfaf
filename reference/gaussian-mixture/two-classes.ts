/**
 * What a linear classifier fitted to two Gaussian clusters achieves in high dimension.
 *
 * The margin of a fresh sample of class y is N(m + y b, q_y), that of a training sample its proximal
 * point, so
 *
 *   test error     = Σ_y p_y Φ(−(m + y b)/√q_y)
 *   training error = Σ_y p_y Φ((u₀(V_y) − m − y b)/√q_y),   x(u) < 0 ⇔ u < u₀(V)
 *
 * Source: [mignacco2020]; [loureiro2021mixture].
 */
import { loss as lossOf } from '../losses/index.ts';
import { type Estimate, exactly, mapped, plus, scaled } from '../numerics/estimate.ts';
import { normalCdf, normalDensity } from '../numerics/normal.ts';
import { convexState } from './convex.ts';
import { largerClass } from './intercept.ts';
import { needsNoWeights } from './majority.ts';
import {
  classProbabilities,
  type MixtureProblem,
  type MixtureState,
  requireMixtureProblem,
  signs,
} from './problem.ts';
import { squareState } from './square.ts';

export interface MixtureFixedPoint extends MixtureState {
  /** Probability of a wrong label on a fresh sample. */
  readonly generalisationError: Estimate;
  /** Fraction of wrong labels among the training samples. */
  readonly trainingError: Estimate;
}

export function mixtureFixedPoint(problem: MixtureProblem): MixtureFixedPoint {
  const checked = requireMixtureProblem('mixtureFixedPoint', problem);
  const loss = lossOf(problem.loss);
  if (needsNoWeights(checked, loss)) return majority(checked);
  const state = problem.loss === 'square' ? squareState(checked) : convexState(checked);
  const { errorThreshold } = loss;
  return {
    ...state,
    generalisationError: errorRate(checked, state, () => 0, 0),
    trainingError: errorRate(checked, state, errorThreshold, 1),
  };
}

/** No weights: everybody gets the label of the frequent class, and its samples lie on the margin. */
function majority(problem: MixtureProblem): MixtureFixedPoint {
  const p = classProbabilities(problem);
  const c = largerClass(p);
  const rare = exactly(p[1 - c]);
  const nothing = exactly(0);
  return {
    overlap: nothing,
    norm: [nothing, nothing],
    susceptibility: [nothing, nothing],
    bias: exactly(signs[c]),
    weightNorm: nothing,
    trainingLoss: scaled(2, rare),
    generalisationError: rare,
    trainingError: rare,
  };
}

/** Σ_y p_y Φ((u₀(V_y) − m − y b)/√q_y); |u₀′| ≤ `slope`. */
function errorRate(
  problem: MixtureProblem,
  { overlap, bias, norm, susceptibility }: MixtureState,
  threshold: (width: number) => number,
  slope: number,
): Estimate {
  const p = classProbabilities(problem);
  return signs
    .map((y, c): Estimate => {
      const { value: q, error: dq } = norm[c];
      const { value: V, error: dV } = susceptibility[c];
      const edge = threshold(V) - overlap.value - y * bias.value;
      const z = edge / Math.sqrt(q);
      const moved =
        overlap.error +
        bias.error +
        slope * dV +
        Number.EPSILON * (Math.abs(threshold(V)) + overlap.value + Math.abs(bias.value));
      const shift = moved / Math.sqrt(q) + Math.abs(z) * (dq / (2 * q) + 2 * Number.EPSILON);
      // φ may grow over the interval of z: by no more than e^{|z| shift}
      const density = normalDensity(z) * Math.exp(Math.min(700, Math.abs(z) * shift));
      return scaled(p[c], mapped({ value: z, error: shift }, normalCdf(z), density, 16));
    })
    .reduce(plus, exactly(0));
}
