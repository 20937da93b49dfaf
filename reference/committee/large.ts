/**
 * Many sign units, K → ∞ after d → ∞, Gaussian weights. The sum of the signs is Gaussian, two samples
 * agree with the teacher through one number,
 *
 *   γ = Cov(S, S′) = (2/π)[q_a + arcsin q_d],
 *
 * and the channel is that of one sign unit of overlap γ, Ψ(γ) (q_d I + (q_a/K) 11ᵀ is the overlap matrix).
 *
 *  - n/d = α of order one: q_d = 0,
 *      f = ½ [q_a + ln(1 − q_a)] + α Ψ(2 q_a/π),    q_a/(1 − q_a) = (4α/π) Ψ′(2 q_a/π);
 *  - n/d = K α̃: q_a = 1 − q_d up to O(1/K), γ(q) = (2/π)[1 − q + arcsin q],
 *      f/K = ½ [q + ln(1 − q)] + α̃ Ψ(γ(q)),    α̃(q) = q/[2 (1 − q) Ψ′ γ′],   γ′ = (2/π) [(1 − q²)^{−1/2} − 1]:
 *    q = 0 is always a local maximum; a specialised one exists above the spinodal min α̃(q), and is the
 *    larger one above the information-theoretic threshold;
 *  - n/d = K² κ: the unspecialised state becomes unstable at κ = 1/E_T[x² φ(x)²/(ΦΦ̄)], x = T √(2/(π − 2)).
 *
 * Errors: E(y − ŷ)²/2 = P(y ≠ y′) = arccos(γ)/π, and arccos(√γ)/π for the most probable label.
 *
 * Source: [aubin2018], [schwarze1993].
 */
import {
  boundaryConjugate,
  boundaryInformation,
  boundaryPotential,
} from '../channels/decision-boundary.ts';
import { DomainError, requireNumber } from '../errors.ts';
import { type Estimate, epsilon, plus, scaled } from '../numerics/estimate.ts';
import { log1pMinus } from '../numerics/log-sum-exp.ts';
import { normalDensity } from '../numerics/normal.ts';
import { findRoot } from '../numerics/roots.ts';
import { integrateByTrapezoid } from '../numerics/trapezoid.ts';
import type { CommitteeBranch } from './fixed-point.ts';
import { type Overlap, overlapAt } from './overlaps.ts';

/** 1 − 2/π: what the unspecialised state does not know of the sum of the signs. */
const plateau = 1 - 2 / Math.PI;

/** γ and 1 − γ, as functions of q = q_d: 1 − γ = (2/π)[arccos(1 − V) − V]. */
const gammaOf = ({ V }: Overlap): Overlap => {
  const missing = (2 / Math.PI) * (2 * Math.asin(Math.sqrt(V / 2)) - V);
  return { q: 1 - missing, V: missing };
};

/** ½ [q + ln(1 − q)] */
const costOf = ({ q, V }: Overlap): number => (q < 0.5 ? log1pMinus(-q) : q + Math.log(V)) / 2;

/** γ′(q) without cancellation at q → 0. */
const gammaSlope = ({ q, V }: Overlap): number => {
  const root = Math.sqrt(V * (1 + q));
  return ((2 / Math.PI) * (q * q)) / (root * (1 + root));
};

interface Specialised {
  readonly q: Overlap;
  readonly gamma: Overlap;
  /** α̃(q) */
  readonly alpha: Estimate;
}

/** The specialised stationary point with q = 1 − e^{−u}. */
const specialisedAt = (u: number): Specialised => {
  const q = overlapAt(u);
  const gamma = gammaOf(q);
  const conjugate = boundaryConjugate(gamma.q, gamma.V); // 2Ψ′
  const alpha = q.q / (q.V * conjugate.value * gammaSlope(q));
  return {
    q,
    gamma,
    alpha: { value: alpha, error: alpha * (conjugate.error / conjugate.value + 32 * epsilon) },
  };
};

const logAlphaAt = (u: number): number => Math.log(specialisedAt(u).alpha.value);

/** d ln α̃/du by a four-point difference; smooth, so good to about 1e−11. */
const slopeAt = (u: number): number => {
  const h = 2e-3;
  const d = (k: number) => logAlphaAt(u + k * h) - logAlphaAt(u - k * h);
  return (45 * d(1) - 9 * d(2) + d(3)) / (60 * h);
};

/** f/K on the specialised branch, less f/K of the unspecialised state, at the same α̃. */
const advantageAt = (u: number): Estimate => {
  const { q, gamma, alpha } = specialisedAt(u);
  const gain = plus(
    boundaryPotential(gamma.q, gamma.V),
    scaled(-1, boundaryPotential(1 - plateau, plateau)),
  );
  const cost = costOf(q);
  const value = cost + alpha.value * gain.value;
  return {
    value,
    error: alpha.value * gain.error + gain.value * alpha.error + 8 * epsilon * Math.abs(cost),
  };
};

interface Known {
  readonly u: number;
  readonly alpha: Estimate;
}

let spinodal: Known | null = null;

/** Where the specialised state appears: the minimum of α̃(q). */
export const largeSpinodal = (): Known => {
  if (spinodal === null) {
    const { root } = findRoot(slopeAt, 0.1, 5, { tolerance: 1e-13 });
    const { alpha } = specialisedAt(root);
    // The place is good to 1e−9, and enters squared
    spinodal = {
      u: root,
      alpha: { value: alpha.value, error: alpha.error + 4 * epsilon * alpha.value },
    };
  }
  return spinodal;
};

let transition: Known | null = null;

/** Where the specialised state becomes the global maximum. */
export const largeTransition = (): Known => {
  if (transition === null) {
    const start = largeSpinodal().u;
    const { root } = findRoot((u) => advantageAt(u).value, start, start + 5, { tolerance: 0 });
    const { alpha } = specialisedAt(root);
    const rest = advantageAt(root);
    // At fixed q d(advantage)/dα̃ = Ψ(γ) − Ψ(2/π), and along the branch the same (stationarity)
    const gain = Math.abs(
      boundaryPotential(specialisedAt(root).gamma.q, specialisedAt(root).gamma.V).value -
        boundaryPotential(1 - plateau, plateau).value,
    );
    transition = {
      u: root,
      alpha: {
        value: alpha.value,
        error: 2 * alpha.error + (Math.abs(rest.value) + rest.error) / gain,
      },
    };
  }
  return transition;
};

export interface LargeCommittee {
  /** q_d */
  readonly specialisation: Estimate;
  /** arccos(γ)/π: half the mean-square error, and the Gibbs error. */
  readonly generalisationError: Estimate;
  /** arccos(√γ)/π: the error of the most probable label. */
  readonly bayesClassification: Estimate;
  /** f/K */
  readonly freeEntropyPerUnit: Estimate;
}

/** arccos(γ)/π and arccos(√γ)/π from γ and 1 − γ, which are off by `error`. */
export const signErrors = (
  { q, V }: Overlap,
  error: number,
): { readonly generalisationError: Estimate; readonly bayesClassification: Estimate } => {
  const angle = 2 * Math.asin(Math.sqrt(V / 2));
  const half = q < 0.5 ? Math.acos(Math.sqrt(q)) : Math.asin(Math.sqrt(V));
  const slope = 1 / Math.sqrt(V * (2 - V));
  const halfSlope = 1 / (2 * Math.sqrt(V * q));
  const make = (value: number, by: number): Estimate => ({
    value: value / Math.PI,
    error: (by * error + 4 * epsilon * value) / Math.PI,
  });
  return {
    generalisationError: make(angle, slope),
    bayesClassification: make(half, halfSlope),
  };
};

/** At n = α̃ K d samples. */
export function largeCommittee(alphaPerUnit: number, branch: CommitteeBranch): LargeCommittee {
  const where = 'largeCommittee';
  requireNumber(where, 'alphaPerUnit', alphaPerUnit, { above: 0, atMost: 1e8 });
  if (branch === 'unspecialised') {
    const psi = boundaryPotential(1 - plateau, plateau);
    return {
      specialisation: { value: 0, error: 0 },
      ...signErrors({ q: 1 - plateau, V: plateau }, 2 * epsilon),
      freeEntropyPerUnit: scaled(alphaPerUnit, psi),
    };
  }
  const { u: start, alpha: least } = largeSpinodal();
  if (!(alphaPerUnit >= least.value))
    throw new DomainError(
      where,
      'alphaPerUnit',
      alphaPerUnit,
      `>= ${least.value} on the specialised branch (its spinodal)`,
    );
  const level = Math.log(alphaPerUnit);
  const gap = (u: number) => logAlphaAt(u) - level;
  let upper = start + 1;
  while (gap(upper) < 0) upper += 2;
  const root = gap(start) >= 0 ? start : findRoot(gap, start, upper, { tolerance: 0 }).root;
  const { q, gamma, alpha } = specialisedAt(root);
  // Next to the spinodal u moves like a square root of α̃
  const e = Math.abs(gap(root)) + alpha.error / alpha.value + epsilon;
  const slope = Math.abs(slopeAt(root));
  const bend = Math.abs(slopeAt(root + 1e-3) - slopeAt(root - 1e-3)) / 2e-3;
  const place = Math.min(e / slope, Math.sqrt((4 * e) / bend));
  const error = q.V * place;
  const psi = boundaryPotential(gamma.q, gamma.V);
  const cost = costOf(q);
  return {
    specialisation: { value: q.q, error: error + epsilon * q.q },
    ...signErrors(gamma, gammaSlope(q) * error + 4 * epsilon * gamma.V),
    freeEntropyPerUnit: {
      value: cost + alphaPerUnit * psi.value,
      error:
        alphaPerUnit * psi.error +
        8 * epsilon * (Math.abs(cost) + alphaPerUnit * Math.abs(psi.value)),
    },
  };
}

export interface LargeUnspecialised {
  /** q_a */
  readonly overlap: Estimate;
  readonly generalisationError: Estimate;
  readonly bayesClassification: Estimate;
  /** f, which is of order one here. */
  readonly freeEntropy: Estimate;
}

/** γ = 2 q_a/π and 1 − γ = (1 − 2/π) + (2/π)(1 − q_a). */
const gammaOfSum = ({ q, V }: Overlap): Overlap => ({
  q: (2 / Math.PI) * q,
  V: plateau + (2 / Math.PI) * V,
});

/** At n = α d samples: too few for any unit to specialise. */
export function largeUnspecialised(alpha: number): LargeUnspecialised {
  const where = 'largeUnspecialised';
  requireNumber(where, 'alpha', alpha, { above: 0, atMost: 1e12 });
  // r = α (2/π) 2Ψ′(γ)
  const conjugate = (o: Overlap): Estimate => {
    const g = gammaOfSum(o);
    return scaled((2 / Math.PI) * alpha, boundaryConjugate(g.q, g.V));
  };
  const gap = (u: number) => Math.log(Math.expm1(u) / conjugate(overlapAt(u)).value);
  const lower = Math.log1p(conjugate({ q: 0, V: 1 }).value) * (1 - 1e-9);
  // Ψ′ is finite at γ = 2/π: r is at most this
  const upper = Math.log1p(conjugate({ q: 1, V: 0 }).value) * (1 + 1e-9);
  const { root } = findRoot(gap, lower, upper, { tolerance: 0 });
  const q = overlapAt(root);
  const r = conjugate(q);
  // ln r(u) − ln α… has a slope between 1 and 1/u: rising faster than u
  const h = 1e-5 * root;
  const slope = Math.abs(gap(root + h) - gap(root - h)) / (2 * h);
  const place = (Math.abs(gap(root)) + r.error / r.value + 4 * epsilon) / slope;
  const error = q.V * place;
  const gamma = gammaOfSum(q);
  const psi = boundaryPotential(gamma.q, gamma.V);
  const cost = costOf(q);
  return {
    overlap: { value: q.q, error: error + 2 * epsilon * q.q },
    ...signErrors(gamma, (2 / Math.PI) * error + 4 * epsilon * Math.min(gamma.q, gamma.V)),
    freeEntropy: {
      value: cost + alpha * psi.value,
      error: alpha * psi.error + 8 * epsilon * (Math.abs(cost) + alpha * Math.abs(psi.value)),
    },
  };
}

/** κ = n/(K² d) at which the unspecialised state becomes unstable. */
export const largeInstability = (): Estimate => {
  const spread = Math.sqrt(2 / (Math.PI - 2));
  // x² φ²/(ΦΦ̄) = x² φ η
  const { value, error } = integrateByTrapezoid(
    (T) => {
      const x = Math.abs(spread * T);
      return 2 * normalDensity(T) * x * x * normalDensity(x) * boundaryInformation(x);
    },
    0,
    9,
    { intervals: 32, ulps: 32 },
  );
  return { value: 1 / value, error: error / (value * value) + (4 * epsilon) / value };
};

/** α̃ at which a Rademacher teacher himself becomes the likelier state: −ln 2 = α̃ Ψ(2/π). */
export const largePerfectGeneralisation = (): Estimate => {
  const psi = boundaryPotential(1 - plateau, plateau);
  const value = -Math.LN2 / psi.value;
  return { value, error: value * (psi.error / Math.abs(psi.value) + 4 * epsilon) };
};
