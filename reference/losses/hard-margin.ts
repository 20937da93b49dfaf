/**
 * The hard margin: ℓ = 0 for u ≥ 1, ∞ below. The limit λ → 0⁺ of hinge and logistic losses on separable
 * data, in the units where V and 1/λ grow together:
 *
 *   x = max(u, 1),   f = (1 − u)₊/V,   (1 − x′)/V = 1(u < 1)/V,   ℓ(x) = 0
 *
 * It has no finite value below the margin, so it is no {@link Loss}; its averages are.
 */
import { requireNumber } from '../errors.ts';
import { type Estimate, exactly } from '../numerics/estimate.ts';
import type { JointIntegrand } from '../numerics/joint-quadrature.ts';
import type { AveragedLoss, Averages } from './loss.ts';
import { addBelow, certifiedBelow, type MarginLaw, requireMarginLaw } from './margin-law.ts';

const where = 'hard margin';
const halfLine = { threshold: 1, width: Number.POSITIVE_INFINITY };

const forces = (law: MarginLaw, V: number): JointIntegrand => {
  const deviation = Math.sqrt(law.variance);
  return (depth, out) => {
    const force = (deviation * depth) / V;
    out[0] = force;
    out[1] = force * force;
    out[2] = 1 / V;
  };
};

export const hardMargin: AveragedLoss = {
  averages(law, V): Averages<number> {
    const sums = new Float64Array(3);
    addBelow(law, halfLine, forces(law, V), sums);
    return { force: sums[0], squaredForce: sums[1], curvature: sums[2], loss: 0 };
  },
  certifiedAverages(law, V): Averages<Estimate> {
    requireMarginLaw(where, law);
    requireNumber(where, 'width', V, { above: 0 });
    const [force, squaredForce, curvature] = certifiedBelow(law, halfLine, forces(law, V), 3);
    return { force, squaredForce, curvature, loss: exactly(0) };
  },
  errorThreshold: () => Number.NEGATIVE_INFINITY,
};
