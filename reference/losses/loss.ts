/**
 * A convex loss ℓ(u) of the margin u = y z, its proximal operator, and the averages over a Gaussian
 * margin that the replica equations of a minimiser ask for.
 *
 *   x(u) = argmin_x (x − u)²/(2V) + ℓ(x)       where the sample's own pull moves the margin
 *   f    = (x − u)/V = −ℓ′(x)                   the force
 *   x′   = 1/(1 + V ℓ″(x))                      c = (1 − x′)/V = ℓ″/(1 + V ℓ″), the curvature left
 *   M    = ℓ(x) + V f²/2                        the Moreau envelope
 *
 * Source: [thrampoulidis2018]; the canonical form ℓ as written, penalty (λ/2)‖w‖².
 */
import type { Estimate } from '../numerics/estimate.ts';
import type { MarginLaw } from './margin-law.ts';

export type LossKind = 'square' | 'logistic' | 'hinge';

export interface Proximal {
  readonly point: number;
  readonly force: number;
  readonly derivative: number;
  readonly envelope: number;
}

/** E over the margin, each value weighted by P(u). */
export interface Averages<T> {
  /** E[P f] */
  readonly force: T;
  /** E[P f²] */
  readonly squaredForce: T;
  /** E[P (1 − x′)/V] */
  readonly curvature: T;
  /** E[P ℓ(x)] */
  readonly loss: T;
}

/** What the replica equations need of a loss: averages, as numbers and with errors. */
export interface AveragedLoss {
  averages(law: MarginLaw, width: number): Averages<number>;
  certifiedAverages(law: MarginLaw, width: number): Averages<Estimate>;
  /** The margin below which x(u) < 0: the sample stays misclassified. */
  errorThreshold(width: number): number;
}

export interface Loss extends AveragedLoss {
  readonly kind: LossKind;
  value(margin: number): number;
  /** ℓ′; at the kink of the hinge its left limit. */
  derivative(margin: number): number;
  /** Smallest upper bound of ℓ″ (Infinity for the hinge). */
  readonly maximalCurvature: number;
  proximal(margin: number, width: number): Proximal;
}
