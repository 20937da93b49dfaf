/** The reference: pure, deterministic mathematics without I/O; runs in Node and in a browser. */
export * from './channels/channel.ts';
export { channel, channelKinds } from './channels/index.ts';
export { committeeAmp } from './committee/amp.ts';
export { committeeFixedPoint } from './committee/fixed-point.ts';
export { largeCommittee, largeUnspecialised } from './committee/large.ts';
export { committeeOutputDenoiser } from './committee/output-denoiser.ts';
export { committeeOutputPotential } from './committee/output-potential.ts';
export { committeeThreshold } from './committee/threshold.ts';
export { ermFixedPoint } from './empirical-risk/fixed-point.ts';
export { type MaxMargin, maxMargin } from './empirical-risk/max-margin.ts';
export { type Minimum, minimise } from './empirical-risk/minimiser/index.ts';
export { optimalRegularisation } from './empirical-risk/optimal-regularisation.ts';
export { type Separability, separability } from './empirical-risk/separability.ts';
export { cleanTeacher, type Teacher } from './empirical-risk/teacher.ts';
export * from './errors.ts';
export { covariateFixedPoint } from './gaussian-covariate/fixed-point.ts';
export {
  type CovariateModel,
  centred,
  modelOfField,
  modelOfLabels,
} from './gaussian-covariate/from-data.ts';
export type { OptimalRegularisation } from './gaussian-covariate/optimal-regularisation.ts';
export type {
  ClassificationFixedPoint,
  CovariateFixedPoint,
  RegressionFixedPoint,
  Task,
} from './gaussian-covariate/result.ts';
export { isotropicSpectrum, type Spectrum } from './gaussian-covariate/spectrum.ts';
export {
  discriminantError,
  hebbError,
  isotropicBayesError,
} from './gaussian-mixture/limits.ts';
export { type MulticlassFixedPoint, multiclassFixedPoint } from './gaussian-mixture/multiclass.ts';
export type {
  MulticlassLoss,
  MulticlassProblem,
  MulticlassSpectrum,
} from './gaussian-mixture/multiclass-problem.ts';
export type { BiasKind, MixtureProblem } from './gaussian-mixture/problem.ts';
export type { MixtureSpectrum } from './gaussian-mixture/spectrum.ts';
export { type MixtureFixedPoint, mixtureFixedPoint } from './gaussian-mixture/two-classes.ts';
export { exactAverage } from './generalised-linear/exact-average.ts';
export { exactPosterior } from './generalised-linear/exact-posterior.ts';
export { fixedPoint } from './generalised-linear/fixed-point.ts';
export { gamp } from './generalised-linear/gamp.ts';
export { generalisationError } from './generalised-linear/generalisation-error.ts';
export { optimum } from './generalised-linear/optimum.ts';
export { stateEvolution } from './generalised-linear/state-evolution.ts';
export { threshold } from './generalised-linear/threshold.ts';
export {
  type ActivationKind,
  activationCoefficients,
  activationKinds,
  type Coefficients,
} from './hidden-manifold/coefficients.ts';
export {
  type HiddenManifoldFixedPoint,
  hiddenManifoldFixedPoint,
} from './hidden-manifold/fixed-point.ts';
export type { HiddenManifold } from './hidden-manifold/model.ts';
export { hiddenManifoldOptimalRegularisation } from './hidden-manifold/optimal-regularisation.ts';
export { hiddenManifoldSeparability } from './hidden-manifold/separability.ts';
export { type Projection, type Stieltjes, stieltjes } from './hidden-manifold/stieltjes.ts';
export { type Loss, type LossKind, loss, lossKinds, type Proximal } from './losses/index.ts';
export type { Estimate } from './numerics/estimate.ts';
export type { Matrix } from './numerics/matrix.ts';
export { philoxStream, type RandomStream } from './numerics/random.ts';
export { gramFlow, overParametrisedFlow } from './over-parametrised/flow.ts';
export { populationFlow as overParametrisedPopulationFlow } from './over-parametrised/population-flow.ts';
export {
  isUniqueMinimiser,
  type Uniqueness,
  uniqueness,
  uniquenessOfRun,
} from './over-parametrised/uniqueness.ts';
export { gradientFlow as phaseRetrievalFlow } from './phase-retrieval/gradient-flow.ts';
export { hessianSpectrum, hessianTransition } from './phase-retrieval/hessian.ts';
export { phaseGradient } from './phase-retrieval/loss.ts';
export { populationFlow as phaseRetrievalPopulationFlow } from './phase-retrieval/population-flow.ts';
export {
  type RunOutcome,
  type RunQuestion,
  successOfRun,
  successRate,
} from './phase-retrieval/success.ts';
export { prior, priorKinds } from './priors/index.ts';
export * from './priors/prior.ts';
