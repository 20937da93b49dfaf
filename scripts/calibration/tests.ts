import binomialTest from '@stdlib/stats/binomial-test/lib/index.js';
import kstest from '@stdlib/stats/kstest/lib/index.js';

/*
 * The tests by which observations are held against a bound. All are one-sided, as the bounds are: what
 * happens less often than it may is no contradiction.
 */

/** Probability of at least `hits` of `trials` if each hits with probability `atMost`: exact binomial test. */
export const tooMany = (hits: number, trials: number, atMost: number): number =>
  hits === 0 ? 1 : binomialTest(hits, trials, { p: atMost, alternative: 'greater' }).pValue;

/** The same of at most `hits`, if each hits with probability `atLeast`. */
export const tooFew = (hits: number, trials: number, atLeast: number): number =>
  binomialTest(hits, trials, { p: atLeast, alternative: 'less' }).pValue;

/**
 * Kolmogorov–Smirnov, one-sided: whether values are larger than a distribution allows, at any level.
 * `atMost(x)` bounds P(value > x).
 */
export const tooLarge = (values: readonly number[], atMost: (x: number) => number): number =>
  kstest(values, (x) => 1 - Math.min(1, atMost(x)), { alternative: 'less' }).pValue;

/** Clopper and Pearson's interval for a probability, with confidence 1 − alpha. */
export const interval = (
  hits: number,
  trials: number,
  alpha: number,
): readonly [lower: number, upper: number] => binomialTest(hits, trials, { alpha }).ci;
