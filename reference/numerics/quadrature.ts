/**
 * Composite Gauss–Legendre quadrature, split at the places where the integrand has a kink, a jump or
 * a change of scale, and bisected where that was not enough.
 *
 *   ∫ₐᵇ f = Σ_panels (h/2) Σᵢ wᵢ f(c + h xᵢ/2)
 *
 * Every panel is integrated by two rules of different order; their difference is the error estimate
 * of the panel. Where the integrand is smooth it is the error of the lower rule, hence a bound for the
 * higher one, whose value is returned. Rounding is bounded by a multiple of ε ∫|f|, so a cancelling
 * integral says so.
 *
 * A kink or a jump inside a panel has to be a break: bisection mostly closes in on it, but once in a
 * dozen panels the two rules agree about it by chance (about any jump between the innermost nodes of
 * both), and then nothing is known of the error.
 */
import { ConvergenceError } from '../errors.ts';
import { type Estimate, epsilon } from './estimate.ts';

/** Nodes and weights of a rule on (−1, 1). */
export interface Rule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** The Legendre polynomials P_0(x) … P_n(x). */
export const legendre = (n: number, x: number): Float64Array => {
  const p = new Float64Array(n + 1);
  p[0] = 1;
  p[1] = x;
  for (let k = 2; k <= n; k++) p[k] = ((2 * k - 1) * x * p[k - 1] - (k - 1) * p[k - 2]) / k;
  return p;
};

const rules = new Map<number, Rule>();

/**
 * The n-point Gauss–Legendre rule: nodes are the zeros of P_n by Newton's method,
 * weights 2 / ((1 − x²) P_n′(x)²). Cached.
 */
export const gaussLegendre = (n: number): Rule => {
  const known = rules.get(n);
  if (known !== undefined) return known;
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < Math.ceil(n / 2); i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 0;
    for (let step = 0; step < 10; step++) {
      const p = legendre(n, x);
      slope = (n * (x * p[n] - p[n - 1])) / (x * x - 1);
      const correction = p[n] / slope;
      x -= correction;
      if (Math.abs(correction) < epsilon) break;
    }
    if (2 * i + 1 === n) x = 0;
    const weight = 2 / ((1 - x * x) * slope * slope);
    nodes[i] = -x;
    nodes[n - 1 - i] = x;
    weights[i] = weight;
    weights[n - 1 - i] = weight;
  }
  const rule = { nodes, weights };
  rules.set(n, rule);
  return rule;
};

export interface QuadratureOptions {
  /** Stop refining when the estimate is below this multiple of ∫|f| (default 1e-15). */
  readonly tolerance?: number;
  /** Relative accuracy of f itself, in spacings (default 8): enters the error estimate. */
  readonly ulps?: number;
  /** Bound on the number of panels (default 4000). */
  readonly maxPanels?: number;
}

/** An integrand and its breaks; several of them share one tolerance in {@link integratePieces}. */
export interface Piece {
  readonly f: (x: number) => number;
  readonly breaks: readonly number[];
}

interface Panel {
  readonly f: (x: number) => number;
  readonly lower: number;
  readonly upper: number;
  readonly value: number;
  readonly magnitude: number;
  readonly error: number;
  /** The error estimate of the panel it is a half of. */
  readonly inherited: number;
}

const lowOrder = 14;
const highOrder = 20;

const evaluate = (
  f: (x: number) => number,
  lower: number,
  upper: number,
  inherited = Number.POSITIVE_INFINITY,
): Panel => {
  const low = gaussLegendre(lowOrder);
  const high = gaussLegendre(highOrder);
  const centre = (lower + upper) / 2;
  const half = (upper - lower) / 2;
  let coarse = 0;
  let value = 0;
  let magnitude = 0;
  for (let i = 0; i < lowOrder; i++) coarse += low.weights[i] * f(centre + half * low.nodes[i]);
  for (let i = 0; i < highOrder; i++) {
    const term = high.weights[i] * f(centre + half * high.nodes[i]);
    value += term;
    magnitude += Math.abs(term);
  }
  return {
    f,
    lower,
    upper,
    value: half * value,
    magnitude: half * magnitude,
    error: half * Math.abs(value - coarse),
    inherited,
  };
};

/**
 * ∫ f from the first to the last of `breaks` (increasing; repeated or disordered ones are dropped).
 * Panels are bisected until their errors add up to `tolerance` · ∫|f|; what is left is in the error.
 */
export const integrate = (
  f: (x: number) => number,
  breaks: readonly number[],
  options: QuadratureOptions = {},
): Estimate => integratePieces([{ f, breaks }], options);

/**
 * Σ ∫ f over pieces, each in its own coordinate (so that a narrow feature far from the origin keeps
 * its digits), refined against their common total.
 */
export const integratePieces = (
  pieces: readonly Piece[],
  { tolerance = 1e-15, ulps = 8, maxPanels = 4000 }: QuadratureOptions = {},
): Estimate => {
  let pending: Panel[] = [];
  for (const { f, breaks } of pieces) {
    let last = breaks[0];
    for (const next of breaks) {
      if (next > last) {
        pending.push(evaluate(f, last, next));
        last = next;
      }
    }
  }
  const settled: Panel[] = [];
  while (pending.length > 0) {
    let magnitude = 0;
    for (const panel of settled) magnitude += panel.magnitude;
    for (const panel of pending) magnitude += panel.magnitude;
    if (Number.isNaN(magnitude)) {
      throw new ConvergenceError('integrate', 'the integrand is not a number somewhere');
    }
    const share = (tolerance * magnitude) / (settled.length + pending.length);
    const refined: Panel[] = [];
    for (const [index, panel] of pending.entries()) {
      const middle = (panel.lower + panel.upper) / 2;
      const done =
        panel.error <= Math.max(share, 4 * epsilon * panel.magnitude) ||
        // Halving gains nothing any more: what is left is the noise of the integrand
        (panel.error > panel.inherited / 4 && panel.error < 1e-11 * magnitude) ||
        settled.length + refined.length + pending.length - index >= maxPanels ||
        !(panel.lower < middle && middle < panel.upper);
      if (done) settled.push(panel);
      else {
        refined.push(
          evaluate(panel.f, panel.lower, middle, panel.error),
          evaluate(panel.f, middle, panel.upper, panel.error),
        );
      }
    }
    pending = refined;
  }
  let value = 0;
  let magnitude = 0;
  let error = 0;
  for (const panel of settled) {
    value += panel.value;
    magnitude += panel.magnitude;
    error += panel.error;
  }
  return { value, error: error + ulps * epsilon * magnitude + Number.MIN_VALUE };
};
