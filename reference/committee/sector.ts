/**
 * The probability of a sector of the plane,
 *
 *   Q(a, b) = P(x > |y|),   x ~ N(a, A), y ~ N(b, B) independent,
 *
 * on a whole line of values of a at once. In the coordinates (x ± y)/√2, of means ω_{1,2} = (a ± b)/√2,
 * variance v = (A + B)/2 and covariance c = (A − B)/2, the sector is the positive quadrant, and
 *
 *   ∂Q/∂a = [f₁ Φ(h₂) + f₂ Φ(h₁)]/√2 > 0,   f_l = φ(ω_l/√v)/√v,   h₂ = (ω₂ − (c/v) ω₁)/s,   s² = A B/v.
 *
 * Q is the integral of this from −∞, a sum of positive terms: Q keeps its relative accuracy in the
 * tail, where it is divided by, and a further node of the line costs one short panel.
 */
import { tabulatedNormalCdf as normalCdf } from '../numerics/normal-table.ts';
import { gaussLegendre } from '../numerics/quadrature.ts';

/** Abscissae and weights of the panels that end at each of the nodes. */
export interface SectorLine {
  readonly points: Float64Array;
  readonly weights: Float64Array;
  /** The points of node i are those before `ends[i]` (and not before `ends[i − 1]`). */
  readonly ends: Int32Array;
}

const order = 6;
const startOrder = 12;

/** For the ascending `nodes`; A and B are the variances along and across the line. */
export const sectorLine = (nodes: Float64Array, A: number, B: number, refine = 1): SectorLine => {
  const deviation = Math.sqrt(A + B);
  const first = nodes[0];
  // From where Q is lost beside its value at the first node: it falls like a Gaussian of width √(A + B)
  const depth = Math.abs(first) / deviation;
  const length = deviation * Math.min(9.5, 40 / (1 + depth));
  const width = Math.min(1, Math.sqrt(A) / deviation) * deviation;
  const panels = Math.min(400, Math.ceil(length / Math.max(width, length / 400)));
  const points: number[] = [];
  const weights: number[] = [];
  const add = (low: number, high: number, n: number): void => {
    const rule = gaussLegendre(n);
    const half = (high - low) / 2;
    for (let k = 0; k < n; k++) {
      points.push(low + half * (1 + rule.nodes[k]));
      weights.push(half * rule.weights[k]);
    }
  };
  // Geometric from the first node downwards: the mass is next to it
  for (let p = panels; p >= 1; p--)
    add(first - (length * p) / panels, first - (length * (p - 1)) / panels, startOrder);
  const ends = new Int32Array(nodes.length);
  ends[0] = points.length;
  for (let i = 1; i < nodes.length; i++) {
    add(nodes[i - 1], nodes[i], order * refine);
    ends[i] = points.length;
  }
  return { points: Float64Array.from(points), weights: Float64Array.from(weights), ends };
};

/** Q(aᵢ, b) for the nodes aᵢ of the line. */
export const sectorsAlong = (
  line: SectorLine,
  b: number,
  A: number,
  B: number,
  out: Float64Array,
): void => {
  const v = (A + B) / 2;
  const lean = (A - B) / (A + B);
  const root = Math.sqrt(v);
  const s = Math.sqrt((A * B) / v);
  const { points, weights, ends } = line;
  const norm = 1 / (root * Math.sqrt(4 * Math.PI));
  let sum = 0;
  let k = 0;
  for (let i = 0; i < ends.length; i++) {
    for (; k < ends[i]; k++) {
      const a = points[k];
      const w1 = (a + b) * Math.SQRT1_2;
      const w2 = (a - b) * Math.SQRT1_2;
      const f1 = Math.exp((-w1 * w1) / (2 * v));
      const f2 = Math.exp((-w2 * w2) / (2 * v));
      sum +=
        weights[k] *
        norm *
        (f1 * normalCdf((w2 - lean * w1) / s) + f2 * normalCdf((w1 - lean * w2) / s));
    }
    out[i] = sum;
  }
};
