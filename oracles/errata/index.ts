import { alphaInverted } from './alpha-inverted.ts';
import type { AnyErratum } from './erratum.ts';
import { freeEnergyToBeMinimised } from './free-energy-to-be-minimised.ts';
import { gampInSigmaAndR } from './gamp-in-sigma-and-r.ts';
import { gaussianStart } from './gaussian-start.ts';
import { inputVariance } from './input-variance.ts';
import { kappaStarSquared } from './kappa-star-squared.ts';
import { largeCommitteeRounded } from './large-committee-rounded.ts';
import { latentNormPower } from './latent-norm-power.ts';
import { lettersOfTheTheorem } from './letters-of-the-theorem.ts';
import { linearRegressionBeforeSpecialisation } from './linear-regression-before-specialisation.ts';
import { logarithmToBaseTwo } from './logarithm-to-base-two.ts';
import { lossOfNWeights } from './loss-of-n-weights.ts';
import { maximumInTwoVariables } from './maximum-in-two-variables.ts';
import { meanSquareErrorOffTheLine } from './mean-square-error-off-the-line.ts';
import { meanTimesIdentity } from './mean-times-identity.ts';
import { misplacedDerivative } from './misplaced-derivative.ts';
import { oneUnitOffTheSphere } from './one-unit-off-the-sphere.ts';
import { penaltyWithoutHalf } from './penalty-without-half.ts';
import { phaseRetrievalRounded } from './phase-retrieval-rounded.ts';
import { priorOfUnitTeacher } from './prior-of-unit-teacher.ts';
import { squareLossForErrorRate } from './square-loss-for-error-rate.ts';
import { squareOutsideAverage } from './square-outside-average.ts';
import { standardInputs } from './standard-inputs.ts';
import { stieltjesOfTheLargerMatrix } from './stieltjes-of-the-larger-matrix.ts';
import { uniqueFromTwo } from './unique-from-two.ts';
import { weightNormSign } from './weight-norm-sign.ts';
import { wideMeansAsWide } from './wide-means-as-wide.ts';

export { type AnyErratum, type ErratumText, isBroken, type Measurement } from './erratum.ts';

/** The errors of the source document's slides, in their order, subject by subject. */
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

  logarithmToBaseTwo,
  penaltyWithoutHalf,

  meanTimesIdentity,
  kappaStarSquared,
  misplacedDerivative,
  latentNormPower,
  weightNormSign,
  stieltjesOfTheLargerMatrix,
  priorOfUnitTeacher,

  lettersOfTheTheorem,
  linearRegressionBeforeSpecialisation,
  largeCommitteeRounded,
  lossOfNWeights,
  gaussianStart,
  standardInputs,
  wideMeansAsWide,
  oneUnitOffTheSphere,
  uniqueFromTwo,
];
