/**
 * What an output of two sign units says about z ~ N(ω, V), by Bayes' rule in polar coordinates.
 *
 * With z = ω + A ζ, V = A Aᵀ and ζ standard normal, every quadrant of z is a wedge of ζ with its apex at
 * ζ₀ = −A⁻¹ω. Around the apex, ζ = ζ₀ + r u(θ), the density is e^{−|ζ₀|²/2 − r²/2 + r b(θ)}, b = −ζ₀·u,
 * so that the moments of the wedge are integrals over its angle of
 *
 *   J_n(b) = ∫₀^∞ r^n e^{−r²/2 + rb} dr,   J_{n+1} = b J_n + n J_{n−1},   J₁ = 1 + b J₀,
 *
 * and J₀ is an error function. They cancel for b ≪ 0, where a wedge is improbable: the error says so.
 */
import { millsRatio } from '../../reference/numerics/normal.ts';
import { legendre } from './panels.ts';

/** ln P(y), and mean and covariance of ζ given y; `rounding` bounds the relative error of the moments. */
export interface Seen {
  readonly logMass: number;
  readonly mean: readonly [number, number];
  readonly covariance: readonly [number, number, number];
  readonly rounding: number;
}

interface Sums {
  readonly top: number;
  readonly sums: Float64Array;
  readonly rounding: number;
}

/** Lower Cholesky factor of V: entries 11, 21, 22. */
export type Factor = readonly [number, number, number];

export const factorOf = (v11: number, v12: number, v22: number): Factor => {
  const l = Math.sqrt(v11);
  const m = v12 / l;
  return [l, m, Math.sqrt(v22 - m * m)];
};

/** The wedge of the quadrant with signs s₁, s₂: zeroth, first and second moments of r u, as e^{top} sums. */
function wedge(
  s1: number,
  s2: number,
  [l, m, n]: Factor,
  zeta: readonly [number, number],
  order: number,
  pieces: number,
): Sums {
  // Along an edge one coordinate of z is 0: A⁻¹ e₁ s₁ and A⁻¹ e₂ s₂
  const first = Math.atan2((-s1 * m) / (l * n), s1 / l);
  const second = Math.atan2(s2 / n, 0);
  let span = second - first;
  while (span > Math.PI) span -= 2 * Math.PI;
  while (span < -Math.PI) span += 2 * Math.PI;
  const rule = legendre(order);
  // The largest exponent b²/2 for b > 0, on the wedge
  let top = 0;
  const angles: number[] = [];
  for (let p = 0; p < pieces; p++)
    for (let i = 0; i < order; i++)
      angles.push(first + (span * (p + (1 + rule.x[i]) / 2)) / pieces);
  const bs = angles.map((t) => -(zeta[0] * Math.cos(t) + zeta[1] * Math.sin(t)));
  for (const b of bs) if (b > 0) top = Math.max(top, (b * b) / 2);
  const sums = new Float64Array(6);
  let worst = 1;
  angles.forEach((t, k) => {
    const b = bs[k];
    // J₀ = √(2π) e^{b²/2} Φ(b) = Φ(b)/φ(b); all moments scaled by e^{−top}
    const zeroth = 1 / millsRatio(b);
    const damp = Math.exp(-top);
    const [j1, j2, j3] = [
      1 + b * zeroth,
      b * (1 + b * zeroth) + zeroth,
      b * (b * (1 + b * zeroth) + zeroth) + 2 * (1 + b * zeroth),
    ];
    worst = Math.max(worst, b < 0 ? b ** 6 : 1);
    const w = ((Math.abs(span) * rule.w[k % order]) / (2 * pieces)) * damp;
    const [x, y] = [Math.cos(t), Math.sin(t)];
    sums[0] += w * j1;
    sums[1] += w * j2 * x;
    sums[2] += w * j2 * y;
    sums[3] += w * j3 * x * x;
    sums[4] += w * j3 * x * y;
    sums[5] += w * j3 * y * y;
  });
  return { top, sums, rounding: 16 * Number.EPSILON * worst };
}

/** Given y = −1, 0, 1; (ω, V) through the factor of V. */
export function seenOutput(
  y: number,
  omega: readonly [number, number],
  factor: Factor,
  order = 16,
  pieces = 6,
): Seen {
  const [l, m, n] = factor;
  const x = omega[0] / l;
  const zeta: readonly [number, number] = [-x, -(omega[1] - m * x) / n];
  const signs: readonly (readonly [number, number])[] =
    y === 0
      ? [
          [1, -1],
          [-1, 1],
        ]
      : [[y, y]];
  const parts = signs.map(([s1, s2]) => wedge(s1, s2, factor, zeta, order, pieces));
  const top = Math.max(...parts.map((p) => p.top));
  const sums = new Float64Array(6);
  for (const part of parts)
    for (let k = 0; k < 6; k++) sums[k] += part.sums[k] * Math.exp(part.top - top);
  const square = (zeta[0] * zeta[0] + zeta[1] * zeta[1]) / 2;
  const [mx, my] = [sums[1] / sums[0], sums[2] / sums[0]];
  return {
    logMass: top - square + Math.log(sums[0] / (2 * Math.PI)),
    mean: [zeta[0] + mx, zeta[1] + my],
    covariance: [
      sums[3] / sums[0] - mx * mx,
      sums[4] / sums[0] - mx * my,
      sums[5] / sums[0] - my * my,
    ],
    rounding: Math.max(...parts.map((p) => p.rounding)) * (1 + square),
  };
}

/** A⁻ᵀ x */
export const backward = (
  [l, m, n]: Factor,
  [x, y]: readonly [number, number],
): readonly [number, number] => [(x - (m * y) / n) / l, y / n];

/** A⁻ᵀ S A⁻¹ of a symmetric S (entries 11, 12, 22). */
export const sandwiched = (
  factor: Factor,
  [a, c, b]: readonly [number, number, number],
): readonly [number, number, number] => {
  const [p, r] = backward(factor, [a, c]);
  const [q, s] = backward(factor, [c, b]);
  const [x11, x12] = backward(factor, [p, q]);
  const [, x22] = backward(factor, [r, s]);
  return [x11, x12, x22];
};
