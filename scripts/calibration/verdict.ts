import type { Finding } from './calibrate.ts';

/**
 * The probability that the calibration of a right suite fails, all its tests together. Each test gets an
 * equal part (Bonferroni), so that it matters neither how many there are nor how they depend.
 */
export const familyAlarm = 1e-4;

/** p-values of one finding. */
export const pValuesOf = ({
  observations,
  kolmogorovSmirnov,
  power,
}: Finding): readonly number[] => [
  ...observations.map(({ pValue }) => pValue),
  ...(kolmogorovSmirnov === undefined ? [] : [kolmogorovSmirnov]),
  power.pValue,
];

export type Verdict =
  | 'consistent'
  /** What was seen has less than its part of the family's probability, if what is declared were true. */
  | 'inconsistent'
  /** Nothing contradicts what is declared, but the cases are too few to show the power. */
  | 'power not shown';

/** A finding among so many tests. */
export function verdictOf(finding: Finding, tests: number): Verdict {
  if (pValuesOf(finding).some((p) => !(p > familyAlarm / tests))) return 'inconsistent';
  return finding.power.interval[0] > finding.power.atLeast ? 'consistent' : 'power not shown';
}
