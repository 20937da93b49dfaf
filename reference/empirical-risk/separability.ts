/**
 * The number of samples per feature up to which some student classifies all of them correctly, and
 * beyond which the logistic loss has a minimum without any penalty:
 *
 *   1/α* = min_{t ≥ 0} E[(Z − tU)₊²],   Z ~ N(0, 1),   U of density 2φ(U) P₁(U)
 *   P₁(U) = η + (1 − 2η) Φ(k U),        k² = explained variance/(unexplained + noise variance)
 *
 * U is the label times the whitened direction of the teacher that the features see. With
 *
 *   g(a) = E(Z − a)₊ = Φ(−a)(h(−a) − a),        g(−a) = g(a) + a
 *   G(a) = E(Z − a)₊² = Φ(−a) − a g(a),         G(−a) = 1 + a² − G(a)
 *
 * the function is convex in t and its minimum is where E[U g(tU)] = 0. No noise at all: t → ∞, α* = ∞;
 * pure noise: t = 0, α* = 2 (Cover). Source: [candes2020], [cover1965].
 */
import { ConvergenceError } from '../errors.ts';
import { normalBreaks, reach } from '../losses/margin-law.ts';
import { type Estimate, epsilon, exactly } from '../numerics/estimate.ts';
import {
  addIntegrals,
  certifiedIntegrals,
  type JointIntegrand,
  panelEnds,
} from '../numerics/joint-quadrature.ts';
import { millsExcess, normalCdf, normalDensity } from '../numerics/normal.ts';
import { findRoot } from '../numerics/roots.ts';
import { requireTeacher, type Teacher } from './teacher.ts';

export interface Separability {
  /** α*; Infinity where the labels follow the features without error. */
  readonly alpha: Estimate;
}

/** A step for every U that matters, and still a number when it is squared. */
const hardest = 1e150;
const scaleBreaks = [0.5, 1, 2, 4, 8, 16, 32];

/** α* when `signal` of the variance of the labels' field is seen by the features and `noise` is not. */
export const separabilityThreshold = (signal: number, noise: number, flip: number): Estimate => {
  if (noise === 0 && flip === 0) return exactly(Number.POSITIVE_INFINITY);
  if (signal === 0 || flip === 0.5) return exactly(2);
  const k = noise === 0 ? hardest : Math.min(hardest, Math.sqrt(signal / noise));
  // There α* is proportional to √(signal/noise), unless a lie puts an end to it
  const beyond = flip === 0 && k === hardest ? Math.sqrt(signal) / hardest / Math.sqrt(noise) : 1;
  const ends = (t: number) => {
    const scales = scaleBreaks.flatMap((c) => [c / t, c / k]);
    return panelEnds([...normalBreaks, ...scales], 0, reach);
  };
  const agreeing = (U: number) => flip + (1 - 2 * flip) * normalCdf(k * U);
  // E[U g(tU)] over U of both signs: half the slope in t, with its sign turned
  const slope =
    (t: number): JointIntegrand =>
    (U, out) => {
      const a = t * U;
      const g = normalCdf(-a) * millsExcess(-a);
      const wrong = agreeing(-U);
      out[0] = 2 * normalDensity(U) * U * (wrong * (g + a) - (1 - wrong) * g);
    };
  const value =
    (t: number): JointIntegrand =>
    (U, out) => {
      const a = t * U;
      const tail = normalCdf(-a);
      const G = tail * (1 - a * millsExcess(-a));
      const wrong = agreeing(-U);
      out[0] = 2 * normalDensity(U) * ((1 - wrong) * G + wrong * (1 + a * a - G));
    };
  const sum = new Float64Array(1);
  const out = new Float64Array(1);
  const slopeAt = (logT: number): number => {
    const t = Math.exp(logT);
    sum[0] = 0;
    addIntegrals(slope(t), ends(t), sum, out);
    return sum[0];
  };
  let low = 0;
  let high = 0;
  while (slopeAt(low) > 0) {
    low -= 4;
    if (low < -80) return { value: 2, error: 8 * epsilon }; // t < 1e-34 moves α* by t²
  }
  while (slopeAt(high) < 0) high += 4;
  const { root } = findRoot(slopeAt, low, high);
  // The minimum does not feel the error of t to first order
  const t = Math.exp(root);
  const minimum = certifiedIntegrals(value(t), ends(t), 1, 16)[0];
  const alpha = beyond / minimum.value;
  if (alpha === Number.POSITIVE_INFINITY)
    throw new ConvergenceError('separability', 'the threshold is out of range');
  return { value: alpha, error: alpha * (minimum.error / minimum.value + 4 * epsilon) };
};

/** α* of a teacher on plain inputs. */
export const separability = (teacher: Teacher): Separability => {
  requireTeacher('separability', teacher);
  const { secondMoment, noiseVariance, flipProbability } = teacher;
  return { alpha: separabilityThreshold(secondMoment, noiseVariance, flipProbability) };
};
