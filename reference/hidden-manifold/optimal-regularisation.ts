/** The best penalty on the hidden manifold: see gaussian-covariate/optimal-regularisation.ts. */
import { cleanTeacher, type Teacher } from '../empirical-risk/teacher.ts';
import { requireNumber } from '../errors.ts';
import {
  type OptimalRegularisation,
  optimalPenalty,
} from '../gaussian-covariate/optimal-regularisation.ts';
import { type LossKind, loss as lossOf } from '../losses/index.ts';
import { equivalentSpectrum, type HiddenManifold } from './model.ts';

const where = 'hidden manifold optimal regularisation';

export const hiddenManifoldOptimalRegularisation = (
  model: HiddenManifold,
  lossKind: LossKind,
  alpha: number,
  teacher: Teacher = cleanTeacher,
): OptimalRegularisation => {
  lossOf(lossKind);
  requireNumber(where, 'alpha', alpha, { above: 0 });
  return optimalPenalty(equivalentSpectrum(where, model, teacher), teacher, lossKind, alpha);
};
