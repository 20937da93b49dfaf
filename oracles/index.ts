import { ermFixedPoint } from './erm/fixed-point.ts';
import { ermMaxMargin } from './erm/max-margin.ts';
import { ermMinimiser } from './erm/minimiser.ts';
import { ermOptimalRegularisation } from './erm/optimal-regularisation.ts';
import { ermProximal } from './erm/proximal.ts';
import { ermSeparability } from './erm/separability.ts';
import { gaussianCovariateFixedPoint } from './gaussian-covariate/fixed-point.ts';
import { gaussianMixtureFixedPoint } from './gaussian-mixture/fixed-point.ts';
import { gaussianMixtureMulticlass } from './gaussian-mixture/multiclass.ts';
import { glmExactAverage } from './glm/exact-average.ts';
import { glmExactPosterior } from './glm/exact-posterior.ts';
import { glmFixedPoint } from './glm/fixed-point.ts';
import { glmGamp } from './glm/gamp.ts';
import { glmGeneralisationError } from './glm/generalisation-error.ts';
import { glmOptimum } from './glm/optimum.ts';
import { glmOutputDenoiser } from './glm/output-denoiser.ts';
import { glmOutputPotential } from './glm/output-potential.ts';
import { glmPriorDenoiser } from './glm/prior-denoiser.ts';
import { glmPriorPotential } from './glm/prior-potential.ts';
import { glmStateEvolution } from './glm/state-evolution.ts';
import { glmThreshold } from './glm/threshold.ts';
import { hiddenManifoldCoefficients } from './hidden-manifold/coefficients.ts';
import { hiddenManifoldFixedPoint } from './hidden-manifold/fixed-point.ts';
import { hiddenManifoldOptimalRegularisation } from './hidden-manifold/optimal-regularisation.ts';
import { hiddenManifoldSeparability } from './hidden-manifold/separability.ts';
import { hiddenManifoldStieltjes } from './hidden-manifold/stieltjes.ts';
import type { AnyOracle } from './oracle.ts';
import { overParametrisedGradientFlow } from './over-parametrised/gradient-flow.ts';
import { overParametrisedPopulationFlow } from './over-parametrised/population-flow.ts';
import { overParametrisedUniqueness } from './over-parametrised/uniqueness.ts';
import { phaseRetrievalGradient } from './phase-retrieval/gradient.ts';
import { phaseRetrievalGradientFlow } from './phase-retrieval/gradient-flow.ts';
import { phaseRetrievalHessian } from './phase-retrieval/hessian.ts';
import { phaseRetrievalHessianTransition } from './phase-retrieval/hessian-transition.ts';
import { phaseRetrievalPopulationFlow } from './phase-retrieval/population-flow.ts';
import { phaseRetrievalSuccessRate } from './phase-retrieval/success-rate.ts';

/** Every oracle, in the order of the catalogue. */
export const oracles: readonly AnyOracle[] = [
  glmPriorDenoiser,
  glmOutputDenoiser,
  glmPriorPotential,
  glmOutputPotential,
  glmStateEvolution,
  glmFixedPoint,
  glmOptimum,
  glmGeneralisationError,
  glmThreshold,
  glmGamp,
  glmExactPosterior,
  glmExactAverage,
  ermProximal,
  ermFixedPoint,
  ermOptimalRegularisation,
  ermMaxMargin,
  ermSeparability,
  ermMinimiser,
  hiddenManifoldCoefficients,
  hiddenManifoldStieltjes,
  hiddenManifoldFixedPoint,
  hiddenManifoldOptimalRegularisation,
  hiddenManifoldSeparability,
  gaussianCovariateFixedPoint,
  gaussianMixtureFixedPoint,
  gaussianMixtureMulticlass,
  phaseRetrievalGradient,
  phaseRetrievalGradientFlow,
  phaseRetrievalPopulationFlow,
  phaseRetrievalSuccessRate,
  phaseRetrievalHessian,
  phaseRetrievalHessianTransition,
  overParametrisedGradientFlow,
  overParametrisedPopulationFlow,
  overParametrisedUniqueness,
];

const byId = new Map(oracles.map((o) => [o.id, o]));
export const findOracle = (id: string): AnyOracle | undefined => byId.get(id);
