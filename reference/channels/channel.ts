import type { Estimate } from '../numerics/estimate.ts';
import type { RandomStream } from '../numerics/random.ts';

/** The channels of the catalogue, as plain data. */
export type ChannelSpec =
  | { readonly kind: 'sign' }
  | { readonly kind: 'probit'; readonly noiseVariance: number }
  | { readonly kind: 'linear'; readonly noiseVariance: number }
  | { readonly kind: 'relu' }
  | { readonly kind: 'absolute-value'; readonly noiseVariance: number }
  | { readonly kind: 'symmetric-door'; readonly width: number };

/** ln Z(y, ω, V), g = ∂_ω ln Z and dg = ∂_ω g. */
export interface OutputDenoiser {
  readonly logPartition: number;
  readonly g: number;
  readonly dg: number;
}

/**
 * An output channel P_out(y | z) and what Bayes' rule makes of it when z ~ N(ω, V).
 *
 *   Z(y, ω, V) = E_ξ P_out(y | ω + √V ξ)        g = ∂_ω ln Z
 *   Φ_out(m)   = E_v ∫dy Z ln Z                  A(m) = 2 Φ_out′(m) = E_v ∫dy Z g²
 *
 * both at ω = √m v, V = ρ − m. Functions of the overlap take the pair (m, V): near perfect recovery
 * V carries the digits that ρ − m has lost. The dominating measure of ∫dy is counting measure for
 * labels, Lebesgue for continuous outputs, δ₀ + Lebesgue for ReLU.
 */
export interface Channel {
  readonly spec: ChannelSpec;
  /** P_out(y | z) = P_out(y | −z): zero overlap is then a fixed point for every zero-mean prior. */
  readonly even: boolean;
  /** Labels in a finite set (sign, probit, door). */
  readonly discreteOutput: boolean;
  /**
   * κ: probability that y determines |z| exactly (noiseless linear 1, |z| 1, ReLU 1/2), 0 if noisy
   * or discrete. For κ > 0: Φ_out ~ −(κ/2) ln(2πeV) → +∞ and A ~ κ/V as V → 0.
   */
  readonly revealedFraction: number;
  /** Throws DomainError where y is not a possible output or V ≤ 0. */
  denoise(y: number, omega: number, variance: number): OutputDenoiser;
  /** Φ_out; V = 0 is its limit (0 for noiseless labels, +Infinity for κ > 0). */
  potential(overlap: number, variance: number): Estimate;
  /** A = 2 ∂Φ_out/∂m; V = 0 is its limit (possibly Infinity). */
  conjugatePerAlpha(overlap: number, variance: number): Estimate;
  /** A′(0) at V = ρ for even channels (weak recovery: α_WR = 1/(ρ² A′(0))); null otherwise. */
  slopeAtZero(secondMoment: number): Estimate | null;
  /** A label drawn from P_out(· | z). */
  sample(z: number, stream: RandomStream): number;
}
