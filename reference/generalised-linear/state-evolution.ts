import type { Channel } from '../channels/channel.ts';
import { DomainError, requireNumber } from '../errors.ts';
import type { Estimate } from '../numerics/estimate.ts';
import type { Prior } from '../priors/prior.ts';

/** One time of state evolution. */
export interface StateEvolutionStep {
  /** m^t */
  readonly overlap: Estimate;
  /** V^t = ρ − m^t, carried by itself */
  readonly meanSquareError: Estimate;
  /** r^t = α A(m^t) */
  readonly conjugate: Estimate;
}

/**
 * State evolution of Bayes-optimal G-AMP,
 *
 *   r^t = α A(m^t),   m^{t+1} = M(r^t),
 *
 * from m⁰ = `initialOverlap` for `iterations` steps: times 0 … iterations. V^t = mmse(r^{t−1}) goes
 * to the channel beside m^t, so that nothing is lost near m = ρ. The errors are carried through the
 * map: |δr| = α(δA + |dA/dm| δV), |δm| = δM + |dM/dr| δr; they grow where a trajectory leaves an
 * unstable fixed point, because the trajectory itself does.
 *
 * Source: [barbier2019], state evolution of G-AMP; [rangan2011].
 */
export function stateEvolution(
  prior: Prior,
  channel: Channel,
  alpha: number,
  initialOverlap: number,
  iterations: number,
): readonly StateEvolutionStep[] {
  const where = 'state evolution';
  const rho = prior.secondMoment;
  requireNumber(where, 'alpha', alpha, { above: 0 });
  requireNumber(where, 'initialOverlap', initialOverlap, { atLeast: 0, atMost: rho });
  requireNumber(where, 'iterations', iterations, { atLeast: 0 });
  if (!Number.isInteger(iterations))
    throw new DomainError(where, 'iterations', iterations, 'an integer');
  const steps: StateEvolutionStep[] = [];
  let overlap: Estimate = { value: initialOverlap, error: 0 };
  let meanSquareError: Estimate = {
    value: rho - initialOverlap,
    error: 0.5 * Number.EPSILON * (rho - initialOverlap),
  };
  for (let t = 0; ; t++) {
    const conjugate = conjugateAt(channel, alpha, overlap, meanSquareError);
    steps.push({ overlap, meanSquareError, conjugate });
    if (t === iterations) return steps;
    const r = conjugate.value;
    const m = prior.overlap(r);
    const V = prior.meanSquareError(r);
    const slope = overlapSlope(prior, r, m.value < V.value);
    // Past all resolution of M, an r of unbounded error moves nothing either.
    const moved = slope === 0 ? 0 : slope * conjugate.error;
    // Whatever happened before, 0 ≤ m ≤ ρ.
    overlap = { value: m.value, error: Math.min(rho, m.error + moved) };
    meanSquareError = { value: V.value, error: Math.min(rho, V.error + moved) };
  }
}

/** Below it, differences of V have lost their digits to underflow. */
const smallestStep = 1e-300;

/** α A(m), with the error of V (and m = ρ − V) carried through by a difference quotient. */
function conjugateAt(channel: Channel, alpha: number, m: Estimate, V: Estimate): Estimate {
  const A = channel.conjugatePerAlpha(m.value, V.value);
  if (A.value === Infinity || V.value === 0) return { value: alpha * A.value, error: 0 };
  let slope = 0;
  const h = 1e-4 * Math.min(V.value, m.value > 0 ? m.value : V.value);
  if (h < smallestStep) {
    // No step between neighbouring subnormals has a quotient; but A grows no faster than 1/V.
    slope = A.value / V.value;
  } else if (V.error > 0) {
    const near = channel.conjugatePerAlpha(Math.max(0, m.value - h), V.value + h).value;
    const far = channel.conjugatePerAlpha(m.value + h, V.value - h).value;
    slope = Math.abs(far - near) / (2 * h);
  }
  // m and V err together; a relative error of m alone matters where A ∝ m.
  const error = Math.min(V.error, m.value > 0 ? m.error : V.error);
  return {
    value: alpha * A.value,
    error:
      alpha * (A.error + slope * Math.max(error, 0)) + Number.EPSILON * alpha * Math.abs(A.value),
  };
}

/** dM/dr, from M or mmse, whichever keeps its digits. */
function overlapSlope(prior: Prior, r: number, small: boolean): number {
  if (r === 0 || r === Infinity) return 0;
  const h = 1e-3;
  const at = (u: number) => (small ? prior.overlap(u).value : prior.meanSquareError(u).value);
  return Math.abs(at(r * (1 + h)) - at(r * (1 - h))) / (2 * h * r);
}
