/**
 * Several integrals over one rectangle at once, by tensor products of Gauss–Legendre rules on panels
 * that are quartered where that was not enough:
 *
 *   I_k = ∫∫ f_k(x, y) dx dy,   k = 0 … count − 1
 *
 * Every panel is integrated with 8² and with 12² points. For an integrand analytic around the panel the
 * errors are ρ⁻¹⁶ and ρ⁻²⁴, so the difference to the power 3/2 is that of the rule that is used; a panel
 * whose difference is no small number yet is not trusted with it.
 */
import { ConvergenceError } from '../errors.ts';
import { type Estimate, epsilon } from './estimate.ts';
import { gaussLegendre } from './quadrature.ts';
import { geometricBound } from './trapezoid.ts';

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
  /** No first panel is wider than this (default: the rectangle in 4 × 4). */
  readonly scale?: number;
  readonly maxPanels?: number;
}

interface Panel extends Rectangle {
  readonly value: Float64Array;
  readonly magnitude: Float64Array;
  readonly gap: Float64Array;
}

const trusted = 1e-5;

export const integratePlane = (
  integrand: PlaneIntegrand,
  count: number,
  rectangle: Rectangle,
  { tolerance = 1e-13, ulps = 16, scale, maxPanels = 20_000 }: CubatureOptions = {},
): Estimate[] => {
  const out = new Float64Array(count);
  const addRule = (order: number, r: Rectangle, sums: Float64Array, moduli?: Float64Array) => {
    const { nodes, weights } = gaussLegendre(order);
    const [cx, hx] = [(r.left + r.right) / 2, (r.right - r.left) / 2];
    const [cy, hy] = [(r.bottom + r.top) / 2, (r.top - r.bottom) / 2];
    for (let i = 0; i < order; i++)
      for (let j = 0; j < order; j++) {
        integrand(cx + hx * nodes[i], cy + hy * nodes[j], out);
        const weight = hx * hy * weights[i] * weights[j];
        for (let k = 0; k < count; k++) {
          sums[k] += weight * out[k];
          if (moduli !== undefined) moduli[k] += weight * Math.abs(out[k]);
        }
      }
  };
  const evaluate = (r: Rectangle): Panel => {
    const value = new Float64Array(count);
    const magnitude = new Float64Array(count);
    const coarse = new Float64Array(count);
    addRule(12, r, value, magnitude);
    addRule(8, r, coarse);
    return { ...r, value, magnitude, gap: coarse.map((x, k) => Math.abs(x - value[k])) };
  };

  const width = rectangle.right - rectangle.left;
  const height = rectangle.top - rectangle.bottom;
  const pieces = (extent: number): number =>
    scale === undefined ? 4 : Math.max(4, Math.ceil(extent / scale));
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
      if (total.every((all, k) => bound(panel, k) <= share * all)) settled.push(panel);
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
    for (const panel of settled) error += bound(panel, k);
    return { value, error: error + ulps * epsilon * magnitude + Number.MIN_VALUE };
  });
};

/** What a panel adds to the error. */
const bound = ({ gap, magnitude }: Panel, k: number): number => {
  const own = magnitude[k];
  if (own === 0) return 0;
  const relative = gap[k] / own;
  const rounding = 4 * epsilon * own;
  if (relative < trusted) return Math.max(0, own * geometricBound(relative) - rounding);
  return gap[k];
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
