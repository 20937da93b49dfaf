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
import { millsRatio, normalCdf, sqrtTwoPi } from '../../reference/numerics/normal.ts';
import { legendre } from './panels.ts';

/** ln P(y), and mean and covariance of ζ given y; `rounding` bounds the relative error of the moments. */
export interface Seen {
  readonly logMass: number;
  readonly mean: readonly [number, number];
  readonly covariance: readonly [number, number, number];
  readonly rounding: number;
}

/** Lower Cholesky factor of V: entries 11, 21, 22. */
export type Factor = readonly [number, number, number];

export const factorOf = (v11: number, v12: number, v22: number): Factor => {
  const l = Math.sqrt(v11);
  const m = v12 / l;
  return [l, m, Math.sqrt(v22 - m * m)];
};

/** Directions and weights of a rule over the angle of a wedge. */
interface Fan {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly w: Float64Array;
}

/** The quadrant with signs s₁, s₂ as a wedge of ζ. Along an edge one coordinate of z is 0: A⁻¹ e₁ s₁, A⁻¹ e₂ s₂. */
function fanOf(s1: number, s2: number, [l, m, n]: Factor, order: number, pieces: number): Fan {
  const first = Math.atan2((-s1 * m) / (l * n), s1 / l);
  const second = Math.atan2(s2 / n, 0);
  let span = second - first;
  while (span > Math.PI) span -= 2 * Math.PI;
  while (span < -Math.PI) span += 2 * Math.PI;
  const rule = legendre(order);
  const fan = {
    x: new Float64Array(order * pieces),
    y: new Float64Array(order * pieces),
    w: new Float64Array(order * pieces),
  };
  for (let p = 0, k = 0; p < pieces; p++)
    for (let i = 0; i < order; i++, k++) {
      const angle = first + (span * (p + (1 + rule.x[i]) / 2)) / pieces;
      fan.x[k] = Math.cos(angle);
      fan.y[k] = Math.sin(angle);
      fan.w[k] = (Math.abs(span) * rule.w[i]) / (2 * pieces);
    }
  return fan;
}

/** Moments of r u over a fan, times e^{−top}, into `sums`; the largest rounding factor of the moments. */
function addFan({ x, y, w }: Fan, zx: number, zy: number, top: number, sums: Float64Array): number {
  const damp = Math.exp(-top);
  let worst = 1;
  for (let k = 0; k < w.length; k++) {
    const b = -(zx * x[k] + zy * y[k]);
    // J₀ = √(2π) e^{b²/2} Φ(b) = Φ(b)/φ(b), all of them times e^{−top}
    const j0 =
      b < 0 ? damp / millsRatio(b) : sqrtTwoPi * Math.exp((b * b) / 2 - top) * normalCdf(b);
    const j1 = damp + b * j0;
    const j2 = b * j1 + j0;
    const j3 = b * j2 + 2 * j1;
    if (b < 0) worst = Math.max(worst, b ** 6);
    const weight = w[k];
    sums[0] += weight * j1;
    sums[1] += weight * j2 * x[k];
    sums[2] += weight * j2 * y[k];
    sums[3] += weight * j3 * x[k] * x[k];
    sums[4] += weight * j3 * x[k] * y[k];
    sums[5] += weight * j3 * y[k] * y[k];
  }
  return worst;
}

const quadrants: { readonly [y: string]: readonly (readonly [number, number])[] } = {
  '1': [[1, 1]],
  '0': [
    [1, -1],
    [-1, 1],
  ],
  '-1': [[-1, -1]],
};

/** The observer of one V: what he sees in y = −1, 0, 1 at any ω. */
export function observer(factor: Factor, order = 16, pieces = 6) {
  const [l, m, n] = factor;
  const fans = new Map(
    [-1, 0, 1].map((y) => [
      y,
      quadrants[y].map(([s1, s2]) => fanOf(s1, s2, factor, order, pieces)),
    ]),
  );
  const sums = new Float64Array(6);
  return (y: number, omega1: number, omega2: number): Seen => {
    const first = omega1 / l;
    const zx = -first;
    const zy = -(omega2 - m * first) / n;
    const square = (zx * zx + zy * zy) / 2;
    const seen = fans.get(y)!;
    // The largest exponent b²/2 over the wedges
    let top = 0;
    for (const { x, y: side } of seen)
      for (let k = 0; k < x.length; k++) {
        const b = -(zx * x[k] + zy * side[k]);
        if (b > 0 && b * b > 2 * top) top = (b * b) / 2;
      }
    sums.fill(0);
    let worst = 1;
    for (const fan of seen) worst = Math.max(worst, addFan(fan, zx, zy, top, sums));
    if (!(sums[0] > 0))
      return { logMass: -Infinity, mean: [zx, zy], covariance: [1, 0, 1], rounding: Infinity };
    const [mx, my] = [sums[1] / sums[0], sums[2] / sums[0]];
    return {
      logMass: top - square + Math.log(sums[0] / (2 * Math.PI)),
      mean: [zx + mx, zy + my],
      covariance: [
        sums[3] / sums[0] - mx * mx,
        sums[4] / sums[0] - mx * my,
        sums[5] / sums[0] - my * my,
      ],
      rounding: 16 * Number.EPSILON * worst * (1 + square),
    };
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
