/**
 * Square loss ℓ(u) = (1 − u)²/2, everything closed:
 *
 *   x = (u + V)/(1 + V),   f = (1 − u)/(1 + V),   x′ = 1/(1 + V),   ℓ(x) = f²/2
 *   E[P (1 − u)²] by the moments of a Gaussian weighted with Φ (Stein's lemma).
 */
import { requireNumber } from '../errors.ts';
import { type Estimate, epsilon } from '../numerics/estimate.ts';
import { normalDensity } from '../numerics/normal.ts';
import type { Averages, Loss } from './loss.ts';
import { type MarginLaw, requireMarginLaw, totalWeight } from './margin-law.ts';

const where = 'square loss';

/** E[P], E[P (1 − u)], E[P (1 − u)²], and a bound on the terms that cancel in the last two. */
const residualMoments = (law: MarginLaw) => {
  const { mean, variance, agreement } = law;
  const weight = totalWeight(law);
  const r = 1 - mean;
  // E[P′(u)] = (1 − 2η) k φ(t)/√(1 + k²q), t = k mean/√(1 + k²q); E[P″] = −t times it, per deviation
  const slope = agreement === undefined ? 0 : agreement.slope;
  const norm = Math.hypot(1, slope * Math.sqrt(variance));
  const t = (slope * mean) / norm;
  const flip = agreement?.flip ?? 0;
  const first = ((1 - 2 * flip) * slope * normalDensity(t)) / norm;
  const second = (-t * slope * first) / norm;
  // E[P g] for g = 1 − u = r − √q ξ
  const linear = r * weight - variance * first;
  const quadratic =
    (r * r + variance) * weight - 2 * r * variance * first + variance * variance * second;
  return {
    weight,
    linear,
    quadratic,
    linearTerms: (1 + Math.abs(mean)) * weight + variance * first,
    quadraticTerms:
      ((1 + Math.abs(mean)) ** 2 + variance) * weight +
      2 * (1 + Math.abs(mean)) * variance * first +
      variance * variance * Math.abs(second),
  };
};

export const squareLoss: Loss = {
  kind: 'square',
  maximalCurvature: 1,
  value: (u) => ((1 - u) * (1 - u)) / 2,
  derivative: (u) => u - 1,
  proximal(u, V) {
    requireNumber(where, 'margin', u);
    requireNumber(where, 'width', V, { above: 0 });
    const force = (1 - u) / (1 + V);
    return {
      point: (u + V) / (1 + V),
      force,
      derivative: 1 / (1 + V),
      envelope: ((1 - u) * force) / 2,
    };
  },
  averages(law, V): Averages<number> {
    const { weight, linear, quadratic } = residualMoments(law);
    const squaredForce = quadratic / (1 + V) ** 2;
    return {
      force: linear / (1 + V),
      squaredForce,
      curvature: weight / (1 + V),
      loss: squaredForce / 2,
    };
  },
  certifiedAverages(law, V): Averages<Estimate> {
    requireMarginLaw(where, law);
    requireNumber(where, 'width', V, { above: 0 });
    const { weight, linear, quadratic, linearTerms, quadraticTerms } = residualMoments(law);
    const gain = 1 / (1 + V);
    const bounded = (value: number, terms: number): Estimate => ({
      value,
      error: 16 * epsilon * terms + Number.MIN_VALUE,
    });
    const squared = gain * gain;
    return {
      force: bounded(gain * linear, gain * linearTerms),
      squaredForce: bounded(squared * quadratic, squared * quadraticTerms),
      curvature: bounded(gain * weight, gain * weight),
      loss: bounded((squared * quadratic) / 2, (squared * quadraticTerms) / 2),
    };
  },
  errorThreshold: (V) => -V,
};
