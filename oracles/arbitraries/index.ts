/**
 * Generators that draw models, not raw numbers: they know the domain, lean towards its edges and
 * shrink to a simple model (α = 1, Rademacher weights, sign labels).
 */
export { alphas } from './alpha.ts';
export { channels, evenChannels, noiseVariances, regularChannels } from './channel.ts';
export { type CovariateQuestion, covariateQuestions } from './covariate.ts';
export {
  type FlowQuestion,
  flowQuestions,
  normals,
  type OverParametrisedQuestion,
  offsets,
  overParametrisedQuestions,
  type PhaseData,
  phaseData,
  times,
  type UniquenessQuestion,
  uniquenessQuestions,
} from './flow.ts';
export { drawInstance, drawMatrix, type Entries, type Instance, instances } from './instance.ts';
export { type Output, outputs } from './label.ts';
export { lambdas, losses } from './loss.ts';
export { latentMoments, manifolds } from './manifold.ts';
export { type MarginQuestion, margins } from './margin.ts';
export { mixtureQuestions } from './mixture.ts';
export { multiclassQuestions } from './multiclass.ts';
export { logUniform, oneOf, seeds, uniform } from './numbers.ts';
export { overlapFractions } from './overlap.ts';
export { centredPriors, priors } from './prior.ts';
export { type RiskQuestion, riskQuestions } from './risk.ts';
export { type SeparableQuestion, separableQuestions } from './separable.ts';
export { covariateSpectra, mixtureSpectra } from './spectrum.ts';
export { noisyTeachers, teachers } from './teacher.ts';
export { type TunedQuestion, tunedQuestions } from './tuned.ts';
