/**
 * What is known of the error of two balanced clusters without solving anything, as bounds and limits for
 * the fixed point.
 */
import { requireNumber } from '../errors.ts';
import { type Estimate, rounded } from '../numerics/estimate.ts';
import { normalCdf } from '../numerics/normal.ts';
import { average, type MixtureSpectrum, requireMixtureSpectrum } from './spectrum.ts';

const errorAt = (distance: number): Estimate =>
  rounded(normalCdf(-distance), 16 + Math.min(3000, 2 * distance * distance));

/**
 * The least possible error with Σ = Δ·I and a centre drawn from N(0, ‖μ‖²/d · I), with r = Δ/‖μ‖²:
 *
 *   Φ(−√(α/(r (α + r))))
 *
 * Every fitted classifier is above it; any of the three losses attains it at λ → ∞.
 *
 * Source: [mignacco2020].
 */
export function isotropicBayesError(alpha: number, variance: number, signal = 1): Estimate {
  const where = 'isotropicBayesError';
  requireNumber(where, 'alpha', alpha, { above: 0 });
  requireNumber(where, 'variance', variance, { above: 0 });
  requireNumber(where, 'signal', signal, { above: 0 });
  const ratio = variance / signal;
  return errorAt(Math.sqrt(alpha / (ratio * (alpha + ratio))));
}

/**
 * λ → ∞ with one covariance: w ∝ Σ y X (Hebb's rule), of the error
 *
 *   Φ(−m/√q),   m/√q = α⟨t⟩/√(α²⟨ts⟩ + α⟨s²⟩).
 */
export function hebbError(alpha: number, spectrum: MixtureSpectrum): Estimate {
  const where = 'hebbError';
  requireNumber(where, 'alpha', alpha, { above: 0 });
  const { weights, plus: s, mean: t } = requireMixtureSpectrum(where, spectrum);
  const aligned = average(weights, (j) => t[j]);
  const along = average(weights, (j) => t[j] * s[j]);
  const across = average(weights, (j) => s[j] * s[j]);
  return errorAt((Math.sqrt(alpha) * aligned) / Math.sqrt(alpha * along + across));
}

/**
 * α → ∞ with one covariance: the error of the classifier that knows μ and Σ (Fisher's discriminant),
 *
 *   Φ(−√⟨t/s⟩).
 */
export function discriminantError(spectrum: MixtureSpectrum): Estimate {
  const { weights, plus: s, mean: t } = requireMixtureSpectrum('discriminantError', spectrum);
  return errorAt(Math.sqrt(average(weights, (j) => (t[j] === 0 ? 0 : t[j] / s[j]))));
}
