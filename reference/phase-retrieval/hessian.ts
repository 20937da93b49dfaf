import { requireNumber } from '../errors.ts';
import { type Estimate, epsilon, exactly } from '../numerics/estimate.ts';
import { findRoot } from '../numerics/roots.ts';
import { type HessianAverages, hessianAverages } from './hessian-averages.ts';

/*
 * The spectrum of the Hessian M = Xᵀ diag(c) X of the normalised loss (y² − h²)²/(a + y²) at a random point, at
 * n/d = α and d → ∞ with X_μi ~ N(0, 1/d); c = (12h² − 4y²)/(a + y²) ≥ −4. With G = −γ,
 *
 *   z(G) = 1/G + α E c/(1 − cG)        z is an eigenvalue's place as a function of the trace of the resolvent;
 *   left edge: the largest z on −1/4 ≤ G < 0, where α E (cG/(1 − cG))² = 1, or at the end G = −1/4;
 *   outlier along w*: 1/G + α E (1 − h*²) c/(1 − cG) = 0 at a G between that of the edge and 0: then λ = z(G);
 *   its eigenvector has (v·w*)²/‖w*‖² = 1/(1 − k/z′(G)),  k = α E h*² c²/(1 − cG)².
 *
 * For the plain loss c is unbounded below and the edge is at −∞: there is no such transition.
 */

/** 1/|c_min|. */
const lastGamma = 0.25;
/** Below it c/(1 + γc) has no other scale left: α beyond 1e12 or so. */
const firstGamma = 1e-9;

export interface HessianSpectrum {
  readonly edge: Estimate;
  readonly outlier: Estimate;
  readonly squaredOverlap: Estimate;
}

/** The offsets for which the averages are resolved. */
const offsets = { atLeast: 1e-4, atMost: 1e4 } as const;
const alphas = { atLeast: 1e-4, atMost: 1e8 } as const;

/**
 * The left edge of the Hessian's spectrum at a random point, and what leaves it along the teacher; without an
 * outlier, outlier = edge and the overlap is 0.
 *
 * @throws {@link DomainError} unless 1e-4 ≤ α ≤ 1e8 and 1e-4 ≤ a ≤ 1e4.
 * Source: [sarao2020complex], [bonnaire2024].
 */
export function hessianSpectrum(alpha: number, offset: number): HessianSpectrum {
  requireNumber('hessianSpectrum', 'alpha', alpha, alphas);
  requireNumber('hessianSpectrum', 'offset', offset, offsets);
  const at = remembered(offset);
  const curvature = (gamma: number): number => alpha * at(gamma).second.value - 1;
  const atEnd = curvature(lastGamma);
  const edgeGamma =
    atEnd <= 0
      ? lastGamma
      : findRoot(curvature, firstGamma, lastGamma, { ends: [curvature(firstGamma), atEnd] }).root;
  const edge = place(alpha, edgeGamma, at(edgeGamma));
  const balance = (gamma: number): number => alpha * at(gamma).tilted.value - 1;
  const { tilted } = at(edgeGamma);
  if (!(alpha * (tilted.value - tilted.error) > 1))
    return { edge, outlier: edge, squaredOverlap: exactly(0) };
  const root = findRoot(balance, firstGamma, edgeGamma);
  const gamma = root.root;
  const averages = at(gamma);
  // d(α E(1 − h*²) γc/(1 + γc))/d ln γ = α E (1 − h*²) [γc/(1 + γc) − (γc/(1 + γc))²]
  const slope = alpha * (averages.tilted.value - averages.tiltedSecond.value);
  const offBalance = alpha * averages.tilted.error + Math.abs(root.value) + 4 * epsilon;
  const relative = Math.abs(offBalance / slope);
  // z′ G² = −(1 − α E second): by how much the outlier moves, and what remains for its overlap
  const stiffness = 1 - alpha * averages.second.value;
  const plain = place(alpha, gamma, averages);
  const outlier = {
    value: plain.value,
    error: plain.error + (Math.abs(stiffness) / gamma) * relative,
  };
  // k G² = α E h*² (γc/(1 + γc))²
  const pull = alpha * (averages.second.value - averages.tiltedSecond.value);
  const squaredOverlap = stiffness / (stiffness + pull);
  const stiffnessError =
    alpha * averages.second.error + relative * Math.abs(secondSlope(at, alpha, gamma));
  const pullError =
    alpha * (averages.second.error + averages.tiltedSecond.error) + relative * pull * 2;
  return {
    edge,
    outlier,
    squaredOverlap: {
      value: squaredOverlap,
      error:
        ((1 - squaredOverlap) * stiffnessError + squaredOverlap * pullError) / (stiffness + pull) +
        8 * epsilon,
    },
  };
}

/** z(−γ) = (α E γc/(1 + γc) − 1)/γ. */
function place(alpha: number, gamma: number, { first }: HessianAverages): Estimate {
  const value = (alpha * first.value - 1) / gamma;
  return {
    value,
    error: (alpha * first.error + 4 * epsilon * (1 + Math.abs(alpha * first.value))) / gamma,
  };
}

/** d(α E second)/d ln γ, to a few digits: it only weighs errors. */
function secondSlope(at: (gamma: number) => HessianAverages, alpha: number, gamma: number): number {
  const lower = gamma * (1 - 1e-4);
  return (alpha * (at(gamma).second.value - at(lower).second.value)) / 1e-4;
}

/**
 * The α at which the outlier leaves the edge: both conditions at one γ, from which α drops out,
 *
 *   E (γc/(1 + γc))² = E (1 − h*²) γc/(1 + γc),   α = 1/E (γc/(1 + γc))²,
 *
 * or, where no γ ≤ 1/4 solves it, α = 1/E (1 − h*²) γc/(1 + γc) at γ = 1/4.
 *
 * @throws {@link DomainError} unless 1e-4 ≤ a ≤ 1e4.
 */
export function hessianTransition(offset: number): Estimate {
  requireNumber('hessianTransition', 'offset', offset, offsets);
  const at = remembered(offset);
  const difference = (gamma: number): number => at(gamma).second.value - at(gamma).tilted.value;
  const atEnd = difference(lastGamma);
  if (atEnd <= 0) {
    const { tilted } = at(lastGamma);
    const alpha = 1 / tilted.value;
    return { value: alpha, error: alpha * (tilted.error / tilted.value + 4 * epsilon) };
  }
  const root = findRoot(difference, firstGamma, lastGamma, {
    ends: [difference(firstGamma), atEnd],
  });
  const { second, tilted, tiltedSecond } = at(root.root);
  const slopeOfSecond = secondSlope(at, 1, root.root);
  const slope = slopeOfSecond - (tilted.value - tiltedSecond.value);
  const off = second.error + tilted.error + Math.abs(root.value) + 4 * epsilon * second.value;
  const alpha = 1 / second.value;
  return {
    value: alpha,
    error:
      alpha *
      ((second.error + (off * Math.abs(slopeOfSecond)) / Math.abs(slope)) / second.value +
        4 * epsilon),
  };
}

/** The averages at an offset, each γ once. */
function remembered(offset: number): (gamma: number) => HessianAverages {
  const known = new Map<number, HessianAverages>();
  return (gamma) => {
    let averages = known.get(gamma);
    if (averages === undefined) {
      averages = hessianAverages(offset, gamma);
      known.set(gamma, averages);
    }
    return averages;
  };
}
