/**
 * What two sign units learn from n = α d samples of a teacher of the same architecture:
 *
 *   q_± = 2 ∂ψ/∂r_±,   r_± = α A_±(q),   f = ψ(r) − ½ Tr(r q) + α Ψ_out(q)
 *
 * on the unspecialised branch (q₁₁ = q₁₂) or the specialised one (q₁₁ > q₁₂).
 * Source: [aubin2018].
 */
import { requireNumber } from '../errors.ts';
import { type Estimate, epsilon } from '../numerics/estimate.ts';
import { coarse, freeEntropyAt } from './branch.ts';
import { halfMeanSquareError } from './generalisation.ts';
import { signAverages } from './sign-averages.ts';
import { specialisedPoint } from './specialised.ts';
import { overlapErrors, unspecialisedPoint } from './unspecialised.ts';
import type { CommitteePrior } from './weights.ts';

export type CommitteeBranch = 'unspecialised' | 'specialised';

export interface CommitteeFixedPoint {
  /** q₁₁, q₁₂ */
  readonly diagonal: Estimate;
  readonly offDiagonal: Estimate;
  /** f */
  readonly freeEntropy: Estimate;
  /** Half the mean-square error of the posterior mean. */
  readonly generalisationError: Estimate;
  /** Probability that two samples of the posterior disagree on a new output. */
  readonly gibbsDisagreement: Estimate;
}

const where = 'committeeFixedPoint';

export function committeeFixedPoint(
  prior: CommitteePrior,
  alpha: number,
  branch: CommitteeBranch,
): CommitteeFixedPoint {
  requireNumber(where, 'alpha', alpha, { above: 0, atMost: 1e8 });
  const certified =
    branch === 'unspecialised'
      ? unspecialisedPoint(where, prior, alpha)
      : specialisedPoint(where, prior, alpha);
  const { point, potentialGap, entropyGap } = certified;
  const { plus, minus } = point.weights;
  const errors = overlapErrors(prior, certified);
  const { channel, weights } = point;
  const entry = (value: number): Estimate => ({
    value,
    error: (errors.plus + errors.minus) / 2 + epsilon * Math.abs(value),
  });
  const rough = signAverages(point.weights, coarse);
  return {
    diagonal: entry((plus.q + minus.q) / 2),
    // q_+ − q_− = V_− − V_+, by whichever has the digits
    offDiagonal: entry(plus.q < 0.5 ? (plus.q - minus.q) / 2 : (minus.V - plus.V) / 2),
    freeEntropy: {
      value: freeEntropyAt(point, alpha),
      // Stationary at the fixed point: errors of the overlaps enter squared
      error:
        alpha * potentialGap +
        entropyGap +
        64 * epsilon * (alpha * Math.abs(channel.potential) + Math.abs(weights.entropy)),
    },
    generalisationError: halfMeanSquareError(point.weights, errors),
    gibbsDisagreement: {
      value: channel.disagreement,
      // |∂D/∂q_±| = E Σ_y (∂_± Z_y)² <= A_±
      error:
        channel.plus * errors.plus +
        channel.minusPerOverlap * minus.q * errors.minus +
        Math.abs(rough.disagreement - channel.disagreement) +
        256 * epsilon * channel.disagreement,
    },
  };
}
