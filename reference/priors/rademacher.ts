/**
 * Rademacher prior w = ±1. Shifting the Gaussian (E_z f(r + √r z) = e^{−r/2} E_u e^u f(u) with
 * u = √r z) and keeping even parts turns every average into one of a positive, even, analytic function:
 *
 *   mmse = e^{−r/2} E sech u                M = e^{−r/2} E[sinh u tanh u]
 *   Φ_w  = E relativeEntropy(q − 1)         q = e^{−r/2} cosh u = dP(y)/dN(y), a divergence
 *   I    = ln 2 − G,  G = e^{−r/2} E b(u)   b(u) = cosh u ln(1 + e^{−2u}) + u e^{−u},  u ≥ 0
 *   f_a  = tanh B,  f_v = sech² B           (A drops out up to e^{−A/2})
 *
 * No form is a difference where the result is small; r/2 = Φ_w + I gives one from the other on the
 * side where it is not small. Singularities: u = ±iπ/2, so a trapezoid of step 1/4 in u is exact.
 * Limits: mmse → √(π/2r) e^{−r/2}, Φ_w ~ r²/4, M ~ r.
 */
import { type Estimate, exactly, minus, rounded, scaled } from '../numerics/estimate.ts';
import { logCosh, sech, spinEntropy } from '../numerics/hyperbolic.ts';
import { relativeEntropyTerm } from '../numerics/log-sum-exp.ts';
import { sqrtTwoPi } from '../numerics/normal.ts';
import { integrateByTrapezoid } from '../numerics/trapezoid.ts';
import type { Prior } from './prior.ts';
import { requireSignalToNoise } from './signal-to-noise.ts';

const where = 'rademacher prior';

/**
 * E_z f(√r z) for an even f that decays like e^{−|u|}: the grid follows the narrower of the Gaussian
 * (z ≲ 9.5) and of f (u ≲ 44), its step the harmonic mean of both scales.
 */
const average = (r: number, f: (u: number) => number): Estimate => {
  const root = Math.sqrt(r);
  const reach = Math.min(9.5, 44 / root);
  const intervals = Math.ceil((reach * Math.sqrt(1 + r)) / 0.5);
  return integrateByTrapezoid(
    (z) => (2 / sqrtTwoPi) * Math.exp((-z * z) / 2) * f(root * z),
    0,
    reach,
    { intervals },
  );
};

/** E_z f(√r z) for r ≤ 2 and an even f that grows like e^{|u|}: the Gaussian alone sets the grid. */
const growingAverage = (r: number, f: (u: number) => number): Estimate => {
  const root = Math.sqrt(r);
  return integrateByTrapezoid(
    (z) => (2 / sqrtTwoPi) * Math.exp((-z * z) / 2) * f(root * z),
    0,
    9.5 + root,
    { intervals: 32 },
  );
};

const meanSquareError = (r: number): Estimate => {
  requireSignalToNoise(where, r);
  if (r === 0) return exactly(1);
  if (r === Number.POSITIVE_INFINITY) return exactly(0);
  return scaled(Math.exp(-r / 2), average(r, sech));
};

const overlap = (r: number): Estimate => {
  requireSignalToNoise(where, r);
  if (r > 2) return minus(exactly(1), meanSquareError(r));
  const mean = growingAverage(r, (u) => Math.sinh(u) * Math.tanh(u));
  return scaled(Math.exp(-r / 2), mean);
};

/** H(w | B) = G(r). */
const conditionalEntropy = (r: number): Estimate =>
  scaled(Math.exp(-r / 2), average(r, spinEntropy));

const potential = (r: number): Estimate => {
  requireSignalToNoise(where, r);
  if (r === Number.POSITIVE_INFINITY) return exactly(r);
  if (r > 2) return minus(exactly(r / 2), mutualInformation(r));
  return growingAverage(r, (u) => relativeEntropyTerm(Math.expm1(logCosh(u) - r / 2)));
};

const mutualInformation = (r: number): Estimate => {
  requireSignalToNoise(where, r);
  if (r === Number.POSITIVE_INFINITY) return rounded(Math.LN2, 1);
  return r > 2
    ? minus(rounded(Math.LN2, 1), conditionalEntropy(r))
    : minus(exactly(r / 2), potential(r));
};

export const rademacherPrior = (): Prior => ({
  spec: { kind: 'rademacher' },
  mean: 0,
  secondMoment: 1,
  continuousMass: 0,
  entropy: Math.LN2,
  denoise(precision, field) {
    const s = sech(field);
    return {
      mean: Math.tanh(field),
      variance: s * s,
      logPartition: logCosh(field) - precision / 2,
    };
  },
  potential,
  overlap,
  meanSquareError,
  mutualInformation,
  sample: (stream) => (stream.uniform() < 0.5 ? -1 : 1),
});
