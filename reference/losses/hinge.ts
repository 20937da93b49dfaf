/**
 * Hinge loss ℓ(u) = max(0, 1 − u), piecewise linear:
 *
 *   u ≤ 1 − V:      x = u + V, f = 1, x′ = 1        (the pull is not enough)
 *   1 − V < u < 1:  x = 1,     f = (1 − u)/V, x′ = 0 (support vector on the margin)
 *   u ≥ 1:          x = u,     f = 0, x′ = 1
 *
 * The averages are integrals over the strip and the half-line below it, so they have no kinks left.
 */
import { requireNumber } from '../errors.ts';
import { type Estimate, plus } from '../numerics/estimate.ts';
import type { JointIntegrand } from '../numerics/joint-quadrature.ts';
import type { Averages, Loss } from './loss.ts';
import { addBelow, certifiedBelow, type MarginLaw, requireMarginLaw } from './margin-law.ts';

const where = 'hinge loss';
const infinite = Number.POSITIVE_INFINITY;

/** f, f², c on the strip; the depth τ in units of √q, the strip `width` of them. */
const onStrip =
  (width: number, V: number): JointIntegrand =>
  (depth, out) => {
    const force = depth / width;
    out[0] = force;
    out[1] = force * force;
    out[2] = 1 / V;
  };

/** f = f² and ℓ(x) = 1 − V − u below the strip. */
const belowStrip =
  (deviation: number): JointIntegrand =>
  (depth, out) => {
    out[0] = 1;
    out[1] = deviation * depth;
  };

const strips = (law: MarginLaw, V: number) => {
  const deviation = Math.sqrt(law.variance);
  const width = V / deviation;
  return {
    width,
    deviation,
    strip: { threshold: 1, width },
    below: { threshold: 1 - V, width: infinite },
  };
};

export const hingeLoss: Loss = {
  kind: 'hinge',
  maximalCurvature: infinite,
  value: (u) => Math.max(0, 1 - u),
  derivative: (u) => (u <= 1 ? -1 : 0),
  proximal(u, V) {
    requireNumber(where, 'margin', u);
    requireNumber(where, 'width', V, { above: 0 });
    const gap = 1 - u;
    if (gap <= 0) return { point: u, force: 0, derivative: 1, envelope: 0 };
    if (gap < V)
      return { point: 1, force: gap / V, derivative: 0, envelope: (gap / V) * (gap / 2) };
    return { point: u + V, force: 1, derivative: 1, envelope: gap - V / 2 };
  },
  averages(law, V): Averages<number> {
    const { strip, below, width, deviation } = strips(law, V);
    const inside = new Float64Array(3);
    const outside = new Float64Array(2);
    addBelow(law, strip, onStrip(width, V), inside);
    addBelow(law, below, belowStrip(deviation), outside);
    return {
      force: inside[0] + outside[0],
      squaredForce: inside[1] + outside[0],
      curvature: inside[2],
      loss: outside[1],
    };
  },
  certifiedAverages(law, V): Averages<Estimate> {
    requireMarginLaw(where, law);
    requireNumber(where, 'width', V, { above: 0 });
    const { strip, below, width, deviation } = strips(law, V);
    const inside = certifiedBelow(law, strip, onStrip(width, V), 3);
    const outside = certifiedBelow(law, below, belowStrip(deviation), 2);
    return {
      force: plus(inside[0], outside[0]),
      squaredForce: plus(inside[1], outside[0]),
      curvature: inside[2],
      loss: outside[1],
    };
  },
  errorThreshold: (V) => -V,
};
