import type { ChannelSpec } from '../channels/channel.ts';
import { requireNumber } from '../errors.ts';
import { type Estimate, rounded } from '../numerics/estimate.ts';
import { integrate } from '../numerics/quadrature.ts';

export interface GeneralisationError {
  /** E (y − E[y | x, data])², y a fresh output of the channel, noise included. */
  readonly bayesMeanSquare: Estimate;
  /** ε_B: error rate of the Bayes-optimal classifier sign(⟨w⟩·x); channel `sign` only. */
  readonly bayesClassification?: Estimate;
  /** ε_G: error rate of one sample of the posterior; channel `sign` only. */
  readonly gibbsClassification?: Estimate;
}

/**
 * Error on a fresh input at overlap m. The field of the teacher and that of a posterior sample are
 * centred Gaussians (a, b) with Var = ρ, Cov = m; with y = φ(z, noise) of a and an independent copy
 * y′ of b,
 *
 *   E (y − E[y | x, data])² = E y² − E y y′ = E y² − E_v (E_z φ(√m v + √V z))²,   V = ρ − m.
 *
 * The target is the fresh output itself, its own noise included. In closed form, with
 * cos θ = c = m/P and P = ρ + Δ (Δ = 0 where there is no noise), k = K/√ρ:
 *
 *   sign, probit     2θ/π                                (= (2/π) arccos c)
 *   linear           V + Δ
 *   relu             V/2 − (ρ/2π)(sin θ − θ cos θ)
 *   absolute value   V + Δ − (2P/π)(sin θ − θ cos θ)
 *   symmetric door   (4/π) ∫₀^θ dt [e^{−k²/(1+cos t)} − e^{−k²/(1−cos t)}]
 *
 * For `sign` also the rates of a wrong label: ε_B = arccos(√c)/π and ε_G = θ/π.
 * The usual forms cancel to nothing at m → ρ (arccos near 1) or at m → 0; the half-angle forms do not.
 *
 * Source: [barbier2019], theorem 2 (with the square inside the average over v); [opper1991] for ε_B;
 * the door by integrating ∂P(|a| < K, |b| < K)/∂c, a difference of two bivariate densities.
 */
export function generalisationError(
  spec: ChannelSpec,
  secondMoment: number,
  overlap: number,
): GeneralisationError {
  const where = 'generalisation error';
  requireNumber(where, 'secondMoment', secondMoment, { above: 0 });
  requireNumber(where, 'overlap', overlap, { atLeast: 0, atMost: secondMoment });
  return generalisationErrorAt(spec, overlap, secondMoment - overlap);
}

/** The same from the pair (m, V), for states so close to perfect recovery that ρ − m has no digits. */
export function generalisationErrorAt(
  spec: ChannelSpec,
  overlap: number,
  meanSquareError: number,
): GeneralisationError {
  const where = 'generalisation error';
  requireNumber(where, 'overlap', overlap, { atLeast: 0 });
  requireNumber(where, 'meanSquareError', meanSquareError, { atLeast: 0 });
  const m = overlap;
  const V = meanSquareError;
  requireNumber(where, 'overlap + meanSquareError', m + V, { above: 0 });
  switch (spec.kind) {
    case 'sign': {
      const theta = angle(m, V);
      return {
        bayesMeanSquare: rounded((2 * theta) / Math.PI, 8),
        bayesClassification: rounded(Math.atan2(Math.sqrt(V), Math.sqrt(m)) / Math.PI, 8),
        gibbsClassification: rounded(theta / Math.PI, 8),
      };
    }
    case 'probit':
      return {
        bayesMeanSquare: rounded((2 * angle(m, V + noiseOf(spec.noiseVariance))) / Math.PI, 8),
      };
    case 'linear':
      return { bayesMeanSquare: rounded(V + noiseOf(spec.noiseVariance)) };
    case 'relu':
      return { bayesMeanSquare: rectified(m, V, 0.5 * V, 0.5) };
    case 'absolute-value': {
      const variance = V + noiseOf(spec.noiseVariance);
      return { bayesMeanSquare: rectified(m, variance, variance, 2) };
    }
    case 'symmetric-door':
      return { bayesMeanSquare: door(spec.width, m, V) };
  }
}

function noiseOf(noiseVariance: number): number {
  requireNumber('generalisation error', 'noiseVariance', noiseVariance, { atLeast: 0 });
  return noiseVariance;
}

/** θ = arccos(m/(m+V)) = 2 atan(√(V/(2m+V))), good at both ends. */
function angle(m: number, V: number): number {
  return 2 * Math.atan2(Math.sqrt(V), Math.sqrt(2 * m + V));
}

/** first − factor (P/π)(sin θ − θ cos θ): the second term is O(√V) smaller than the first. */
function rectified(m: number, V: number, first: number, factor: number): Estimate {
  const P = m + V;
  const theta = angle(m, V);
  const value = first - ((factor * P) / Math.PI) * sineDefect(theta);
  return { value, error: 16 * Number.EPSILON * first };
}

/** sin θ − θ cos θ = Σ_{k≥1} (−1)^{k+1} 2k θ^{2k+1}/(2k+1)!, without cancellation at small θ. */
function sineDefect(theta: number): number {
  if (theta > 1) return Math.sin(theta) - theta * Math.cos(theta);
  const square = theta * theta;
  let term = (theta * square) / 6;
  let sum = 2 * term;
  for (let k = 2; k <= 12; k++) {
    term *= -square / (2 * k * (2 * k + 1));
    sum += 2 * k * term;
  }
  return sum;
}

/**
 * 4 E[Z₋Z₊] = (4/π) ∫₀^θ dt e^{−k²/(1+cos t)} (1 − e^{−2k² cos t / sin² t}); the features sit at t ~ k
 * (small k: where e^{−k²/(1−cos t)} sets in) and at t ~ 1/k (large k: where the first factor falls off).
 */
function door(width: number, m: number, V: number): Estimate {
  requireNumber('generalisation error', 'width', width, { above: 0 });
  const k2 = (width * width) / (m + V);
  const k = Math.sqrt(k2);
  const theta = angle(m, V);
  if (theta === 0) return { value: 0, error: 0 };
  const integrand = (t: number): number => {
    const sine = Math.sin(t);
    const cosine = Math.cos(t);
    return Math.exp(-k2 / (1 + cosine)) * -Math.expm1((-2 * k2 * cosine) / (sine * sine));
  };
  const scales = [0.15, 0.4, 1, 2.5, 6, 15].flatMap((x) => [x * k, x / k]);
  const breaks = [0, ...scales.filter((t) => t < theta).sort((a, b) => a - b), theta];
  // At large k the exponent k²/(1+cos t) is known to its own rounding only.
  const { value, error } = integrate(integrand, breaks, { ulps: 8 + 2 * k2 });
  // cos t and hence the integrand vanish at t = π/2: θ's rounding does not matter there.
  return {
    value: (4 / Math.PI) * value,
    error: (4 / Math.PI) * (error + 4 * Number.EPSILON * theta * integrand(theta)),
  };
}
