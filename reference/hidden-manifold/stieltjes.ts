/**
 * The Stieltjes transform of μ, the law of the d eigenvalues a of GᵀG/p, where G = √d F has entries of
 * unit variance and γ = d/p (so that ∫ a dμ = 1):
 *
 *   g(−z) = ∫ dμ(a)/(a + z),   g′(−z) = ∫ dμ(a)/(a + z)²,   both positive
 *
 * Gaussian F (Marchenko–Pastur), with b = z + 1 − γ, R = √(b² + 4γz), h = 1 + γg:
 *
 *   g = 2/(b + R) = (R − b)/(2γz)  (whichever does not cancel),   g′ = g h/R
 *   1 − z g = g/h,   1/γ − 1 + z g = 1/(γh),   1/γ − 1 + z² g′ = (b + R)/(2γhR)
 *
 * Orthogonal F: FᵀF = I/γ for γ ≤ 1 and FFᵀ = I for γ ≥ 1; μ is a point at max(1, γ), of mass
 * min(1, 1/γ), and the rest at 0.
 * Source: [gerace2020]; the ten equations there need the combinations returned in {@link moments}.
 */
import { DomainError, requireNumber } from '../errors.ts';
import { type Estimate, rounded } from '../numerics/estimate.ts';

export type Projection = 'gaussian' | 'orthogonal';

export interface StieltjesMoments {
  /** g(−z) */
  readonly g: number;
  /** g′(−z) */
  readonly derivative: number;
  /** ∫ a/(a + z) = 1 − z g */
  readonly first: number;
  /** ∫ a/(a + z)² = g − z g′ */
  readonly mixed: number;
  /** ∫ a²/(a + z)² = 1 − 2zg + z²g′ */
  readonly second: number;
  /** 1/γ − 1 + z g, the trace of the orthogonal complement with it */
  readonly outside: number;
  /** 1/γ − 1 + z² g′ */
  readonly outsideSquare: number;
}

export const requireProjection = (where: string, projection: Projection): void => {
  if (projection !== 'gaussian' && projection !== 'orthogonal')
    throw new DomainError(where, 'projection', projection, '"gaussian" or "orthogonal"');
};

/** Everything the replica equations need, each without cancellation. */
export const moments = (z: number, gamma: number, projection: Projection): StieltjesMoments => {
  if (projection === 'orthogonal') {
    const a = Math.max(1, gamma);
    const mass = Math.min(1, 1 / gamma);
    const [rest, beyond] = [1 - mass, Math.max(0, 1 / gamma - 1)];
    const pole = 1 / (a + z);
    return {
      g: mass * pole + (rest === 0 ? 0 : rest / z),
      derivative: mass * pole * pole + (rest === 0 ? 0 : rest / (z * z)),
      first: mass * a * pole,
      mixed: mass * a * pole * pole,
      second: mass * (a * pole) ** 2,
      // For γ > 1 the empty directions of F contribute 1 − 1/γ, which 1/γ − 1 takes away
      outside: beyond + mass * z * pole,
      outsideSquare: beyond + mass * (z * pole) ** 2,
    };
  }
  const b = z + 1 - gamma;
  const R = Math.sqrt(b * b + 4 * gamma * z);
  const g = b > 0 ? 2 / (b + R) : (R - b) / (2 * gamma * z);
  const h = 1 + gamma * g;
  const mixed = g / (h * R);
  const outside = 1 / (gamma * h);
  return {
    g,
    derivative: (g * h) / R,
    first: g / h,
    mixed,
    second: (g * (2 * z * (1 + gamma) + (1 - gamma) ** 2)) / (R * h * (R + z)),
    outside,
    outsideSquare: (b > 0 ? b + R : (4 * gamma * z) / (R - b)) / (2 * gamma * h * R),
  };
};

export interface Stieltjes {
  /** g(−z) */
  readonly value: Estimate;
  /** g′(−z) */
  readonly derivative: Estimate;
}

export const stieltjes = (
  z: number,
  gamma: number,
  projection: Projection = 'gaussian',
): Stieltjes => {
  requireNumber('stieltjes', 'z', z, { above: 0 });
  requireNumber('stieltjes', 'gamma', gamma, { above: 0 });
  requireProjection('stieltjes', projection);
  const { g, derivative } = moments(z, gamma, projection);
  // Near the hard edge, γ → 1 and z → 0, the rounding of 1 − γ + z is amplified at most by what R loses
  const b = z + 1 - gamma;
  const amplified = (1 + gamma + z) / Math.hypot(b, 2 * Math.sqrt(gamma * z));
  const ulps = 8 + 4 * amplified;
  return { value: rounded(g, ulps), derivative: rounded(derivative, 2 * ulps) };
};
