import type { Estimate } from '../numerics/estimate.ts';
import type { RandomStream } from '../numerics/random.ts';

/** The priors of the catalogue, as plain data. */
export type PriorSpec =
  | { readonly kind: 'gaussian'; readonly variance: number }
  | { readonly kind: 'rademacher' }
  | { readonly kind: 'gauss-bernoulli'; readonly density: number; readonly variance: number }
  | {
      readonly kind: 'discrete';
      readonly values: readonly number[];
      readonly probabilities: readonly number[];
    };

/** Moments of the tilted prior P_w(w) exp(B w − A w²/2) / Z_w(A, B), in natural parameters. */
export interface PriorDenoiser {
  readonly mean: number;
  readonly variance: number;
  readonly logPartition: number;
}

/**
 * A prior P_w of one weight, and the scalar Gaussian channel B = r w* + √r ξ seen through it.
 *
 *   Φ_w(r) = E ln Z_w(r, B),   M(r) = 2 Φ_w′(r) = E⟨w⟩²,   mmse(r) = ρ − M(r),
 *   I(r)   = ρ r / 2 − Φ_w(r)  (mutual information between w* and B, nats)
 *
 * Each is computed directly, never from another by subtraction: M loses its digits as r → 0,
 * mmse and I theirs as r → ∞, if they are differences.
 * r = +∞ is allowed (perfect observation): M = ρ, mmse = 0, I = entropy.
 */
export interface Prior {
  readonly spec: PriorSpec;
  /** E w */
  readonly mean: number;
  /** ρ = E w² */
  readonly secondMoment: number;
  /** Mass of the absolutely continuous part: 1 gaussian, density for gauss-bernoulli, 0 discrete. */
  readonly continuousMass: number;
  /** H(P_w) in nats for a discrete prior; +∞ where there is a continuous part. */
  readonly entropy: number;
  /** Z_w(A, B) = E_w exp(B w − A w²/2); f_a = ∂_B ln Z_w, f_v = ∂²_B ln Z_w. */
  denoise(precision: number, field: number): PriorDenoiser;
  potential(r: number): Estimate;
  overlap(r: number): Estimate;
  meanSquareError(r: number): Estimate;
  mutualInformation(r: number): Estimate;
  sample(stream: RandomStream): number;
}
