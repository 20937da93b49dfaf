/**
 * The best penalty for a teacher's labels on plain inputs.
 *
 * Square loss, in closed form: to least squares the labels are a linear teacher c_y ν with noise of
 * variance 1 − ρc_y², so the Bayes-optimal ridge is their ratio whatever the number of samples,
 *
 *   λ = (1 − ρc_y²)/(ρc_y²),   m/q = 1/c_y   (Nishimori);   π/2 − 1 for a clean teacher.
 *
 * Source: [aubin2020].
 */
import { DomainError, requireNumber } from '../errors.ts';
import {
  type OptimalRegularisation,
  optimalPenalty,
} from '../gaussian-covariate/optimal-regularisation.ts';
import { isotropicSpectrum } from '../gaussian-covariate/spectrum.ts';
import { type LossKind, loss as lossOf } from '../losses/index.ts';
import { rounded } from '../numerics/estimate.ts';
import { ermFixedPoint } from './fixed-point.ts';
import { cleanTeacher, labelCorrelation, requireTeacher, type Teacher } from './teacher.ts';

const where = 'optimal regularisation';

export const optimalRegularisation = (
  lossKind: LossKind,
  alpha: number,
  teacher: Teacher = cleanTeacher,
): OptimalRegularisation => {
  lossOf(lossKind);
  requireTeacher(where, teacher);
  requireNumber(where, 'alpha', alpha, { above: 0 });
  if (lossKind !== 'square')
    return optimalPenalty(isotropicSpectrum(teacher.secondMoment), teacher, lossKind, alpha);
  const explained = teacher.secondMoment * labelCorrelation(teacher) ** 2;
  if (explained === 0)
    throw new DomainError(where, 'flipProbability', teacher.flipProbability, '< 0.5: no signal');
  const lambda = (1 - explained) / explained;
  const { generalisationError } = ermFixedPoint('square', alpha, lambda, teacher);
  // 1 − ρc_y² ≥ 1 − 2/π does not cancel
  return { lambda: rounded(lambda, 16), generalisationError };
};
