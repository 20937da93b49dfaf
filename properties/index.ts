import { committeeAmpLaws } from './committee/amp.ts';
import { committeeAmpStateEvolutionLaws } from './committee/amp-state-evolution.ts';
import { committeeFixedPointLaws } from './committee/fixed-point.ts';
import { committeeLargeLaws } from './committee/large.ts';
import { committeeDenoiserLaws } from './committee/output-denoiser.ts';
import { committeePotentialLaws } from './committee/output-potential.ts';
import { committeeThresholdLaws } from './committee/threshold.ts';
import { ermFixedPointLaws } from './erm/fixed-point.ts';
import { ermLimitLaws } from './erm/limits.ts';
import { ermMarginLaws } from './erm/margin.ts';
import { minimiserLaws } from './erm/minimiser.ts';
import { optimalRegularisationLaws } from './erm/optimal-regularisation.ts';
import { proximalLaws } from './erm/proximal.ts';
import { gaussianMixtureLaws } from './gaussian-mixture/fixed-point.ts';
import { multiclassLaws } from './gaussian-mixture/multiclass.ts';
import { averageLaws } from './glm/averages.ts';
import { exactAverageLaws } from './glm/exact-average.ts';
import { exactPosteriorLaws } from './glm/exact-posterior.ts';
import { fixedPointLaws } from './glm/fixed-point.ts';
import { fixedPointIdentityLaws } from './glm/fixed-point-identities.ts';
import { fixedPointOrderLaws } from './glm/fixed-point-order.ts';
import { gampStateEvolutionLaws } from './glm/gamp-state-evolution.ts';
import { gampStepLaws } from './glm/gamp-steps.ts';
import { gampSymmetryLaws } from './glm/gamp-symmetry.ts';
import { generalisationLaws } from './glm/generalisation.ts';
import { optimumLaws } from './glm/optimum.ts';
import { outputDenoiserLaws } from './glm/output-denoiser.ts';
import { outputPotentialLaws } from './glm/output-potential.ts';
import { outputPotentialIdentityLaws } from './glm/output-potential-identities.ts';
import { outputPotentialLimitLaws } from './glm/output-potential-limits.ts';
import { outputRelationLaws } from './glm/output-relations.ts';
import { priorDenoiserLaws } from './glm/prior-denoiser.ts';
import { priorPotentialLaws } from './glm/prior-potential.ts';
import { stateEvolutionLaws } from './glm/state-evolution.ts';
import { thresholdLaws } from './glm/threshold.ts';
import { phaseGradientLaws } from './gradient-flow/gradient.ts';
import { hessianLaws } from './gradient-flow/hessian.ts';
import { flowPopulationLaws } from './gradient-flow/population.ts';
import { sphereFlowLaws } from './gradient-flow/sphere-flow.ts';
import { successLaws } from './gradient-flow/success.ts';
import { uniquenessLaws } from './gradient-flow/uniqueness.ts';
import { wideFlowLaws } from './gradient-flow/wide.ts';
import { gaussianCovariateLaws } from './hidden-manifold/covariate.ts';
import { manifoldEnsembleLaws } from './hidden-manifold/ensemble.ts';
import { manifoldFeatureLaws } from './hidden-manifold/features.ts';
import { manifoldFixedPointLaws } from './hidden-manifold/fixed-point.ts';
import { manifoldFormLaws } from './hidden-manifold/spectral-form.ts';
import type { AnyLaw } from './law.ts';

/** Every law, in the order of the catalogue of oracles they are about. */
export const laws: readonly AnyLaw[] = [
  ...priorDenoiserLaws,
  ...outputDenoiserLaws,
  ...outputRelationLaws,
  ...priorPotentialLaws,
  ...outputPotentialLaws,
  ...outputPotentialLimitLaws,
  ...outputPotentialIdentityLaws,
  ...averageLaws,
  ...stateEvolutionLaws,
  ...fixedPointLaws,
  ...fixedPointOrderLaws,
  ...fixedPointIdentityLaws,
  ...optimumLaws,
  ...generalisationLaws,
  ...thresholdLaws,
  ...gampStepLaws,
  ...gampSymmetryLaws,
  ...gampStateEvolutionLaws,
  ...exactPosteriorLaws,
  ...exactAverageLaws,
  ...proximalLaws,
  ...ermFixedPointLaws,
  ...ermLimitLaws,
  ...optimalRegularisationLaws,
  ...ermMarginLaws,
  ...minimiserLaws,
  ...manifoldFeatureLaws,
  ...manifoldFixedPointLaws,
  ...manifoldFormLaws,
  ...manifoldEnsembleLaws,
  ...gaussianCovariateLaws,
  ...gaussianMixtureLaws,
  ...multiclassLaws,
  ...committeePotentialLaws,
  ...committeeDenoiserLaws,
  ...committeeFixedPointLaws,
  ...committeeThresholdLaws,
  ...committeeLargeLaws,
  ...committeeAmpLaws,
  ...committeeAmpStateEvolutionLaws,
  ...phaseGradientLaws,
  ...sphereFlowLaws,
  ...flowPopulationLaws,
  ...hessianLaws,
  ...successLaws,
  ...wideFlowLaws,
  ...uniquenessLaws,
];

const byId = new Map(laws.map((law) => [law.id, law]));
export const findLaw = (id: string): AnyLaw | undefined => byId.get(id);
