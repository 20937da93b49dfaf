/**
 * What one output of two sign units says about z ~ N(ω, V), V a symmetric positive definite matrix:
 *
 *   Z_y = P(y | z ~ N(ω, V)),   g = ∇_ω ln Z = V⁻¹(E[z | y] − ω),   ∂g = ∇∇ ln Z = V⁻¹ (Cov[z | y] − V) V⁻¹
 *
 * y = ±1 is a quadrant. y = 0 is the union of two, p and p̄ their shares:
 *
 *   Z = Z_a + Z_b,   g = p g_a + p̄ g_b,   ∂g = p ∂g_a + p̄ ∂g_b + p p̄ (g_a − g_b)(g_a − g_b)ᵀ
 */
import { DomainError, requireNumber } from '../errors.ts';
import { epsilon } from '../numerics/estimate.ts';
import { productError } from '../numerics/exact-sign.ts';
import { logAddExp } from '../numerics/log-sum-exp.ts';
import { plackettCorrelation, plackettError, quadrant, quadrantDerivatives } from './quadrant.ts';

/** A symmetric 2 × 2 matrix: its entries 11, 12, 22. */
export type Symmetric = readonly [number, number, number];

export interface CommitteeOutput {
  readonly logPartition: number;
  readonly g: readonly [number, number];
  readonly dg: Symmetric;
  readonly error: { readonly logPartition: number; readonly g: number; readonly dg: number };
}

const where = 'committeeOutputDenoiser';

/** det V, with the rounding of both products put right. */
const determinant = ([a, c, b]: Symmetric): number => {
  const [p, q] = [a * b, c * c];
  return p - q + (productError(a, b, p) - productError(c, c, q));
};

/** 1 − ϱ² of V below which its last digits decide what it says. */
const singular = 1e-14;

/** Whether V is positive definite, to double precision. */
export const isDefinite = (variance: Symmetric): boolean => {
  const [a, , b] = variance;
  return a > 0 && b > 0 && determinant(variance) > singular * a * b;
};

export const requireCovariance = (place: string, parameter: string, variance: Symmetric): void => {
  const [a, , b] = variance;
  if (!variance.every(Number.isFinite) || !isDefinite(variance))
    throw new DomainError(
      place,
      parameter,
      `[[${a}, ${variance[1]}], [${variance[1]}, ${b}]]`,
      'symmetric and positive definite, 1 − ϱ² > 1e-14',
    );
};

/** One quadrant z₁ s₁ > 0, z₂ s₂ > 0. */
const oneQuadrant = (
  [s1, s2]: readonly [number, number],
  [w1, w2]: readonly [number, number],
  variance: Symmetric,
): CommitteeOutput => {
  const [d1, d2] = [Math.sqrt(variance[0]), Math.sqrt(variance[2])];
  const kappa2 = determinant(variance) / (variance[0] * variance[2]);
  const rho = (s1 * s2 * variance[1]) / (d1 * d2);
  const { logL, logError, g, gError, dg, dgError } = quadrant(
    (s1 * w1) / d1,
    (s2 * w2) / d2,
    rho,
    kappa2,
  );
  const least = Math.min(variance[0], variance[2]);
  // Rounding of ω/√V moves each result by its own slope
  const a = Math.abs(w1) / d1;
  const b = Math.abs(w2) / d2;
  const shift = 4 * epsilon * (a + b);
  const steep = Math.max(g[0], g[1]);
  const bend = Math.max(...dg.map(Math.abs));
  return {
    logPartition: logL,
    g: [(s1 * g[0]) / d1, (s2 * g[1]) / d2],
    dg: [dg[0] / variance[0], (s1 * s2 * dg[1]) / (d1 * d2), dg[2] / variance[2]],
    error: {
      logPartition: logError + shift * steep,
      g: (Math.max(...gError) + shift * bend) / Math.sqrt(least),
      dg: (dgError + shift * Math.min(1, bend) * (1 + steep)) / least,
    },
  };
};

/** Below this an output is left to the logarithmic forms. */
const improbable = 0.004;

const sums = new Float64Array(6);
const term = new Float64Array(6);

/** Z and its derivatives as sums over the quadrants of y, each relative to one; null if Z is small. */
const denoiseByDerivatives = (
  y: number,
  omega: readonly [number, number],
  variance: Symmetric,
): CommitteeOutput | null => {
  const [d1, d2] = [Math.sqrt(variance[0]), Math.sqrt(variance[2])];
  const rho = variance[1] / (d1 * d2);
  if (Math.abs(rho) > plackettCorrelation) return null;
  const kappa = Math.sqrt(determinant(variance)) / (d1 * d2);
  const [a, b] = [omega[0] / d1, omega[1] / d2];
  if (y !== 0) {
    if (Math.min(y * a, y * b) < -2.5) return null; // Φ(−2.5) is small
    quadrantDerivatives(y * a, y * b, rho, kappa, sums);
    if (y < 0) [sums[1], sums[2]] = [-sums[1], -sums[2]];
  } else {
    quadrantDerivatives(a, -b, -rho, kappa, sums);
    quadrantDerivatives(-a, b, -rho, kappa, term);
    for (const k of [0, 3, 5]) sums[k] += term[k];
    sums[1] -= term[1];
    sums[2] = term[2] - sums[2];
    sums[4] = -sums[4] - term[4];
  }
  const Z = sums[0];
  if (Z < improbable) return null;
  const [g1, g2] = [sums[1] / Z, sums[2] / Z];
  const least = Math.min(variance[0], variance[2]);
  const unit = plackettError / Z;
  const steep = Math.max(Math.abs(g1), Math.abs(g2));
  const bend = Math.max(Math.abs(sums[3]), Math.abs(sums[4]), Math.abs(sums[5])) / Z;
  // Edges far away leave little slope, and little error of it
  const edge = Math.exp(-Math.min(a * a, b * b) / 4);
  return {
    logPartition: Math.log(Z),
    g: [g1 / d1, g2 / d2],
    dg: [
      (sums[3] / Z - g1 * g1) / variance[0],
      (sums[4] / Z - g1 * g2) / (d1 * d2),
      (sums[5] / Z - g2 * g2) / variance[2],
    ],
    error: {
      logPartition: unit,
      g: (unit * (edge + steep)) / Math.sqrt(least),
      dg: (unit * (edge + bend + 2 * steep + 2 * steep * steep)) / (kappa * least),
    },
  };
};

/** The denoiser without checks of its arguments. */
export const denoiseCommittee = (
  y: number,
  omega: readonly [number, number],
  variance: Symmetric,
): CommitteeOutput => {
  const likely = denoiseByDerivatives(y, omega, variance);
  if (likely !== null) return likely;
  if (y !== 0) return oneQuadrant([y, y], omega, variance);
  const a = oneQuadrant([1, -1], omega, variance);
  const b = oneQuadrant([-1, 1], omega, variance);
  const logPartition = logAddExp(a.logPartition, b.logPartition);
  const p = Math.exp(a.logPartition - logPartition);
  const n = Math.exp(b.logPartition - logPartition);
  const [x1, x2] = [a.g[0] - b.g[0], a.g[1] - b.g[1]];
  const mixed = p * n;
  // A log-ratio that is off by e moves the shares by p p̄ e
  const e = a.error.logPartition + b.error.logPartition + 4 * epsilon;
  const apart = Math.max(Math.abs(x1), Math.abs(x2));
  const curved = Math.max(...[...a.dg, ...b.dg].map(Math.abs));
  return {
    logPartition,
    g: [p * a.g[0] + n * b.g[0], p * a.g[1] + n * b.g[1]],
    dg: [
      p * a.dg[0] + n * b.dg[0] + mixed * x1 * x1,
      p * a.dg[1] + n * b.dg[1] + mixed * x1 * x2,
      p * a.dg[2] + n * b.dg[2] + mixed * x2 * x2,
    ],
    error: {
      logPartition: p * a.error.logPartition + n * b.error.logPartition + 4 * epsilon,
      g: p * a.error.g + n * b.error.g + mixed * e * apart,
      dg:
        p * a.error.dg +
        n * b.error.dg +
        mixed * (4 * apart * (a.error.g + b.error.g) + e * (apart * apart + curved)),
    },
  };
};

/** With ln Z to its relative accuracy also where the output is nearly certain. */
export function committeeOutputDenoiser(
  y: number,
  omega: readonly [number, number],
  variance: Symmetric,
): CommitteeOutput {
  if (y !== 1 && y !== 0 && y !== -1) throw new DomainError(where, 'y', y, '-1, 0 or 1');
  omega.forEach((w, i) => {
    requireNumber(where, `omega[${i}]`, w);
  });
  requireCovariance(where, 'variance', variance);
  const found = denoiseCommittee(y, omega, variance);
  if (found.logPartition < -0.5) return found;
  // Near certainty: ln(1 − P(another output)), a sum of improbable quadrants
  const others = (y === 0 ? [1, -1] : [0, -y]).map((other) =>
    denoiseCommittee(other, omega, variance),
  );
  const rest = others.reduce((sum, { logPartition }) => sum + Math.exp(logPartition), 0);
  const restError = others.reduce(
    (sum, { logPartition, error }) => sum + Math.exp(logPartition) * error.logPartition,
    0,
  );
  return {
    ...found,
    logPartition: Math.log1p(-rest),
    error: { ...found.error, logPartition: restError / (1 - rest) + 4 * epsilon * rest },
  };
}
