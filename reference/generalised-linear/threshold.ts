import type { Channel } from '../channels/channel.ts';
import { ConvergenceError, DomainError, NoThresholdError } from '../errors.ts';
import type { Estimate } from '../numerics/estimate.ts';
import type { Prior } from '../priors/prior.ts';
import {
  type Branch,
  branches,
  interiorBranch,
  perfectBranch,
  perfectIsStable,
  zeroBranch,
} from './branches.ts';
import { type FixedPointCurve, fixedPointCurve, type Run } from './fixed-point-curve.ts';

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
    if (run.rising && run.endsAtFold) candidates.push(curve.fold(endOf(run), 'maximum'));
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
      const { alpha, overlap } = curve.fold(runs[i].knots[0], 'minimum');
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

/** One stable branch as a function of α: where it lives and its state there. */
interface BranchOfAlpha {
  readonly from: number;
  readonly to: number;
  readonly at: (alpha: number) => Branch | null;
}

/** All stable branches, by ascending overlap. */
function branchesOfAlpha(curve: FixedPointCurve): BranchOfAlpha[] {
  const runs = curve.runs();
  const list: BranchOfAlpha[] = [];
  const wr = curve.weakRecovery?.value ?? 0;
  if (wr > 0 && !runs[0].rising)
    list.push({ from: 0, to: wr, at: (alpha) => zeroBranch(curve, alpha) });
  runs.forEach((run, i) => {
    if (!run.rising) return;
    list.push({
      from: run.startsAtFold ? curve.fold(run.knots[0], 'minimum').alpha.value : 0,
      to: run.endsAtFold ? curve.fold(endOf(run), 'maximum').alpha.value : curve.limit,
      at: (alpha) => {
        // A rising start of an even channel continues m = 0.
        if (i === 0 && alpha <= wr) return zeroBranch(curve, alpha);
        return interiorAt(curve, run, alpha);
      },
    });
  });
  if (perfectIsStable(curve, Number.MAX_VALUE))
    list.push({
      from: curve.limit,
      to: Infinity,
      at: (alpha) => perfectBranch(curve, alpha),
    });
  return list;
}

/** The root on this run. The runs leave out the featureless ends of the curve: there it is looked up. */
function interiorAt(curve: FixedPointCurve, run: Run, alpha: number): Branch | null {
  const root = curve.rootOnRun(run, alpha);
  if (root !== null) return interiorBranch(curve, alpha, root);
  const level = Math.log(alpha);
  const { stable } = branches(curve.prior, curve.channel, alpha);
  if (!run.startsAtFold && level < run.knots[0].y) return stable[0] ?? null;
  if (!run.endsAtFold && level > endOf(run).y) return stable[stable.length - 1] ?? null;
  return null;
}

function informationTheoretic(curve: FixedPointCurve): Threshold {
  const { channel } = curve;
  if (perfectIsStable(curve, Number.MAX_VALUE) && channel.revealedFraction > 0) {
    // f(ρ) passes from −∞ to +∞.
    const { alpha } = limitOf(curve);
    return { alpha, overlap: bestBelow(curve, alpha.value) };
  }
  const list = branchesOfAlpha(curve);
  if (list.length < 2)
    throw new NoThresholdError(
      `no information-theoretic threshold (${named(curve)}): no two stable fixed points coexist, the optimal overlap is continuous in alpha`,
    );
  const top = list[list.length - 1];
  const rest = list.slice(0, -1);
  // The best of the others, at its largest free entropy.
  const rivalAt = (alpha: number): { branch: Branch; entropy: Estimate } | null => {
    let best: { branch: Branch; entropy: Estimate } | null = null;
    for (const branch of rest) {
      if (alpha < branch.from || alpha > branch.to) continue;
      const state = branch.at(alpha);
      if (state === null) continue;
      const entropy = state.freeEntropy;
      if (best === null || entropy.value > best.entropy.value) best = { branch: state, entropy };
    }
    return best;
  };
  const output = (state: Branch) =>
    channel.potential(state.overlap.value, state.meanSquareError.value).value;
  /** f_top − f_rest, and its slope in α. */
  const gap = (alpha: number) => {
    const upper = top.at(alpha);
    const lower = rivalAt(alpha);
    if (upper === null || lower === null)
      throw new ConvergenceError('threshold', `a branch is lost at alpha = ${alpha}`);
    const entropy = upper.freeEntropy;
    return {
      lower: lower.branch,
      value: entropy.value - lower.entropy.value,
      error: entropy.error + lower.entropy.error,
      slope: output(upper) - output(lower.branch),
    };
  };
  // On each spinodal the branch that is born or dies lies below the other.
  const from = Math.max(top.from, Number.MIN_VALUE);
  const to = Math.max(...rest.map((branch) => branch.to));
  const { alpha: root, state } = crossing(gap, from, to);
  const { lower, error, slope } = state;
  const alphaError =
    Math.min(0.5 * (to - from), error / Math.abs(slope)) + 2 * Number.EPSILON * root;
  return {
    alpha: { value: root, error: alphaError },
    overlap: {
      value: lower.overlap.value,
      error: lower.overlap.error + Math.abs(rateOf(lower, rivalAt, root)) * alphaError,
    },
  };
}

interface Gap {
  readonly value: number;
  readonly slope: number;
}

/** Zero of f_top − f_rest, which rises through it between the two spinodals: Newton, bracketed. */
function crossing<G extends Gap>(
  gap: (alpha: number) => G,
  from: number,
  to: number,
): { readonly alpha: number; readonly state: G } {
  let [low, high] = [from, to];
  let alpha = 0.5 * (from + to);
  let best: { readonly alpha: number; readonly state: G } | null = null;
  for (let i = 0; i < 100; i++) {
    const state = gap(alpha);
    const gained = best === null || Math.abs(state.value) < 0.5 * Math.abs(best.state.value);
    if (best === null || Math.abs(state.value) < Math.abs(best.state.value))
      best = { alpha, state };
    if (state.value > 0) high = alpha;
    else low = alpha;
    const step = -state.value / state.slope;
    // Either the last digit of α, or that of f.
    if (Math.abs(step) <= 2 * Number.EPSILON * alpha) return best;
    if (!gained && Math.abs(step) < 1e-6 * (to - from)) return best;
    const next = alpha + step;
    alpha = next > low && next < high ? next : 0.5 * (low + high);
    if (alpha === low || alpha === high) return best;
  }
  throw new ConvergenceError('threshold', 'the free entropies of two branches do not cross');
}

/** dm/dα of a branch, by a one-sided difference; only sizes an error. */
function rateOf(
  state: Branch,
  at: (alpha: number) => { branch: Branch } | null,
  alpha: number,
): number {
  const h = 1e-5 * alpha;
  const before = at(alpha - h);
  return before === null ? 0 : (state.overlap.value - before.branch.overlap.value) / h;
}

/** Overlap of the best imperfect fixed point at α; ρ where there is none (a continuous transition). */
function bestBelow(curve: FixedPointCurve, alpha: number): Estimate {
  const { prior, channel } = curve;
  if (alpha === 0) return prior.overlap(0);
  const imperfect = branches(prior, channel, alpha).stable.filter((branch) => !branch.perfect);
  if (imperfect.length === 0) return exact(prior.secondMoment);
  return imperfect.reduce((a, b) => (b.freeEntropy.value > a.freeEntropy.value ? b : a)).overlap;
}

function endOf(run: Run) {
  return run.knots[run.knots.length - 1];
}
