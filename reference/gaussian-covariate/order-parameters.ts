/**
 * The half of the replica equations that knows the features: from the conjugates, which sum up what the
 * samples say, to the order parameters of the student. D = λ + V̂ s:
 *
 *   V = ⟨s/D⟩,   m = m̂ ⟨t/D⟩,   q = ⟨(m̂² t s + q̂ s²)/D²⟩,   ‖w‖²/p = ⟨(m̂² t + q̂ s)/D²⟩
 *
 * The alignment a, m = √(ρq) tanh a, is taken from sinh a = m/√(ρq − m²), where
 *
 *   ρq − m² = m̂² [(ρ − ⟨t/s⟩)⟨ts/D²⟩ + spread] + ρ q̂ ⟨s²/D²⟩
 *
 * is a sum of positive terms: what the features do not see, what the penalty distorts, what the finite
 * sample blurs. Source: [loureiro2021].
 */
import type { Student } from '../empirical-risk/channel-averages.ts';
import { resolventAverages, type Spectrum, unexplainedVariance } from './spectrum.ts';

export interface Conjugates {
  /** m̂ */
  readonly overlap: number;
  /** q̂ */
  readonly norm: number;
  /** V̂ */
  readonly susceptibility: number;
}

export interface OrderParameters extends Student {
  /** m, by itself rather than from the alignment. */
  readonly overlap: number;
  /** ‖w‖²/p. */
  readonly weightNorm: number;
}

export const orderParameters = (
  spectrum: Spectrum,
  secondMoment: number,
  lambda: number,
  { overlap: mHat, norm: qHat, susceptibility: VHat }: Conjugates,
  unexplained = unexplainedVariance(spectrum, secondMoment),
): OrderParameters => {
  const { s, t, s2, t2, ss, ts, spread } = resolventAverages(spectrum, lambda, VHat);
  const square = mHat * mHat;
  const overlap = mHat * t;
  const remote = square * (unexplained * ts + spread) + secondMoment * qHat * ss;
  return {
    overlap,
    norm: square * ts + qHat * ss,
    susceptibility: s,
    alignment: overlap === 0 ? 0 : Math.asinh(overlap / Math.sqrt(remote)),
    weightNorm: square * t2 + qHat * s2,
  };
};
