import type { Channel } from '../channels/channel.ts';
import { ConvergenceError, DomainError, NoThresholdError } from '../errors.ts';
import type { Estimate } from '../numerics/estimate.ts';
import type { Prior } from '../priors/prior.ts';
import { foldAtKnot } from './curve-fold.ts';
import { type FixedPointCurve, fixedPointCurve } from './fixed-point-curve.ts';
import { informationTheoretic } from './information-theoretic.ts';
import type { Run } from './monotone-runs.ts';

export type ThresholdKind =
  | 'algorithmic'
  | 'information-theoretic'
  | 'lower-spinodal'
  | 'weak-recovery';

export interface Threshold {
  readonly alpha: Estimate;
  /** m on the branch that ends or loses there. */
  readonly overlap: Estimate;
}

/**
 * The transitions of a model, read off the curve α(r) = r / A(M(r)) of its fixed points.
 *
 *  - algorithmic: the smallest α above which AMP needs no luck. Where perfect recovery can be
 *    reached at finite α: sup_r α(r), AMP recovers perfectly iff α is larger. Otherwise (noise, or
 *    labels of continuous weights): the highest local maximum of α(r), above which AMP and informed
 *    state evolution end at the same fixed point. `overlap` is where AMP's branch ends: at a fold; at
 *    m = 0 where α(r) falls from its start α_WR; at ρ where the branch runs continuously into
 *    perfect recovery at α = s/κ.
 *  - information-theoretic: the largest α at which the global maximum of the free entropy passes
 *    from one branch to another. f has slope Φ_out(m) in α, larger on the branch of larger m, so each
 *    pair of branches crosses once. Noiseless continuous outputs: f(ρ) = ±∞ changes sign at
 *    α = s/κ. `overlap` is that of the branch that loses.
 *  - lower-spinodal: where the best branch appears: the highest-m local minimum of α(r), or s/κ
 *    (overlap ρ) where α(r) falls to that limit.
 *  - weak-recovery: α_WR = 1/(ρ² A′(0)), where m = 0 loses its stability (even channel, prior
 *    without mean).
 *
 * Throws NoThresholdError where the model has none of the kind.
 * Source: [barbier2019]; [krzakala2012] for the spinodals; [mondelli2019], [maillard2020] for α_WR.
 */
export function threshold(prior: Prior, channel: Channel, kind: ThresholdKind): Threshold {
  const curve = fixedPointCurve(prior, channel);
  switch (kind) {
    case 'algorithmic':
      return algorithmic(curve);
    case 'information-theoretic':
      return informationTheoretic(curve);
    case 'lower-spinodal':
      return lowerSpinodal(curve);
    case 'weak-recovery':
      return weakRecovery(curve);
    default:
      throw new DomainError(
        'threshold',
        'kind',
        kind,
        '"algorithmic", "information-theoretic", "lower-spinodal" or "weak-recovery"',
      );
  }
}

const exact = (value: number): Estimate => ({ value, error: 0 });

const named = ({ prior, channel }: FixedPointCurve): string =>
  `${prior.spec.kind} prior, ${channel.spec.kind} channel`;

/** s/κ and its rounding: where perfect recovery becomes stable and, at once, optimal. */
function limitOf(curve: FixedPointCurve): Threshold {
  return {
    alpha: { value: curve.limit, error: Number.EPSILON * curve.limit },
    overlap: exact(curve.prior.secondMoment),
  };
}

function algorithmic(curve: FixedPointCurve): Threshold {
  const runs = curve.runs();
  const candidates: Threshold[] = [];
  if (curve.weakRecovery !== null && !runs[0].rising)
    candidates.push({ alpha: curve.weakRecovery, overlap: exact(0) });
  for (const run of runs)
    if (run.rising && run.endsAtFold) candidates.push(foldAtKnot(curve, endOf(run), 'maximum'));
  if (curve.limit > 0 && curve.limit < Infinity && runs[runs.length - 1].rising)
    candidates.push(limitOf(curve));
  if (candidates.length === 0) {
    const instead =
      curve.weakRecovery === null
        ? 'AMP reaches the only fixed point at every alpha'
        : 'beyond weak recovery AMP reaches the only stable fixed point at every alpha';
    throw new NoThresholdError(
      `no algorithmic threshold (${named(curve)}): α(r) has no local maximum; ${instead}`,
    );
  }
  const highest = candidates.reduce((a, b) => (b.alpha.value > a.alpha.value ? b : a));
  return { alpha: highest.alpha, overlap: highest.overlap };
}

function lowerSpinodal(curve: FixedPointCurve): Threshold {
  const runs = curve.runs();
  const last = runs[runs.length - 1];
  if (curve.limit > 0 && curve.limit < Infinity && !last.rising) return limitOf(curve);
  for (let i = runs.length - 1; i >= 0; i--) {
    if (runs[i].rising && runs[i].startsAtFold) {
      const { alpha, overlap } = foldAtKnot(curve, runs[i].knots[0], 'minimum');
      return { alpha, overlap };
    }
  }
  throw new NoThresholdError(
    `no lower spinodal (${named(curve)}): α(r) has no local minimum; ${
      curve.limit === 0
        ? 'perfect recovery is stable at every alpha > 0'
        : 'no two stable fixed points coexist'
    }`,
  );
}

function weakRecovery(curve: FixedPointCurve): Threshold {
  if (curve.weakRecovery !== null) {
    if (curve.weakRecovery.value === Infinity)
      throw new ConvergenceError(
        'threshold',
        `weak recovery (${named(curve)}) lies beyond the range of numbers`,
      );
    return { alpha: curve.weakRecovery, overlap: exact(0) };
  }
  throw new NoThresholdError(
    `no weak-recovery threshold (${named(curve)}): ${
      curve.channel.even ? 'the prior has a mean' : 'the channel is not even'
    }, the overlap is positive at every alpha > 0`,
  );
}

function endOf(run: Run) {
  return run.knots[run.knots.length - 1];
}
