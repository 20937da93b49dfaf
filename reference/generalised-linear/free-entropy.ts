import type { Channel } from '../channels/channel.ts';
import type { Estimate } from '../numerics/estimate.ts';
import type { Prior } from '../priors/prior.ts';

/**
 * The replica free entropy on the prior's curve m = M(r),
 *
 *   f(r; α) = Φ_w(r) − r m / 2 + α Φ_out(m)
 *           = −I(r) + r mmse(r) / 2 + α Φ_out(m),   I(r) = ρ r / 2 − Φ_w(r).
 *
 * At fixed α its derivative in r is (α A(m) − r) M′(r) / 2: stationary at the fixed points of state
 * evolution. The first form keeps its digits as r → 0, the second as r → ∞; the one whose terms are
 * the smaller is taken.
 *
 * Source: [barbier2019], theorem 1.
 */
export function freeEntropy(prior: Prior, channel: Channel, alpha: number, r: number): Estimate {
  const moments = { overlap: prior.overlap(r), meanSquareError: prior.meanSquareError(r) };
  return freeEntropyAt(prior, channel, alpha, r, moments);
}

/** The same where M(r) and mmse(r) are known already. */
export function freeEntropyAt(
  prior: Prior,
  channel: Channel,
  alpha: number,
  r: number,
  { overlap: m, meanSquareError: V }: Moments,
): Estimate {
  const entropic = entropicPart(prior, r, { overlap: m, meanSquareError: V });
  const output = channel.potential(m.value, V.value);
  // ∂Φ_out/∂m = A/2. Of m and V the smaller one has the smaller error, and it is the one that counts.
  const A = channel.conjugatePerAlpha(m.value, V.value).value;
  const moved = Number.isFinite(A) ? A * Math.min(m.error, V.error) : 0;
  return {
    value: entropic.value + alpha * output.value,
    error:
      entropic.error +
      alpha * (output.error + moved) +
      2 * Number.EPSILON * (Math.abs(entropic.value) + alpha * Math.abs(output.value)),
  };
}

export interface Moments {
  readonly overlap: Estimate;
  readonly meanSquareError: Estimate;
}

/** Φ_w(r) − r M(r)/2 = r mmse(r)/2 − I(r), what α Φ_out is added to. */
export function entropicPart(
  prior: Prior,
  r: number,
  { overlap: m, meanSquareError: V }: Moments,
): Estimate {
  const rounding = 2 * Number.EPSILON;
  if (m.value < V.value) {
    const potential = prior.potential(r);
    return {
      value: potential.value - 0.5 * r * m.value,
      error: potential.error + 0.5 * r * m.error + rounding * (potential.value + 0.5 * r * m.value),
    };
  }
  const information = prior.mutualInformation(r);
  return {
    value: 0.5 * r * V.value - information.value,
    error:
      information.error + 0.5 * r * V.error + rounding * (information.value + 0.5 * r * V.value),
  };
}
