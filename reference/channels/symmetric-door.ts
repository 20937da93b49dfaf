/**
 * Symmetric door, y = −1 if |z| < K, else +1. For ω ≥ 0 (the channel is even), in units of √V:
 * x = ω/√V, δ = K/√V, a = δ − x, b = δ + x, e = N(b)/N(a) = exp(−2Kω/V), λ = N(a)/Z(y):
 *
 *   Z(−1) = Φ(a) − Φ(−b),    Z(+1) = Φ(−a) + Φ(−b)
 *   g(∓1) = ∓ λ (1 − e)/√V,   dg(∓1) = (∓ λ [δ(1 + e) − x(1 − e)] − λ²(1 − e)²)/V
 *
 *   A     = E_v[(N(a) − N(b))²/(Z₋Z₊)]/V,      Φ_out = E_v[Z₋ ln Z₋ + Z₊ ln Z₊]
 *
 * The integrands carry the Gaussian N(ω/√m) N(a) = N(K/√ρ) N(t) with ω = mK/ρ + √(mV/ρ) t; relative
 * to it they are smooth and positive, uniformly from m → 0 to V → 0, and they are even in ω:
 *
 *   A     =  2 N(K/√ρ)/√(ρV)  ∫_{ω>0} dt N(t) N(a)(1 − e)²/(Z₋Z₊)
 *   Φ_out = −2 N(K/√ρ)√(V/ρ)  ∫_{ω>0} dt N(t) H(Z₋)/N(a),         H = entropy of (Z₋, Z₊)
 *
 * with a = K√V/ρ − √(m/ρ) t (no K − ω). Limits: A ~ m A′(0) at m → 0, A′(0) = (2k N(k))²/(p(1−p)ρ²),
 * k = K/√ρ, p = P(|z| < K); A ~ 2 c₀ √(2π) N(k)/√(ρV) at V → 0 (decision-boundary.ts).
 * Source: definition; barbier2019 for the averages.
 */
import { requireNumber } from '../errors.ts';
import { type Estimate, exactly, rounded, scaled } from '../numerics/estimate.ts';
import {
  halfLogTwoPi,
  millsExcess,
  normalDensity,
  sqrtTwoPi,
  tailRatio,
} from '../numerics/normal.ts';
import { integrateByTrapezoid } from '../numerics/trapezoid.ts';
import type { Channel, OutputDenoiser } from './channel.ts';
import { type Interval, interval, isNarrow, narrowMoments } from './interval.ts';
import { requireOmega, requireOverlapPair, requireVariance } from './overlap-pair.ts';
import { requireBinaryLabel } from './sign.ts';

const where = 'symmetric-door channel';

/** y = −1: z inside the door. Returns −g√V, dg V and ln Z at ω ≥ 0. */
const denoiseInside = (a: number, x: number, delta: number): OutputDenoiser => {
  if (isNarrow(x, delta)) {
    const { mass, mean, variance } = narrowMoments(x, delta);
    return {
      logPartition: Math.log(mass) - (a * a) / 2 - halfLogTwoPi,
      g: mean - x,
      dg: variance - 1,
    };
  }
  const b = delta + x;
  const e = Math.exp(-2 * delta * x);
  const rest = -Math.expm1(-2 * delta * x);
  const hb = tailRatio(b);
  if (a >= 0) {
    const density = normalDensity(a);
    const outside = density * (1 / tailRatio(a) + e / hb);
    const lambda = density / (1 - outside);
    const slope = lambda * rest;
    return {
      logPartition: Math.log1p(-outside),
      g: -slope,
      dg: -lambda * (delta * (1 + e) - x * rest) - slope * slope,
    };
  }
  // Outside the door looking in: λ(1−e)² − |a| + b e, with h − |a| written as the Mills excess
  const h = tailRatio(-a);
  const ratio = (e * h) / hb;
  const lambda = h / (1 - ratio);
  const bracket = millsExcess(a) + (h * (ratio - 2 * e + e * e)) / (1 - ratio) + b * e;
  return {
    logPartition: -(a * a) / 2 - halfLogTwoPi - Math.log(h) + Math.log1p(-ratio),
    g: -lambda * rest,
    dg: -lambda * bracket,
  };
};

/** y = +1: z outside the door. Returns g√V, dg V and ln Z at ω ≥ 0. */
const denoiseOutside = (a: number, x: number, delta: number): OutputDenoiser => {
  const b = delta + x;
  const e = Math.exp(-2 * delta * x);
  const rest = -Math.expm1(-2 * delta * x);
  const { inside, outside, edgeDensity } = interval(a, x, delta);
  if (outside >= 0.5) {
    const lambda = edgeDensity / outside;
    const slope = lambda * rest;
    return {
      logPartition: Math.log1p(-inside),
      g: slope,
      dg: lambda * (delta * (1 + e) - x * rest) - slope * slope,
    };
  }
  // Deep inside looking out: both tails relative to N(a), N and Φ eliminated by their ratios
  const ha = tailRatio(a);
  const hb = tailRatio(b);
  const d = 1 / ha + e / hb;
  const curvature =
    e * (2 + a / hb + b / ha) - millsExcess(-a) / ha - (e * e * millsExcess(-b)) / hb;
  return {
    logPartition: -(a * a) / 2 - halfLogTwoPi + Math.log(d),
    g: rest / d,
    dg: curvature / (d * d),
  };
};

/** H(Z₋)/N(a); ln of the smaller probability from its ratio, so that it may underflow. */
const entropyRatio = (
  { inside, outside, insideRatio, outsideRatio }: Interval,
  a: number,
): number => {
  const [small, ratio] = inside < outside ? [inside, insideRatio] : [outside, outsideRatio];
  const logSmall = Math.log(ratio) - (a * a) / 2 - halfLogTwoPi;
  const upper = small > 0 ? ((1 - small) * Math.log1p(-small)) / small : -1;
  return -ratio * (logSmall + upper);
};

/** N(a)(1 − e)²/(Z₋Z₊). */
const informationRatio = (
  { inside, outside, insideRatio, outsideRatio }: Interval,
  _a: number,
  x: number,
  delta: number,
): number => {
  const rest = Math.expm1(-2 * delta * x);
  return (rest * rest) / (inside < outside ? insideRatio * outside : inside * outsideRatio);
};

/** Rounding of N(k), k itself known to a spacing and a half. */
const edgeUlps = (k: number): number => 4 + 1.5 * k * k;

/** Half-width of the window in t: N(10)·10 = 1e-21. */
const reach = 10;

export const symmetricDoorChannel = (width: number): Channel => {
  requireNumber(where, 'width', width, { above: 0 });

  /** 2 N(K/√ρ) ∫_{ω>0} dt N(t) f(t). */
  const average = (
    overlap: number,
    variance: number,
    total: number,
    f: (there: Interval, a: number, x: number, delta: number) => number,
  ): Estimate => {
    const root = Math.sqrt(variance);
    const delta = width / root;
    const shift = (width / total) * root;
    const c = Math.sqrt(overlap / total);
    const zero = (-width / root) * c; // t at ω = 0
    const g = (t: number): number => {
      const a = shift - c * t;
      const x = Math.max(0, c * (t - zero));
      return Math.exp((-t * t) / 2) * f(interval(a, x, delta), a, x, delta);
    };
    const lower = Math.max(zero, -reach);
    // At ω = 0, of weight e^{−t²/2}, the zeros of Z₊ come as near as √V/δ: the step that resolves them
    const distance = 1 / Math.max(1, delta) / c;
    const digits = 40 - (zero * zero) / 2;
    const step = digits > 0 ? Math.min(0.5, (4 * Math.PI * distance) / digits) : 0.5;
    const mean = integrateByTrapezoid(g, lower, reach, {
      intervals: Math.ceil((reach - lower) / step),
      ulps: 16,
    });
    const k = width / Math.sqrt(total);
    return scaled((2 / sqrtTwoPi) * normalDensity(k), mean, edgeUlps(k));
  };

  return {
    spec: { kind: 'symmetric-door', width },
    even: true,
    discreteOutput: true,
    revealedFraction: 0,
    denoise(y, omega, variance) {
      requireBinaryLabel(where, y);
      requireOmega(where, omega);
      requireVariance(where, variance);
      const root = Math.sqrt(variance);
      const x = Math.abs(omega) / root;
      const delta = width / root;
      const a = (width - Math.abs(omega)) / root;
      const { logPartition, g, dg } =
        y < 0 ? denoiseInside(a, x, delta) : denoiseOutside(a, x, delta);
      return { logPartition, g: (omega < 0 ? -g : g) / root, dg: dg / variance };
    },
    potential(overlap, variance) {
      const total = requireOverlapPair(where, overlap, variance);
      if (variance === 0) return exactly(0);
      if (overlap === 0) {
        const k = width / Math.sqrt(total);
        const there = interval(k, 0, k);
        return rounded(-there.edgeDensity * entropyRatio(there, k), 16 + edgeUlps(k));
      }
      const mean = average(overlap, variance, total, entropyRatio);
      return scaled(-Math.sqrt(variance / total), mean);
    },
    conjugatePerAlpha(overlap, variance) {
      const total = requireOverlapPair(where, overlap, variance);
      if (variance === 0) return exactly(Number.POSITIVE_INFINITY);
      if (overlap === 0) return exactly(0);
      const mean = average(overlap, variance, total, informationRatio);
      return scaled(1 / (Math.sqrt(total) * Math.sqrt(variance)), mean);
    },
    slopeAtZero(secondMoment) {
      requireNumber(where, 'secondMoment', secondMoment, { above: 0 });
      const k = width / Math.sqrt(secondMoment);
      const { inside, outside, insideRatio, outsideRatio } = interval(k, 0, k);
      const information =
        inside < outside
          ? normalDensity(k) / (insideRatio * outside)
          : normalDensity(k) / (inside * outsideRatio);
      return rounded(
        (information * (2 * k) * (2 * k)) / secondMoment / secondMoment,
        16 + 2 * edgeUlps(k),
      );
    },
    sample: (z) => (Math.abs(z) < width ? -1 : 1),
  };
};
