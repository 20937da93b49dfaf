import type { Witness } from '../oracle.ts';
import { iteratedStudent } from './erm-fixed-point.ts';
import { widestMargin } from './erm-max-margin.ts';
import { descended, sortedMargins } from './erm-minimiser.ts';
import { comparedPenalties } from './erm-optimal-regularisation.ts';
import { bisectedPull } from './erm-proximal.ts';
import { shrinkingSearch } from './erm-separability.ts';
import { askedTeachers } from './exact-average.ts';
import { countedWeights } from './exact-posterior.ts';
import { iteratedRecursion } from './fixed-point.ts';
import { textbookLoop } from './gamp.ts';
import { iteratedFeatures } from './gaussian-covariate.ts';
import { iteratedClusters } from './gaussian-mixture.ts';
import { oneMargin } from './gaussian-mixture-multiclass.ts';
import { drawnPredictions, predictedVariance } from './generalisation-error.ts';
import { iteratedManifold } from './hidden-manifold.ts';
import { averagedActivation } from './hidden-manifold-coefficients.ts';
import { comparedPenaltiesOnManifold } from './hidden-manifold-optimal-regularisation.ts';
import { explainedTeacher } from './hidden-manifold-separability.ts';
import { averagedPole } from './hidden-manifold-stieltjes.ts';
import { bothEnds } from './optimum.ts';
import { posteriorOfField } from './output-denoiser.ts';
import { shrinkingPosterior } from './output-potential.ts';
import { closedEquation } from './over-parametrised-gradient-flow.ts';
import { wholeMatrix } from './over-parametrised-population-flow.ts';
import { countedCorners, foundElsewhere } from './over-parametrised-uniqueness.ts';
import { differencedLoss } from './phase-retrieval-gradient.ts';
import { taylorSteps } from './phase-retrieval-gradient-flow.ts';
import { summedHessian, summedTransition } from './phase-retrieval-hessian.ts';
import { averagedLoss } from './phase-retrieval-population-flow.ts';
import { downhillOnCircle } from './phase-retrieval-success-rate.ts';
import { tableOfWeights } from './prior-denoiser.ts';
import { drawnWeights, tableOfObservations } from './prior-potential.ts';
import { tabulatedRecursion } from './state-evolution.ts';
import { demandAndSupply, growingWhisper } from './threshold.ts';

/**
 * The witnesses that run beside the reference, by oracle. They know the definition of the model and
 * nothing of the reference's formulas: Bayes' rule on tables, enumeration, plain loops, Monte Carlo.
 */
export const witnesses: {
  // biome-ignore lint/suspicious/noExplicitAny: an index holds witnesses of every params type
  readonly [oracle: string]: readonly Witness<any, any>[];
} = {
  'glm.prior-denoiser': [tableOfWeights],
  'glm.output-denoiser': [posteriorOfField],
  'glm.prior-potential': [tableOfObservations, drawnWeights],
  'glm.output-potential': [shrinkingPosterior],
  'glm.state-evolution': [tabulatedRecursion],
  'glm.fixed-point': [iteratedRecursion],
  'glm.optimum': [bothEnds],
  'glm.generalisation-error': [predictedVariance, drawnPredictions],
  'glm.threshold': [growingWhisper, demandAndSupply],
  'glm.gamp': [textbookLoop],
  'glm.exact-posterior': [countedWeights],
  'glm.exact-average': [askedTeachers],
  'erm.proximal': [bisectedPull],
  'erm.fixed-point': [iteratedStudent],
  'erm.optimal-regularisation': [comparedPenalties],
  'erm.max-margin': [widestMargin],
  'erm.separability': [shrinkingSearch],
  'erm.minimiser': [descended, sortedMargins],
  'hidden-manifold.coefficients': [averagedActivation],
  'hidden-manifold.stieltjes': [averagedPole],
  'hidden-manifold.fixed-point': [iteratedManifold],
  'hidden-manifold.optimal-regularisation': [comparedPenaltiesOnManifold],
  'hidden-manifold.separability': [explainedTeacher],
  'gaussian-covariate.fixed-point': [iteratedFeatures],
  'gaussian-mixture.fixed-point': [iteratedClusters],
  'gaussian-mixture.multiclass': [oneMargin],
  'phase-retrieval.gradient': [differencedLoss],
  'phase-retrieval.gradient-flow': [taylorSteps],
  'phase-retrieval.population-flow': [averagedLoss],
  'phase-retrieval.success-rate': [downhillOnCircle],
  'phase-retrieval.hessian': [summedHessian],
  'phase-retrieval.hessian-transition': [summedTransition],
  'over-parametrised.gradient-flow': [closedEquation],
  'over-parametrised.population-flow': [wholeMatrix],
  'over-parametrised.uniqueness': [foundElsewhere, countedCorners],
};
