/**
 * Gauss–Bernoulli (sparse) prior, w = 0 with probability 1 − s, else N(0, S); ρ = sS. With τ = rS,
 * g = 1 + τ and x² = B²S/g, the posterior odds that w ≠ 0 are eˡ:
 *
 *   l = ln(s/(1−s)) − ½ ln g + x²/2,   π = 1/(1 + e^{−l})
 *   f_a = π BS/g,   f_v = π S/g + π(1−π)(BS/g)²     (g = 1 + AS)
 *   M    = (ρ/g) τ E[π z²]                           at x = √τ z   (the law of x where w ≠ 0)
 *   mmse = (ρ/g) (1 + τ E[(1−π) z²])                 at x = √τ z
 *   Φ_w  = E_y K(s expm1(½ θ y² − ½ ln g)),          x = √θ y,  θ = τ/g   (the law of x where w = 0)
 *   I    = (s/2) ln g + H(s) − s E ln(1 + e^{−l})|_{x=√τz} − (1−s) E ln(1 + e^{l})|_{x=√θz}
 *
 * K(q) = (1+q)ln(1+q) − q: every form is a sum of positive terms or a difference far from zero, and
 * sτ/2 = Φ_w + I turns one of the last two into the other where that one is not.
 * All integrands are even and analytic up to l = ±iπ, x = √(2Λ ± 2πi), Λ = −l(x = 0): this distance
 * sets the step of the trapezoid rule. At large r the feature at x ~ √(2Λ) is narrow on the scale of
 * the Gaussian, which is why a rule fixed by the Gaussian (Gauss–Hermite) misses it.
 * Limits: mmse → s/r at r → ∞ for any s; Φ_w ~ ρ²r²/4 at r → 0. Source: krzakala2012.
 */
import { DomainError, requireNumber } from '../errors.ts';
import { type Estimate, exactly, minus, plus, rounded, scaled } from '../numerics/estimate.ts';
import { entropyTerm, logAddExp, relativeEntropyTerm } from '../numerics/log-sum-exp.ts';
import { sqrtTwoPi } from '../numerics/normal.ts';
import { integrateByTrapezoid } from '../numerics/trapezoid.ts';
import { gaussianPrior } from './gaussian.ts';
import type { Prior } from './prior.ts';
import { requireSignalToNoise } from './signal-to-noise.ts';

const where = 'gauss-bernoulli prior';

const softplus = (l: number): number => Math.max(l, 0) + Math.log1p(Math.exp(-Math.abs(l)));
const sigmoid = (l: number): number => 1 / (1 + Math.exp(-l));

/**
 * E_z f(z) for an even f with singularities no nearer than `distance`: T_h errs by exp(−2πd/h), or
 * by exp(−2π²/h²) where only the Gaussian limits the step. One halving is part of the rule.
 */
const average = (f: (z: number) => number, reach: number, distance: number): Estimate =>
  evenIntegral((z) => Math.exp((-z * z) / 2) * f(z), reach, distance);

/** The same for an f that carries its Gaussian e^{−z²/2} already. */
const evenIntegral = (
  f: (z: number) => number,
  reach: number,
  distance: number,
  ulps = 16,
): Estimate => {
  const step = 1 / (1 / 0.8 + 1 / (0.25 * distance));
  const intervals = Math.ceil(reach / step);
  return scaled(2 / sqrtTwoPi, integrateByTrapezoid(f, 0, reach, { intervals, ulps }), 1);
};

export const gaussBernoulliPrior = (density: number, variance: number): Prior => {
  requireNumber(where, 'density', density, { above: 0, atMost: 1 });
  requireNumber(where, 'variance', variance, { above: 0 });
  const spec = { kind: 'gauss-bernoulli', density, variance } as const;
  if (density === 1) return { ...gaussianPrior(variance), spec };

  const secondMoment = density * variance;
  const logOdds = Math.log(density) - Math.log1p(-density);
  const supportEntropy = entropyTerm(density) - (1 - density) * Math.log1p(-density);

  /** What the integrals at a given r have in common. */
  const at = (r: number) => {
    const tau = r * variance;
    const logG = Math.log1p(tau);
    const offset = logG / 2 - logOdds; // Λ
    const barrier = Math.max(offset, 0);
    const real = 2 * offset;
    const modulus = Math.hypot(real, 2 * Math.PI);
    // Im √(2Λ + 2πi); for Λ > 0 from the product of its two parts, π
    const distance =
      real > 0 ? Math.PI / Math.sqrt((modulus + real) / 2) : Math.sqrt((modulus - real) / 2);
    return { tau, g: 1 + tau, theta: tau / (1 + tau), logG, offset, barrier, distance };
  };

  const meanSquareError = (r: number): Estimate => {
    requireSignalToNoise(where, r, variance);
    if (r === Number.POSITIVE_INFINITY) return exactly(0);
    if (r === 0) return rounded(secondMoment, 1);
    const { tau, g, offset, barrier, distance } = at(r);
    const root = Math.sqrt(tau);
    // 1 − π falls like e^{Λ − x²/2}
    const reach = Math.min(9.5, Math.sqrt(2 * (barrier + 45)) / root);
    const missed = average(
      (z) => sigmoid(offset - (tau * z * z) / 2) * tau * z * z,
      reach,
      distance / root,
    );
    return scaled(secondMoment / g, plus(exactly(1), missed));
  };

  const overlap = (r: number): Estimate => {
    requireSignalToNoise(where, r, variance);
    if (r === 0) return exactly(0);
    if (r === Number.POSITIVE_INFINITY) return rounded(secondMoment, 1);
    if (r * variance > 1) {
      const error = meanSquareError(r);
      if (error.value < secondMoment / 2) return minus(rounded(secondMoment, 1), error);
    }
    const { tau, g, offset, barrier, distance } = at(r);
    const seen = average(
      (z) => sigmoid((tau * z * z) / 2 - offset) * z * z,
      Math.sqrt(2 * (barrier + 45)),
      distance / Math.sqrt(tau),
    );
    return scaled((secondMoment * tau) / g, seen, 6);
  };

  /** Whether Φ_w is far smaller than sτ/2, so that the support is still hidden. */
  const hidden = (r: number): boolean => {
    const { tau, barrier } = at(r);
    return tau < Math.max(10, 4 * barrier);
  };

  /** Φ_w as a divergence: exact at r → 0, needless at large r, where its range grows like √g. */
  const divergence = (r: number): Estimate => {
    const { g, theta, logG, barrier, distance } = at(r);
    // K ~ q²/2 until q ~ 1 at y_t² = 2Λ/θ, then ~ q ln q: N K falls like e^{−(1/2−θ)y²}, or grows,
    // and then like e^{−y²/2g}, both relative to its peak; N(y) may underflow and q overflow meanwhile
    const switched = (2 * barrier) / theta;
    const early = 0.5 - theta;
    const left = 45 - Math.max(0, early) * switched;
    const reach = left > 0 ? Math.sqrt(switched + 2 * g * left) : Math.sqrt(45 / early);
    return evenIntegral(
      (y) => {
        const gain = (theta * y * y - logG) / 2;
        const noise = Math.exp((-y * y) / 2);
        if (gain < 30) return noise * relativeEntropyTerm(density * Math.expm1(gain));
        const rest = density + (1 - density) * Math.exp(-gain); // 1 + q = e^gain rest
        return Math.exp(gain - (y * y) / 2) * rest * (gain + Math.log(rest) - 1) + noise;
      },
      reach,
      distance / Math.sqrt(theta),
      16 + 2 * barrier, // the exponents reach the barrier
    );
  };

  /** H(support | B). */
  const supportLeft = (r: number): Estimate => {
    const { tau, theta, offset, barrier, distance } = at(r);
    const range = Math.sqrt(2 * (barrier + 45));
    const root = Math.sqrt(tau);
    const present = average(
      (z) => softplus(offset - (tau * z * z) / 2),
      Math.min(9.5, range / root),
      distance / root,
    );
    const absent = average(
      (z) => softplus((theta * z * z) / 2 - offset),
      range,
      distance / Math.sqrt(theta),
    );
    return plus(scaled(density, present), scaled(1 - density, absent));
  };

  const mutualInformation = (r: number): Estimate => {
    requireSignalToNoise(where, r, variance);
    if (r === 0) return exactly(0);
    if (r === Number.POSITIVE_INFINITY) return exactly(r);
    if (hidden(r)) return minus(rounded((secondMoment * r) / 2, 2), divergence(r));
    const continuous = rounded((density / 2) * Math.log1p(r * variance), 2);
    return minus(plus(continuous, rounded(supportEntropy)), supportLeft(r));
  };

  const potential = (r: number): Estimate => {
    requireSignalToNoise(where, r, variance);
    if (r === 0) return exactly(0);
    if (r === Number.POSITIVE_INFINITY) return exactly(r);
    if (hidden(r)) return divergence(r);
    return minus(rounded((secondMoment * r) / 2, 2), mutualInformation(r));
  };

  return {
    spec,
    mean: 0,
    secondMoment,
    continuousMass: density,
    entropy: Number.POSITIVE_INFINITY,
    denoise(precision, field) {
      const g = 1 + precision * variance;
      if (!(g > 0)) {
        throw new DomainError(where, 'precision', precision, `a number > ${-1 / variance}`);
      }
      const width = variance / g;
      const logG = Math.log1p(precision * variance);
      const gain = (field * field * width - logG) / 2;
      const l = logOdds + gain;
      const pi = sigmoid(l);
      const local = width * field;
      return {
        mean: pi * local,
        variance: pi * (width + sigmoid(-l) * local * local),
        // ln(1 − s + s e^gain): near 0 from the gain itself
        logPartition:
          Math.abs(gain) < 1
            ? Math.log1p(density * Math.expm1(gain))
            : logAddExp(Math.log1p(-density), Math.log(density) + gain),
      };
    },
    potential,
    overlap,
    meanSquareError,
    mutualInformation,
    sample: (stream) => (stream.uniform() < density ? Math.sqrt(variance) * stream.normal() : 0),
  };
};
