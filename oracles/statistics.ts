/**
 * What a check that compares with a simulation says of itself. A case of it is a random variable, the
 * ratio r of a difference to its allowance (the largest, if several are compared); it fails if r > 1.
 */
export interface Statistics {
  /**
   * The probability that a right implementation fails one case: at most. Over the seeds that are drawn,
   * and over the implementation's own random numbers if it has any; all comparisons of a case together.
   */
  readonly falseAlarm: number;
  /** From what the rate follows: how r is distributed for a right implementation. */
  readonly tail: Tail;
  readonly power: Power;
}

/** The probability that one case catches a mistake: at least. */
export interface Power {
  /** Id of a wrong implementation. */
  readonly mistake: string;
  readonly atLeast: number;
}

export type Tail = NormalTail | StudentTail | BoundedTail | BinomialTail;

/**
 * Assumed: each of the statistics is normal, and its allowance worth `deviations` of its standard
 * deviations. P(r > x) ≤ 2 statistics Φ(−x deviations), by the union bound, however they depend.
 */
export interface NormalTail {
  readonly model: 'normal';
  readonly statistics: number;
  readonly deviations: number;
}

/**
 * Assumed: each of the statistics is Student's t, where the standard error is measured beside the mean.
 * P(r > x) ≤ 2 statistics F(−x deviations), F with `freedom` degrees of freedom.
 */
export interface StudentTail {
  readonly model: 'student';
  readonly statistics: number;
  readonly deviations: number;
  readonly freedom: number;
}

/**
 * Proved, for independent draws within a known range: P(r > x) ≤ 2 statistics e^{−x² L} with
 * L = ln(2 statistics/falseAlarm), for 0 ≤ x ≤ 1. (Bernstein's allowance is √(2σ²L/n) + L/3n, and x of
 * it is at least that for x² L.)
 */
export interface BoundedTail {
  readonly model: 'hoeffding' | 'bernstein';
  readonly statistics: number;
}

/**
 * Counts of unlucky instances among independent ones. Exact, but for the probabilities, which are
 * measured: P(r > 1) ≤ Σ P(Bin(trials, probability) > most).
 */
export interface BinomialTail {
  readonly model: 'binomial';
  readonly counts: readonly Count[];
}

export interface Count {
  /** `what` of the comparison whose left side is this count over `trials`. */
  readonly what: string;
  readonly trials: number;
  /** Of one to be unlucky: at most. */
  readonly probability: number;
  /** More of them fail the case. */
  readonly most: number;
}

/** Whether the tail is a theorem, or an assumption that only calibration supports. */
export const isProved = ({ model }: Tail): boolean =>
  model === 'hoeffding' || model === 'bernstein';
