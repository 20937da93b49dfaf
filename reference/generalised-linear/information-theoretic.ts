import { ConvergenceError, NoThresholdError } from '../errors.ts';
import type { Estimate } from '../numerics/estimate.ts';
import { integrate } from '../numerics/quadrature.ts';
import {
  type Branch,
  branches,
  interiorBranch,
  perfectBranch,
  perfectIsStable,
  zeroBranch,
} from './branches.ts';
import { foldAtKnot } from './curve-fold.ts';
import { rootOnRun } from './curve-root.ts';
import type { FixedPointCurve } from './fixed-point-curve.ts';
import type { Run } from './monotone-runs.ts';

/**
 * Where the global maximum of the free entropy passes from one branch of fixed points to another.
 *
 *   f_high(α) − f_low(α) = 0,   d/dα (f_high − f_low) = Φ_out(m_high) − Φ_out(m_low) > 0,
 *
 * so that two branches cross at most once, between the spinodals where the one is born and the other
 * dies (there the lower maximum of f(m) merges with the minimum beside it). Newton's method on it
 * has the slope for free. Three kinds of upper branch:
 *  - imperfect (noise; labels of continuous weights): both sides from the roots of α(r) = α;
 *  - perfect recovery of discrete weights from labels: f = −H(P_w) at every α;
 *  - perfect recovery from noiseless continuous outputs: f = ±∞ by the sign of ακ − s, hence α = s/κ.
 * Of several transitions the last one is returned. The overlap is that of the branch that loses.
 *
 * Source: [barbier2019], theorem 1 (sup inf of f_RS); [gyorgyi1990] for the binary perceptron.
 */
export function informationTheoretic(curve: FixedPointCurve): {
  readonly alpha: Estimate;
  readonly overlap: Estimate;
} {
  if (curve.channel.revealedFraction > 0) {
    const alpha = curve.limit;
    return {
      alpha: { value: alpha, error: Number.EPSILON * alpha },
      overlap: bestImperfect(curve, alpha),
    };
  }
  const list = branchesOfAlpha(curve);
  if (list.length < 2)
    throw new NoThresholdError(
      `no information-theoretic threshold (${curve.prior.spec.kind} prior, ${curve.channel.spec.kind} channel): no two stable fixed points coexist, the optimal overlap is continuous in alpha`,
    );
  const top = list[list.length - 1];
  const rest = list.slice(0, -1);
  const gapAt = (alpha: number): Gap => {
    const high = top.at(alpha);
    const low = bestOf(rest, alpha);
    if (high === null || low === null)
      throw new ConvergenceError('threshold', `a branch is lost at alpha = ${alpha}`);
    return gap(curve, alpha, low, high);
  };
  const from = top.from;
  const to = Math.max(...rest.map((branch) => branch.to));
  const { alpha, state } = crossing(gapAt, from, to);
  const { low, value, error, slope } = state;
  // The spinodals enclose the answer too, to their own rounding: near a cusp better than f does.
  const bound = Math.min(
    (error + Math.abs(value)) / Math.abs(slope),
    to - from + 32 * Number.EPSILON * to,
  );
  const alphaError = bound + 2 * Number.EPSILON * alpha;
  return {
    alpha: { value: alpha, error: alphaError },
    overlap: {
      value: low.overlap.value,
      error: low.overlap.error + rate(low, rest, alpha) * alphaError,
    },
  };
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
  const start = curve.weakRecovery?.value ?? 0;
  if (start > 0 && !runs[0].rising)
    list.push({ from: 0, to: start, at: (alpha) => zeroBranch(curve, alpha) });
  runs.forEach((run, i) => {
    if (!run.rising) return;
    list.push({
      from: run.startsAtFold ? foldAtKnot(curve, run.knots[0], 'minimum').alpha.value : 0,
      to: run.endsAtFold
        ? foldAtKnot(curve, run.knots[run.knots.length - 1], 'maximum').alpha.value
        : Infinity,
      // A rising start of an even channel continues m = 0.
      at: (alpha) =>
        i === 0 && alpha <= start ? zeroBranch(curve, alpha) : interiorAt(curve, run, alpha),
    });
  });
  if (perfectIsStable(curve, 1))
    list.push({ from: 0, to: Infinity, at: (alpha) => perfectBranch(curve, alpha) });
  return list;
}

/** The root on this run. The runs leave out the featureless ends of the curve: there it is looked up. */
function interiorAt(curve: FixedPointCurve, run: Run, alpha: number): Branch | null {
  const root = rootOnRun(curve, run, alpha);
  if (root !== null) return interiorBranch(curve, alpha, root);
  const level = Math.log(alpha);
  const { stable } = branches(curve.prior, curve.channel, alpha);
  if (!run.startsAtFold && level < run.knots[0].y) return stable[0] ?? null;
  if (!run.endsAtFold && level > run.knots[run.knots.length - 1].y)
    return stable[stable.length - 1] ?? null;
  return null;
}

/** The one of largest free entropy among the branches that exist at α. */
function bestOf(list: readonly BranchOfAlpha[], alpha: number): Branch | null {
  const states = list
    .filter(({ from, to }) => alpha >= from && alpha <= to)
    .map((branch) => branch.at(alpha))
    .filter((state) => state !== null);
  if (states.length === 0) return null;
  if (states.length === 1) return states[0];
  return states.reduce((a, b) => (b.freeEntropy.value > a.freeEntropy.value ? b : a));
}

/** f_high − f_low and its slope in α. */
interface Gap {
  readonly low: Branch;
  readonly value: number;
  readonly error: number;
  readonly slope: number;
}

function gap(curve: FixedPointCurve, alpha: number, low: Branch, high: Branch): Gap {
  const output = outputDifference(curve, low, high);
  const [a, b] = [low.entropic, high.entropic];
  // Stationarity: the errors of r and m enter to second order and are far below these.
  return {
    low,
    value: b.value - a.value + alpha * output.value,
    error:
      a.error +
      b.error +
      alpha * output.error +
      2 * Number.EPSILON * (Math.abs(a.value) + Math.abs(b.value) + alpha * Math.abs(output.value)),
    slope: output.value,
  };
}

/**
 * Φ_out(m_high) − Φ_out(m_low): a difference of the potentials, or ½ ∫ A dm where that would cancel
 * (an output that is mostly noise changes its entropy by little).
 */
function outputDifference({ channel }: FixedPointCurve, low: Branch, high: Branch): Estimate {
  const potential = ({ overlap, meanSquareError }: Branch) =>
    channel.potential(overlap.value, meanSquareError.value);
  const [a, b] = [potential(low), potential(high)];
  const value = b.value - a.value;
  const rounding = Number.EPSILON * (Math.abs(a.value) + Math.abs(b.value));
  const plain = { value, error: a.error + b.error + rounding };
  if (Math.abs(value) > 0.01 * Math.abs(b.value) || high.perfect) return plain;
  const [m0, m1] = [low.overlap.value, high.overlap.value];
  const V1 = high.meanSquareError.value;
  let relative = 0;
  const area = integrate(
    (m) => {
      const A = channel.conjugatePerAlpha(m, V1 + (m1 - m));
      relative = Math.max(relative, A.error / A.value);
      return 0.5 * A.value;
    },
    [m0, 0.5 * (m0 + m1), m1],
  );
  const error = area.error + (relative + 4 * Number.EPSILON) * Math.abs(area.value);
  return error < plain.error ? { value: area.value, error } : plain;
}

/** Zero of f_high − f_low between the two spinodals: Newton's method inside a bracket. */
function crossing(
  gapAt: (alpha: number) => Gap,
  from: number,
  to: number,
): { readonly alpha: number; readonly state: Gap } {
  let [low, high] = [from, to];
  let alpha = 0.5 * (from + to);
  let best: { readonly alpha: number; readonly state: Gap } | null = null;
  for (let i = 0; i < 100; i++) {
    const state = gapAt(alpha);
    const size = Math.abs(state.value);
    const gained = best === null || size < 0.5 * Math.abs(best.state.value);
    if (best === null || size < Math.abs(best.state.value)) best = { alpha, state };
    if (state.value > 0) high = alpha;
    else low = alpha;
    const step = -state.value / state.slope;
    // Either the last digit of α is reached, or that of f.
    if (Math.abs(step) <= 2 * Number.EPSILON * alpha) return best;
    if (!gained && Math.abs(step) < 1e-6 * (to - from)) return best;
    const next = alpha + step;
    alpha = next > low && next < high ? next : 0.5 * (low + high);
    if (alpha === low || alpha === high) return best;
  }
  throw new ConvergenceError('threshold', 'the free entropies of two branches do not cross');
}

/** |dm/dα| of a branch, by a one-sided difference; only sizes an error. */
function rate(state: Branch, list: readonly BranchOfAlpha[], alpha: number): number {
  const h = 1e-5 * alpha;
  const before = bestOf(list, alpha - h);
  return before === null ? 0 : Math.abs(state.overlap.value - before.overlap.value) / h;
}

/** Overlap of the best imperfect fixed point; ρ where there is none (a continuous transition). */
function bestImperfect(curve: FixedPointCurve, alpha: number): Estimate {
  const { prior, channel } = curve;
  if (alpha === 0) return prior.overlap(0);
  const imperfect = branches(prior, channel, alpha).stable.filter((branch) => !branch.perfect);
  if (imperfect.length === 0) return { value: prior.secondMoment, error: 0 };
  return imperfect.reduce((a, b) => (b.freeEntropy.value > a.freeEntropy.value ? b : a)).overlap;
}
