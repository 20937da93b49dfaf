import { algorithmForOptimum } from './algorithm-for-optimum.ts';
import { alphaInverted } from './alpha-inverted.ts';
import { aspectRatioInverted } from './aspect-ratio-inverted.ts';
import { balancedClasses } from './balanced-classes.ts';
import { committeeConjugateWithoutTwo } from './committee-conjugate-without-two.ts';
import { committeeOnsagerMissing } from './committee-onsager-missing.ts';
import { conjugateWithoutTwo } from './conjugate-without-two.ts';
import { covarianceAsDeviation } from './covariance-as-deviation.ts';
import { dampedMeansOnly } from './damped-means-only.ts';
import { deviationForVariance } from './deviation-for-variance.ts';
import { dishonestErrors } from './dishonest-errors.ts';
import { entropiesInBits } from './entropies-in-bits.ts';
import { envelopeWithoutHalf } from './envelope-without-half.ts';
import { erfInTheTail } from './erf-in-the-tail.ts';
import { eulerSteps } from './euler-steps.ts';
import { fieldNormForWeightNorm } from './field-norm-for-weight-norm.ts';
import { fieldWithoutOwnWeight } from './field-without-own-weight.ts';
import { flooredVariance } from './floored-variance.ts';
import { flowWithoutWidth } from './flow-without-width.ts';
import { freeEnergy } from './free-energy.ts';
import { fullMeanSquareError } from './full-mean-square-error.ts';
import { gaussHermiteOnAKink } from './gauss-hermite-on-a-kink.ts';
import { gibbsForBayes } from './gibbs-for-bayes.ts';
import { gradientWithTwoForFour } from './gradient-with-two-for-four.ts';
import { hingeLossWithoutRoot } from './hinge-loss-without-root.ts';
import { inversePenalty } from './inverse-penalty.ts';
import { jumpCalledTransition } from './jump-called-transition.ts';
import { kappaStarSquared } from './kappa-star-squared.ts';
import { labelsAveraged } from './labels-averaged.ts';
import { labelsZeroOne } from './labels-zero-one.ts';
import { leftOverState } from './left-over-state.ts';
import { lengthForMargin } from './length-for-margin.ts';
import { literalStiffness } from './literal-stiffness.ts';
import { lossAveragedGradientSummed } from './loss-averaged-gradient-summed.ts';
import { lossInBits } from './loss-in-bits.ts';
import { meanSquareForZeroOne } from './mean-square-for-zero-one.ts';
import { memorised } from './memorised.ts';
import type { Mistake } from './mistake.ts';
import { mseBySubtraction } from './mse-by-subtraction.ts';
import { multiplierOfTheWrongSign } from './multiplier-of-the-wrong-sign.ts';
import { naiveExponentials } from './naive-exponentials.ts';
import { noNumberForAnAnswer } from './no-number-for-an-answer.ts';
import { noOnsagerTerm } from './no-onsager-term.ts';
import { noiseAsDeviation } from './noise-as-deviation.ts';
import { noiseOfTheLabelsForgotten } from './noise-of-the-labels-forgotten.ts';
import { oneBranchOfTheModulus } from './one-branch-of-the-modulus.ts';
import { oneCovarianceForAll } from './one-covariance-for-all.ts';
import { oneMinusTanhSquared } from './one-minus-tanh-squared.ts';
import { onsagerNewOutput } from './onsager-new-output.ts';
import { onsagerOldVariance } from './onsager-old-variance.ts';
import { overlapNotPerUnit } from './overlap-not-per-unit.ts';
import { penaltyInTheTrainingLoss } from './penalty-in-the-training-loss.ts';
import { penaltyPerSample } from './penalty-per-sample.ts';
import { penaltyWithoutHalf } from './penalty-without-half.ts';
import { rankDeficientStart } from './rank-deficient-start.ts';
import { reluAtomDropped } from './relu-atom-dropped.ts';
import { responseForItsComplement } from './response-for-its-complement.ts';
import { roundedAsPrinted } from './rounded-as-printed.ts';
import { samplesPerWeight } from './samples-per-weight.ts';
import { scalarVarianceSummed } from './scalar-variance-summed.ts';
import { signOfTheTeacher } from './sign-of-the-teacher.ts';
import { singlePrecision } from './single-precision.ts';
import { spinodalBySlowIteration } from './spinodal-by-slow-iteration.ts';
import { squareErrorOfAClassifier } from './square-error-of-a-classifier.ts';
import { squareErrorOfASign } from './square-error-of-a-sign.ts';
import { squareOutsideAverage } from './square-outside-average.ts';
import { squaredOutputForSlope } from './squared-output-for-slope.ts';
import { standardInputs } from './standard-inputs.ts';
import { startAtZeroOverlap } from './start-at-zero-overlap.ts';
import { stieltjesWithoutAtom } from './stieltjes-without-atom.ts';
import { stoppedByADampedStep } from './stopped-by-a-damped-step.ts';
import { successDeclaredFromTheLoss } from './success-declared-from-the-loss.ts';
import { tableThatEnds } from './table-that-ends.ts';
import { thresholdsExchanged } from './thresholds-exchanged.ts';
import { tieBySubtraction } from './tie-by-subtraction.ts';
import { tieReadAsALabel } from './tie-read-as-a-label.ts';
import { tiesDropped } from './ties-dropped.ts';
import { tooFewDraws } from './too-few-draws.ts';
import { uniqueFromTwo } from './unique-from-two.ts';
import { unitSecondMoment } from './unit-second-moment.ts';
import { unitsStartedAlike } from './units-started-alike.ts';

/** Every mistake of the gallery. */
export const mistakes: readonly Mistake[] = [
  algorithmForOptimum,
  alphaInverted,
  aspectRatioInverted,
  balancedClasses,
  committeeConjugateWithoutTwo,
  committeeOnsagerMissing,
  conjugateWithoutTwo,
  covarianceAsDeviation,
  dampedMeansOnly,
  deviationForVariance,
  dishonestErrors,
  entropiesInBits,
  envelopeWithoutHalf,
  erfInTheTail,
  eulerSteps,
  fieldNormForWeightNorm,
  fieldWithoutOwnWeight,
  flooredVariance,
  flowWithoutWidth,
  freeEnergy,
  fullMeanSquareError,
  gaussHermiteOnAKink,
  gibbsForBayes,
  gradientWithTwoForFour,
  hingeLossWithoutRoot,
  inversePenalty,
  jumpCalledTransition,
  kappaStarSquared,
  labelsAveraged,
  labelsZeroOne,
  leftOverState,
  lengthForMargin,
  literalStiffness,
  lossAveragedGradientSummed,
  lossInBits,
  meanSquareForZeroOne,
  memorised,
  mseBySubtraction,
  multiplierOfTheWrongSign,
  naiveExponentials,
  noNumberForAnAnswer,
  noOnsagerTerm,
  noiseAsDeviation,
  noiseOfTheLabelsForgotten,
  oneBranchOfTheModulus,
  oneCovarianceForAll,
  oneMinusTanhSquared,
  onsagerNewOutput,
  onsagerOldVariance,
  overlapNotPerUnit,
  penaltyInTheTrainingLoss,
  penaltyPerSample,
  penaltyWithoutHalf,
  rankDeficientStart,
  reluAtomDropped,
  responseForItsComplement,
  roundedAsPrinted,
  samplesPerWeight,
  scalarVarianceSummed,
  signOfTheTeacher,
  singlePrecision,
  spinodalBySlowIteration,
  squareErrorOfAClassifier,
  squareErrorOfASign,
  squareOutsideAverage,
  squaredOutputForSlope,
  standardInputs,
  startAtZeroOverlap,
  stieltjesWithoutAtom,
  stoppedByADampedStep,
  successDeclaredFromTheLoss,
  tableThatEnds,
  thresholdsExchanged,
  tieBySubtraction,
  tieReadAsALabel,
  tiesDropped,
  tooFewDraws,
  uniqueFromTwo,
  unitSecondMoment,
  unitsStartedAlike,
];

export type { Evidence, WrongAnswer } from './evidence.ts';
export { answering, type Known, type Mistake, right } from './mistake.ts';
