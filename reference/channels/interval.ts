/**
 * Inside and outside of the interval |u| < δ under N(x, 1), x ≥ 0, relative to the density at the near
 * edge, N(a), with a = δ − x, b = δ + x, e = N(b)/N(a) = e^{−2δx}, h(t) = N(t)/Φ(−t):
 *
 *   inside/N(a)  = ∫_{−δ}^{δ} exp(x(u − δ) + (δ² − u²)/2) du = 1/h(−a) − e/h(b)
 *   outside/N(a) = 1/h(a) + e/h(b)
 *
 * The difference cancels when the interval is narrow (δ ≤ 1 and e not small): there the integral is
 * taken, its integrand being entire and positive; so is the mean of u and its variance.
 */
import { normalDensity, tailRatio } from '../numerics/normal.ts';
import { gaussLegendre } from '../numerics/quadrature.ts';

/** Whether the difference of two distribution functions would cancel. */
export const isNarrow = (x: number, delta: number): boolean => delta <= 1 && x * delta <= 8;

const order = 20;

export interface NarrowMoments {
  /** inside/N(a). */
  readonly mass: number;
  /** Mean and variance of u given |u| < δ. */
  readonly mean: number;
  readonly variance: number;
}

/** Moments inside a narrow interval; nodes ±u are paired, so that the mean ~ x at x → 0 keeps its digits. */
export const narrowMoments = (x: number, delta: number): NarrowMoments => {
  const { nodes, weights } = gaussLegendre(order);
  let mass = 0;
  let first = 0;
  let second = 0;
  for (let i = order / 2; i < order; i++) {
    const u = delta * nodes[i];
    const weight = 2 * delta * weights[i] * Math.exp((delta * delta - u * u) / 2 - x * delta);
    const even = weight * Math.cosh(x * u);
    mass += even;
    first += weight * u * Math.sinh(x * u);
    second += even * u * u;
  }
  const mean = first / mass;
  return { mass, mean, variance: second / mass - mean * mean };
};

/** Probabilities inside and outside and both divided by N(a), from a = δ − x given with its own digits. */
export interface Interval {
  readonly edgeDensity: number;
  readonly inside: number;
  readonly outside: number;
  readonly insideRatio: number;
  readonly outsideRatio: number;
}

export const interval = (a: number, x: number, delta: number): Interval => {
  const edgeDensity = normalDensity(a);
  const far = Math.exp(-2 * delta * x) / tailRatio(delta + x);
  if (isNarrow(x, delta)) {
    const insideRatio = narrowMoments(x, delta).mass;
    const inside = edgeDensity * insideRatio;
    const outside = 1 - inside;
    return { edgeDensity, inside, outside, insideRatio, outsideRatio: outside / edgeDensity };
  }
  if (a >= 0) {
    const outsideRatio = 1 / tailRatio(a) + far;
    const outside = edgeDensity * outsideRatio;
    const inside = 1 - outside;
    return { edgeDensity, inside, outside, insideRatio: inside / edgeDensity, outsideRatio };
  }
  const insideRatio = 1 / tailRatio(-a) - far;
  const inside = edgeDensity * insideRatio;
  const outside = 1 - inside;
  return { edgeDensity, inside, outside, insideRatio, outsideRatio: outside / edgeDensity };
};
