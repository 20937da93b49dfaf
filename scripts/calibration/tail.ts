import binomialPmf from '@stdlib/stats/base/dists/binomial/pmf/lib/index.js';
import normalCdf from '@stdlib/stats/base/dists/normal/cdf/lib/index.js';
import normalQuantile from '@stdlib/stats/base/dists/normal/quantile/lib/index.js';
import studentCdf from '@stdlib/stats/base/dists/t/cdf/lib/index.js';
import studentQuantile from '@stdlib/stats/base/dists/t/quantile/lib/index.js';
import type { BinomialTail, Count, Statistics, Tail } from '../../oracles/statistics.ts';

/** A tail that says how the ratio r of difference to allowance is distributed. */
export type ContinuousTail = Exclude<Tail, BinomialTail>;

/** P(r > x) of a right implementation: at most, as its tail says. */
export function exceedance(tail: ContinuousTail, falseAlarm: number, x: number): number {
  const sides = 2 * tail.statistics;
  switch (tail.model) {
    case 'normal':
      return Math.min(1, sides * normalCdf(-x * tail.deviations, 0, 1));
    case 'student':
      return Math.min(1, sides * studentCdf(-x * tail.deviations, tail.freedom));
    case 'hoeffding':
    case 'bernstein':
      return Math.min(1, sides * Math.exp(-x * x * Math.log(sides / falseAlarm)));
  }
}

/** The x that r exceeds with probability q at most. */
export function levelOf(tail: ContinuousTail, falseAlarm: number, q: number): number {
  const sides = 2 * tail.statistics;
  switch (tail.model) {
    case 'normal':
      return normalQuantile(1 - q / sides, 0, 1) / tail.deviations;
    case 'student':
      return studentQuantile(1 - q / sides, tail.freedom) / tail.deviations;
    case 'hoeffding':
    case 'bernstein':
      return Math.sqrt(Math.log(sides / q) / Math.log(sides / falseAlarm));
  }
}

/** P(Bin(trials, probability) > most), summed from its terms: 1 − F has no digits down there. */
export function moreThan({ trials, probability, most }: Omit<Count, 'what'>): number {
  let sum = 0;
  for (let k = trials; k > most; k--) sum += binomialPmf(k, trials, probability);
  return sum;
}

/** The false-alarm rate that follows from the tail; what is declared must not be less. */
export function impliedRate({ tail, falseAlarm }: Statistics): number {
  return tail.model === 'binomial'
    ? tail.counts.reduce((sum, count) => sum + moreThan(count), 0)
    : exceedance(tail, falseAlarm, 1);
}
