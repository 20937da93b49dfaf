/** The reference: pure, deterministic mathematics without I/O; runs in Node and in a browser. */
export * from './channels/channel.ts';
export { channel, channelKinds } from './channels/index.ts';
export * from './errors.ts';
export { exactAverage } from './generalised-linear/exact-average.ts';
export { exactPosterior } from './generalised-linear/exact-posterior.ts';
export { fixedPoint } from './generalised-linear/fixed-point.ts';
export { gamp } from './generalised-linear/gamp.ts';
export { generalisationError } from './generalised-linear/generalisation-error.ts';
export { optimum } from './generalised-linear/optimum.ts';
export { stateEvolution } from './generalised-linear/state-evolution.ts';
export { threshold } from './generalised-linear/threshold.ts';
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
