/**
 * Counts and scores. Killed and timed out are detected; a survivor is not, whether a test covers it or
 * not. Where the run broke off (a mutant that takes the test runner down with it) nothing is counted.
 */
import { createRequire } from 'node:module';
import type { Explanation } from './explanations.ts';
import type { Outcome } from './results.ts';

// CommonJS, whose declarations sit where module resolution does not find them.
const binomialTest: (successes: number, trials: number) => { readonly ci: readonly number[] } =
  createRequire(import.meta.url)('@stdlib/stats/binomial-test');

export interface Judged {
  readonly outcome: Outcome;
  readonly explanation?: Explanation | undefined;
}

export interface Score {
  readonly mutants: number;
  readonly killed: number;
  readonly timedOut: number;
  readonly survived: number;
  readonly brokeOff: number;
  readonly explained: number;
  readonly equivalent: number;
}

export function scoreOf(judged: readonly Judged[]): Score {
  const count = (letters: string, also = (_: Judged) => true) =>
    judged.filter((one) => letters.includes(one.outcome) && also(one)).length;
  return {
    mutants: count('KTSNE'),
    killed: count('K'),
    timedOut: count('T'),
    survived: count('SN'),
    brokeOff: count('E'),
    explained: count('SN', ({ explanation }) => explanation !== undefined),
    equivalent: count('SN', ({ explanation }) => explanation?.kind === 'equivalent'),
  };
}

export const detected = ({ killed, timedOut }: Score): number => killed + timedOut;

/** All that could have been killed. */
const counted = (score: Score): number => detected(score) + score.survived;

/** Detected of all. */
export const share = (score: Score): number => detected(score) / counted(score);

/** Detected of those that differ from the source at all. */
export const shareOfDifferent = (score: Score): number =>
  detected(score) / (counted(score) - score.equivalent);

/** 95 % confidence interval of the share of a folder from a sample of it (Clopper and Pearson). */
export const interval = (score: Score): readonly [number, number] => {
  const [low, high] = binomialTest(detected(score), counted(score)).ci;
  return [low, high];
};
