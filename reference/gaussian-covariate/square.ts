/**
 * Square loss: a target y with E y² = Y and E[y ν] = c ρ. Everything follows from one scalar root,
 *
 *   V = ⟨s/(λ + α s/(u + V))⟩,   V̂ = α/(u + V),   m̂ = c V̂,   q̂ = V̂ r/(u + V)
 *   r = E(y − z)² = [ Y − c²⟨t/s⟩ + c² λ²⟨t/(sD²)⟩ ] (u + V)/(u + λ⟨s/D²⟩)
 *
 * r is a sum of what no linear function of the features explains, what the penalty holds back, and the
 * gain (u + V)/(u + λ⟨s/D²⟩) ≥ 1 by which the sample is overfitted; the textbook's Y + q − 2cm and
 * 1 − B cancel. u = 1; the ridgeless limit with fewer samples than features has V → ∞ as 1/λ, and is
 * u = 0 at λ = 1 in units of 1/λ.
 */
import { ConvergenceError } from '../errors.ts';
import { type Estimate, epsilon } from '../numerics/estimate.ts';
import { findRoot } from '../numerics/roots.ts';
import {
  averageUlps,
  meanOf,
  resolventAverages,
  type Spectrum,
  unexplainedVariance,
} from './spectrum.ts';

/** What is to be learnt: Y = E y² and c = E[y ν]/ρ. */
export interface Target {
  readonly power: number;
  readonly correlation: number;
}

/** ln⟨s/(V D)⟩, which falls with V through 0, and its slope in ln V. */
const excess = (
  { weights, student }: Spectrum,
  alpha: number,
  lambda: number,
  unit: 0 | 1,
  V: number,
) => {
  const share = V / (unit + V);
  let sum = 0;
  let fall = 0;
  for (let i = 0; i < weights.length; i++) {
    const s = student[i];
    if (s === 0) continue;
    const denominator = lambda * V + alpha * s * share;
    const term = (weights[i] * s) / denominator;
    sum += term;
    fall += term * ((lambda * V + (alpha * s * share * unit) / (unit + V)) / denominator);
  }
  return { value: Math.log(sum), slope: -fall / sum };
};

/** V, with its error. */
export const squareSusceptibility = (
  spectrum: Spectrum,
  alpha: number,
  lambda: number,
  unit: 0 | 1,
): Estimate => {
  const mean = meanOf(spectrum, (s) => s);
  const at = (logV: number) => excess(spectrum, alpha, lambda, unit, Math.exp(logV)).value;
  // V D ≥ λV and, for u = 1, V D ≤ λV + α s V
  let high = lambda > 0 ? Math.log(mean / lambda) + 1e-9 : 0;
  while (!(at(high) <= 0)) {
    high += 2;
    if (high > 300) throw new ConvergenceError('square loss', 'no finite susceptibility');
  }
  let low = high - 1;
  for (let reach = 2; !(at(low) >= 0); reach *= 2) {
    low -= reach;
    if (low < -600) throw new ConvergenceError('square loss', 'the susceptibility vanishes');
  }
  const { root } = findRoot(at, low, high);
  // One Newton step in ln V removes what the bracket left
  const { value, slope } = excess(spectrum, alpha, lambda, unit, Math.exp(root));
  const V = Math.exp(root - value / slope);
  const noise = (averageUlps(spectrum) + 8) * epsilon;
  return { value: V, error: V * (noise / Math.abs(slope) + 4 * epsilon * (1 + Math.abs(root))) };
};

/** r = E(y − z)². */
export const residualPower = (
  spectrum: Spectrum,
  secondMoment: number,
  { power, correlation: c }: Target,
  lambda: number,
  VHat: number,
  V: number,
  unit: 0 | 1,
): number => {
  const { missed, s2 } = resolventAverages(spectrum, lambda, VHat);
  const noise = power - c * c * secondMoment;
  const left = Math.max(0, noise) + c * c * (unexplainedVariance(spectrum, secondMoment) + missed);
  return (left * (unit + V)) / (unit + lambda * s2);
};
