import fc from 'fast-check';
import { latentMoments, manifolds } from '../arbitraries/manifold.ts';
import { logUniform } from '../arbitraries/numbers.ts';
import type { Witness } from '../oracle.ts';
import type {
  HiddenManifoldOptimalRegularisationParams,
  HiddenManifoldOptimalRegularisationResult,
} from '../types/hidden-manifold.optimal-regularisation.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { bestPenalty } from './best-penalty.ts';
import { equivalent } from './hidden-manifold.ts';

/** Error rates at many penalties, on the spectrum of the Gaussian equivalent. */
export const comparedPenaltiesOnManifold: Witness<
  HiddenManifoldOptimalRegularisationParams,
  HiddenManifoldOptimalRegularisationResult
> = {
  id: 'compared-penalties',
  method:
    'damped iteration at many λ on the spectrum of the Gaussian equivalent; the stationary point of the polynomial through eleven error rates, for two windows of ln λ',
  ...attempting(({ loss, alpha, secondMoment = 1, ...model }) => {
    if (Math.abs(Math.sqrt(model.gamma) - 1) < 0.1 && model.gamma !== 1)
      throw new OutOfReach('the edge of the spectrum is too close to zero');
    return bestPenalty({
      teacher: { secondMoment, noiseVariance: 0, flipProbability: 0 },
      spectrum: equivalent(model, secondMoment, 200).spectrum,
      task: 'classification',
      loss,
      alpha,
    });
  }),
  sample: fc
    .record({
      model: manifolds(['erf', 'sign', 'relu', 'tanh']),
      alpha: logUniform(0.5, 5),
      moment: latentMoments(),
    })
    .map(({ model, alpha, moment }) => ({ ...model, loss: 'square' as const, alpha, ...moment })),
};
