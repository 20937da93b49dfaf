/**
 * The classifier of maximal margin on separable data, the limit λ → 0⁺ of hinge and logistic losses:
 *
 *   margin κ = max_w min_μ y_μ X_μ·w √d/‖w‖ = 1/√q
 *
 * where q is the squared norm of the hard-margin solution min ‖w‖², y_μ X_μ·w ≥ 1. In the units V = V₁/λ
 * the replica equations have a limit, those of the loss that is 0 above the margin and ∞ below, at λ = 1.
 * A solution exists for α < α*, separability.ts, where q diverges. Source: [aubin2020].
 */

import { DomainError, requireNumber } from '../errors.ts';
import { solveHardMargin } from '../gaussian-covariate/convex.ts';
import { convexResult } from '../gaussian-covariate/fixed-point.ts';
import { isotropicSpectrum } from '../gaussian-covariate/spectrum.ts';
import { hardMargin } from '../losses/hard-margin.ts';
import { type Estimate, mapped } from '../numerics/estimate.ts';
import { separability } from './separability.ts';
import { cleanTeacher, requireTeacher, type Teacher } from './teacher.ts';

export interface MaxMargin {
  /** κ. */
  readonly margin: Estimate;
  readonly overlap: Estimate;
  readonly norm: Estimate;
  readonly generalisationError: Estimate;
}

const where = 'max-margin';

export const maxMargin = (alpha: number, teacher: Teacher = cleanTeacher): MaxMargin => {
  requireTeacher(where, teacher);
  requireNumber(where, 'alpha', alpha, { above: 0 });
  const threshold = separability(teacher).alpha.value;
  if (!(alpha < threshold))
    throw new DomainError(where, 'alpha', alpha, `< ${threshold}, the separability threshold`);
  const spectrum = isotropicSpectrum(teacher.secondMoment);
  const problem = { spectrum, teacher, loss: hardMargin, alpha, lambda: 1 };
  const { overlap, norm, generalisationError } = convexResult(
    problem,
    solveHardMargin(problem, threshold),
  );
  const margin = 1 / Math.sqrt(norm.value);
  return {
    margin: mapped(norm, margin, margin / (2 * norm.value)),
    overlap,
    norm,
    generalisationError,
  };
};
