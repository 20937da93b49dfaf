/**
 * Nodes of a trapezoid rule for averages over ω ~ N(0, q), in a coordinate t that resolves a feature
 * of width `near` at ω = 0 inside one of width `far`:
 *
 *   ω(t) = (far/κ) asinh((near/far) sinh(κ t)),   ω′(0) = near,   ω′(±∞) = far
 *
 * The number of nodes grows like ln(far/near). The map is analytic for |Im t| < π/(2κ), and e^{−ω²/2q} is
 * of no harm in a strip of width π/(4κ); with κ = 0.36 what limits the step is the integrand itself.
 */
import { sqrtTwoPi } from '../numerics/normal.ts';

export interface Axis {
  /** Ascending and symmetric; the middle one is 0. */
  readonly nodes: Float64Array;
  /** Of the density of ω: they add up to one, where nothing was cut off. */
  readonly weights: Float64Array;
  /** Index of the node 0: the nodes from here on are ω ≥ 0. */
  readonly middle: number;
}

const kappa = 0.36;
/** φ(9) = 1e-18. */
const reach = 9;

/** Nodes up to |ω| = min(9√q, `extent`). */
export const gaussianAxis = (
  q: number,
  near: number,
  far: number,
  step: number,
  extent: number = Number.POSITIVE_INFINITY,
): Axis => {
  if (q === 0) return { nodes: Float64Array.of(0), weights: Float64Array.of(1), middle: 0 };
  const deviation = Math.sqrt(q);
  const outer = Math.min(far, 1.25 * deviation);
  const ratio = Math.min(1, near / outer);
  const end = Math.min(reach * deviation, extent);
  const last = Math.asinh(Math.sinh((kappa * end) / outer) / ratio) / kappa;
  const middle = Math.ceil(last / step);
  const nodes = new Float64Array(2 * middle + 1);
  const weights = new Float64Array(2 * middle + 1);
  for (let j = 0; j <= middle; j++) {
    const t = j * step;
    const s = ratio * Math.sinh(kappa * t);
    const omega = (outer / kappa) * Math.asinh(s);
    const slope = (outer * ratio * Math.cosh(kappa * t)) / Math.hypot(1, s);
    const x = omega / deviation;
    const weight = (step * slope * Math.exp((-x * x) / 2)) / (sqrtTwoPi * deviation);
    nodes[middle + j] = omega;
    nodes[middle - j] = -omega;
    weights[middle + j] = weights[middle - j] = weight;
  }
  return { nodes, weights, middle };
};
