import type { Compared } from './compare.ts';

export type CheckKind = 'golden' | 'reference' | 'law' | 'witness';

/**
 * `skipped`: every question was refused or had no answer. `not-covered`: the implementation does not
 * list an oracle that the check needs. `failed` and the three after it are failures.
 */
export type Status =
  | 'passed'
  | 'skipped'
  | 'not-covered'
  | 'failed'
  | 'timeout'
  | 'crashed'
  | 'malformed';

export const isFailure = (status: Status): boolean =>
  status === 'failed' || status === 'timeout' || status === 'crashed' || status === 'malformed';

/** Questions of all oracles together. */
export const totalOf = (questions: Verdict['questions']): number =>
  Object.values(questions).reduce((sum, count) => sum + count, 0);

/** One question and what came back, as it is shown with a failure. */
export interface Exchange {
  readonly oracle: string;
  readonly params: unknown;
  readonly kind: string;
  /** The result, or the words with which there was none. */
  readonly got: unknown;
  readonly expected?: unknown;
}

/** The smallest failing case. */
export interface Counterexample {
  readonly exchanges: readonly Exchange[];
  readonly comparisons: readonly Compared[];
  /** Why, where no comparison says so. */
  readonly reason?: string;
  /** The model that a law was tried on. */
  readonly model?: unknown;
  /** Which of a golden value's cases. */
  readonly golden?: number;
  /** How it is drawn again. */
  readonly seed?: number;
  readonly path?: string;
  readonly shrinks?: number;
  /** For `--replay`. */
  readonly token: string;
  /** What the process wrote on standard error. */
  readonly log?: string;
}

export interface Verdict {
  readonly check: { readonly kind: CheckKind; readonly id: string };
  readonly title: string;
  readonly formula: string;
  /** Of a law: the realistic mistake that breaks it. */
  readonly catches?: string;
  /** Keys of the bibliography. */
  readonly sources: readonly string[];
  /** The oracles it is about. */
  readonly oracles: readonly string[];
  readonly status: Status;
  /** Why it was skipped, or was not asked to the end. */
  readonly reason?: string;
  /** Cases that were judged (of a golden value, or drawn). */
  readonly cases: number;
  /** Cases that were drawn, but not judged: not supported, or without an answer. */
  readonly discarded: number;
  /** Questions asked, by oracle. */
  readonly questions: { readonly [oracle: string]: number };
  /** How many of them it took until one case failed: the others were for making it smaller. */
  readonly questionsToFailure?: number;
  readonly seconds: number;
  /** Digits reached, one number per question: the worst of its fields. */
  readonly digits: readonly number[];
  /** Probability that a right implementation fails this check, summed over its cases. */
  readonly falseAlarm: number;
  readonly notes: readonly string[];
  readonly counterexample?: Counterexample;
}
