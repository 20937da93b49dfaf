import { type Estimate, plus, scaled } from '../numerics/estimate.ts';
import type { Traced } from './convex.ts';

export type Task = 'classification' | 'regression';

export interface CovariateFixedPoint {
  /** m = cov(ν, z). */
  readonly overlap: Estimate;
  /** q = var z. */
  readonly norm: Estimate;
  /** V; Infinity in the ridgeless limit with fewer samples than features. */
  readonly susceptibility: Estimate;
  /** ‖ŵ‖²/p. */
  readonly weightNorm: Estimate;
  /** Mean loss on the training set, without penalty. */
  readonly trainingLoss: Estimate;
  /** trainingLoss + λ‖ŵ‖²/(2n): the minimum itself, per sample. */
  readonly objective: Estimate;
  /** m̂, q̂, V̂ and the λ they stand beside: 1, and they in units of λ, where V is infinite. */
  readonly conjugates: {
    readonly lambda: number;
    readonly overlap: Estimate;
    readonly norm: Estimate;
    readonly susceptibility: Estimate;
  };
}

export interface ClassificationFixedPoint extends CovariateFixedPoint {
  /** Probability of a wrong sign, against the clean teacher. */
  readonly generalisationError: Estimate;
  /** The same on the training set, against its own labels. */
  readonly trainingError: Estimate;
  /** The solution as the solver at a neighbouring α or λ can use it (none for the square loss). */
  readonly trace?: Traced;
}

export interface RegressionFixedPoint extends CovariateFixedPoint {
  /** E(ν − z)², the noise of the labels left out. */
  readonly meanSquareError: Estimate;
}

/** θ/π, how often two fields at the angle θ differ in sign; the overlap is √(ρq) tanh a = √(ρq) cos θ. */
export const angleError = (alignment: number): number =>
  Math.atan2(1, Math.sinh(alignment)) / Math.PI;

/** The objective per sample from its two terms. */
export const objectiveOf = (
  lambda: number,
  alpha: number,
  loss: Estimate,
  weightNorm: Estimate,
): Estimate => (lambda === 0 ? loss : plus(loss, scaled(lambda / (2 * alpha), weightNorm)));
