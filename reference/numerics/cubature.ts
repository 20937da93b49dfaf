/**
 * Several integrals over one rectangle at once, by tensor products of Gauss–Legendre rules on panels
 * that are quartered where that was not enough:
 *
 *   I_k = ∫∫ f_k(x, y) dx dy,   k = 0 … count − 1
 *
 * Every panel is integrated with 20 × 20 points. How well, its Legendre coefficients tell, which the same
 * points give: along each direction, with e(n) the largest one of degree n on any line of points,
 *
 *   error ≈ e(18, 19) r⁷,   r = max(e(18, 19)/e(16, 17), e(16, 17)/e(14, 15)) ≤ 1,
 *
 * for an integrand analytic around the panel has e(n) ~ ρ⁻ⁿ and an error of ρ⁻⁴⁰, of which ρ⁻³³ is stated. What
 * does not fall (a kink, or a wiggle upon something large and smooth) counts in full. The difference of two rules
 * would be one signed number, which passes through zero: among hundreds of panels it does so somewhere.
 * What no point sees is not stated: `scale` keeps steps and peaks from being a tenth as wide as a panel.
 *
 * Source: J. Berntsen and T. O. Espelid, Error estimation in automatic quadrature routines, ACM TOMS 17 (1991)
 * 233, for sequences of null rules.
 */
import { ConvergenceError } from '../errors.ts';
import { type Estimate, epsilon } from './estimate.ts';
import { gaussLegendre, legendre } from './quadrature.ts';

/** Writes f_0(x, y), f_1(x, y), … into `out`. */
export type PlaneIntegrand = (x: number, y: number, out: Float64Array) => void;

export interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

export interface CubatureOptions {
  /** Stop when the estimates are below this multiple of ∫|f_k| (default 1e-13). */
  readonly tolerance?: number;
  /** Relative accuracy of f itself, in spacings (default 16). */
  readonly ulps?: number;
  /** No first panel is wider than this, ten widths of the steepest step (default: the rectangle in 2 × 2). */
  readonly scale?: number;
  readonly maxPanels?: number;
}

interface Panel extends Rectangle {
  readonly value: Float64Array;
  readonly magnitude: Float64Array;
  readonly error: Float64Array;
}

const order = 20;
/** Degrees of the null rules, in pairs of either parity. */
const firstDegree = order - 6;
const degrees = order - firstDegree;

/** Row n: (2n + 1)/2 · w_i P_n(x_i), for the coefficient of P_n of what has the values f(x_i). */
const nullRules = (): Float64Array => {
  const { nodes, weights } = gaussLegendre(order);
  const rules = new Float64Array(degrees * order);
  nodes.forEach((x, i) => {
    const p = legendre(order - 1, x);
    for (let n = firstDegree; n < order; n++)
      rules[(n - firstDegree) * order + i] = (n + 0.5) * weights[i] * p[n];
  });
  return rules;
};

export const integratePlane = (
  integrand: PlaneIntegrand,
  count: number,
  rectangle: Rectangle,
  { tolerance = 1e-13, ulps = 16, scale, maxPanels = 20_000 }: CubatureOptions = {},
): Estimate[] => {
  const { nodes, weights } = gaussLegendre(order);
  const rules = nullRules();
  const out = new Float64Array(count);
  const values = new Float64Array(count * order * order);
  const evaluate = (r: Rectangle): Panel => {
    const [cx, hx] = [(r.left + r.right) / 2, (r.right - r.left) / 2];
    const [cy, hy] = [(r.bottom + r.top) / 2, (r.top - r.bottom) / 2];
    const [value, magnitude] = [new Float64Array(count), new Float64Array(count)];
    const [largest, error] = [new Float64Array(count), new Float64Array(count)];
    for (let i = 0; i < order; i++)
      for (let j = 0; j < order; j++) {
        integrand(cx + hx * nodes[i], cy + hy * nodes[j], out);
        const weight = hx * hy * weights[i] * weights[j];
        for (let k = 0; k < count; k++) {
          value[k] += weight * out[k];
          magnitude[k] += weight * Math.abs(out[k]);
          largest[k] = Math.max(largest[k], Math.abs(out[k]));
          values[(k * order + i) * order + j] = out[k];
        }
      }
    for (let k = 0; k < count; k++) {
      const own = values.subarray(k * order * order, (k + 1) * order * order);
      // What the rounding of f makes of its coefficients is counted below
      const noise = ulps * epsilon * largest[k];
      const mean = remainder(rules, own, order, 1, noise) + remainder(rules, own, 1, order, noise);
      error[k] = 4 * hx * hy * mean;
    }
    return { ...r, value, magnitude, error };
  };

  const width = rectangle.right - rectangle.left;
  const height = rectangle.top - rectangle.bottom;
  const pieces = (extent: number): number =>
    scale === undefined ? 2 : Math.max(2, Math.ceil(extent / scale));
  const [nx, ny] = [pieces(width), pieces(height)];
  if (!(nx * ny < maxPanels))
    throw new ConvergenceError('integratePlane', `a region of ${nx} × ${ny} scales is too wide`);
  let pending: Panel[] = [];
  for (let i = 0; i < nx; i++)
    for (let j = 0; j < ny; j++)
      pending.push(
        evaluate({
          left: rectangle.left + (width * i) / nx,
          right: rectangle.left + (width * (i + 1)) / nx,
          bottom: rectangle.bottom + (height * j) / ny,
          top: rectangle.bottom + (height * (j + 1)) / ny,
        }),
      );
  const settled: Panel[] = [];
  while (pending.length > 0) {
    const total = new Float64Array(count);
    for (const panel of [...settled, ...pending])
      for (let k = 0; k < count; k++) total[k] += panel.magnitude[k];
    if (total.some(Number.isNaN))
      throw new ConvergenceError('integratePlane', 'the integrand is not a number somewhere');
    const share = tolerance / (settled.length + pending.length);
    const refined: Panel[] = [];
    for (const panel of pending) {
      if (total.every((all, k) => panel.error[k] <= share * all)) settled.push(panel);
      else refined.push(...quarters(panel).map(evaluate));
    }
    if (settled.length + refined.length > maxPanels)
      throw new ConvergenceError('integratePlane', `not resolved by ${maxPanels} panels`);
    pending = refined;
  }
  return Array.from({ length: count }, (_, k) => {
    let value = 0;
    let magnitude = 0;
    for (const panel of settled) {
      value += panel.value[k];
      magnitude += panel.magnitude[k];
    }
    let error = 0;
    for (const panel of settled) error += panel.error[k];
    return { value, error: error + ulps * epsilon * magnitude + Number.MIN_VALUE };
  });
};

/** The error of the mean over a square of values, for the rule along lines of one step; `across` leads to the next line. */
const remainder = (
  rules: Float64Array,
  values: Float64Array,
  along: number,
  across: number,
  noise: number,
): number => {
  const largest = [0, 0, 0];
  for (let line = 0; line < order; line++)
    for (let n = 0; n < degrees; n++) {
      let coefficient = 0;
      for (let i = 0; i < order; i++)
        coefficient += rules[n * order + i] * values[line * across + i * along];
      largest[n >> 1] = Math.max(largest[n >> 1], Math.abs(coefficient));
    }
  const [low, middle, high] = largest;
  if (high <= noise) return 0;
  const ratio = Math.min(1, Math.max(high / middle, middle / low));
  return (high - noise) * ratio ** 7;
};

const quarters = ({ left, right, bottom, top }: Rectangle): readonly Rectangle[] => {
  const x = (left + right) / 2;
  const y = (bottom + top) / 2;
  return [
    { left, right: x, bottom, top: y },
    { left: x, right, bottom, top: y },
    { left, right: x, bottom: y, top },
    { left: x, right, bottom: y, top },
  ];
};
