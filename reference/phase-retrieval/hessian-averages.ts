import erfcx from '@stdlib/math/base/special/erfcx/lib/index.js';
import type { Estimate } from '../numerics/estimate.ts';
import { gaussHermite } from '../numerics/gauss-hermite.ts';
import { certifiedIntegrals, panelEnds } from '../numerics/joint-quadrature.ts';

/**
 * What the Hessian of the normalised loss (y² − h²)²/(a + y²) has on the diagonal between Xᵀ and X,
 *
 *   c = (12h² − 4y²)/(a + y²),   y = |h*|,   h and h* independent N(0, 1)  (a random point),
 *
 * enters the spectrum through averages over h and y of powers of c/(1 + γ c), γ = −G > 0. As
 *
 *   γ c/(1 + γ c) = (h² − y²/3)/(q + h²),   q = (a + (1 − 4γ) y²)/(12γ) ≥ 0 for γ ≤ 1/4,
 *
 * the average over h is one of rational functions: with x = √(q/2)
 *
 *   e₁ = E 1/(q + h²) = √(π/(2q)) erfcx(x),   s = E h²/(q + h²) = 1 − q e₁,
 *   E h²/(q + h²)² = (e₁ − s)/2,   E h⁴/(q + h²)² = s − q (e₁ − s)/2,   E 1/(q + h²)² = (e₁ + s)/(2q),
 *
 * by integration by parts. For q > 4 these cancel, and a Gauss–Hermite rule, for which poles at ±i√q are far,
 * takes over.
 */
export interface HessianAverages {
  /** E γc/(1 + γc). */
  readonly first: Estimate;
  /** E (γc/(1 + γc))². */
  readonly second: Estimate;
  /** E (1 − h*²) γc/(1 + γc). */
  readonly tilted: Estimate;
  /** E (1 − h*²) (γc/(1 + γc))². */
  readonly tiltedSecond: Estimate;
}

/** Of the average over h alone: γc/(1 + γc) and its square, at a given y². */
function overStudent(q: number, ySquare: number): readonly [number, number] {
  const third = ySquare / 3;
  if (q <= 4) {
    const e1 =
      q === 0 ? Number.POSITIVE_INFINITY : Math.sqrt(Math.PI / (2 * q)) * erfcx(Math.sqrt(q / 2));
    const s = q === 0 ? 1 : 1 - q * e1;
    const mixed = (e1 - s) / 2;
    return [
      s - third * e1,
      s - q * mixed - 2 * third * mixed + (third * third * (e1 + s)) / (2 * q),
    ];
  }
  const { nodes, weights } = gaussHermite(order);
  let first = 0;
  let second = 0;
  // the rule is even: half of it, twice
  for (let i = order / 2; i < order; i++) {
    const square = nodes[i] * nodes[i];
    const ratio = (square - third) / (q + square);
    first += 2 * weights[i] * ratio;
    second += 2 * weights[i] * ratio * ratio;
  }
  return [first, second];
}

/** A rule of that order errs by about e^{−2√(q · order)}, which at q = 4 is 1e-20. */
const order = 128;

/** Half-lines are cut where a Gaussian, with the fourth powers it is multiplied by, is below 1e-30. */
const farthest = 13;

/** Panels that halve towards the scale √a on which c varies at small y, and towards zero beyond it. */
const ends = (offset: number): number[] => {
  const least = Math.min(1, Math.sqrt(offset)) / 8;
  const breaks: number[] = [];
  for (let y = 1; y > least; y /= 2) breaks.push(y);
  for (let y = 2; y < farthest; y++) breaks.push(y);
  return panelEnds(breaks, 0, farthest);
};

/** The four averages at γ ∈ (0, 1/4] for an offset a > 0, with their errors. */
export function hessianAverages(offset: number, gamma: number): HessianAverages {
  const density = Math.sqrt(2 / Math.PI);
  const [first, second, tilted, tiltedSecond] = certifiedIntegrals(
    (y, out) => {
      const square = y * y;
      const q = (offset + (1 - 4 * gamma) * square) / (12 * gamma);
      const weight = density * Math.exp(-square / 2);
      const [one, two] = overStudent(q, square);
      out[0] = weight * one;
      out[1] = weight * two;
      out[2] = weight * (1 - square) * one;
      out[3] = weight * (1 - square) * two;
    },
    ends(offset),
    4,
    // the closed forms cancel to a twentieth of their terms, and erfcx is good to a dozen spacings
    128,
  );
  return { first, second, tilted, tiltedSecond };
}
