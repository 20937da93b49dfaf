import { alphaInverted } from './alpha-inverted.ts';
import type { AnyErratum } from './erratum.ts';
import { freeEnergyToBeMinimised } from './free-energy-to-be-minimised.ts';
import { gampInSigmaAndR } from './gamp-in-sigma-and-r.ts';
import { inputVariance } from './input-variance.ts';
import { maximumInTwoVariables } from './maximum-in-two-variables.ts';
import { meanSquareErrorOffTheLine } from './mean-square-error-off-the-line.ts';
import { phaseRetrievalRounded } from './phase-retrieval-rounded.ts';
import { squareLossForErrorRate } from './square-loss-for-error-rate.ts';
import { squareOutsideAverage } from './square-outside-average.ts';

export { type AnyErratum, type ErratumText, isBroken, type Measurement } from './erratum.ts';

/** The errors of the source document's slides on generalised linear models, in their order. */
export const errata: readonly AnyErratum[] = [
  inputVariance,
  squareLossForErrorRate,
  alphaInverted,
  freeEnergyToBeMinimised,
  squareOutsideAverage,
  gampInSigmaAndR,
  meanSquareErrorOffTheLine,
  maximumInTwoVariables,
  phaseRetrievalRounded,
];
