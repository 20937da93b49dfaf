import type fc from 'fast-check';
import type { Schema } from './schema/schema.ts';
import type { SourceKey } from './sources.ts';
import type { Statistics } from './statistics.ts';

/** A value that crosses the protocol: plain JSON, with non-finite numbers already decoded to numbers. */
export type Value =
  | number
  | string
  | boolean
  | null
  | readonly Value[]
  | { readonly [key: string]: Value };
export type Result = { readonly [field: string]: unknown };

/**
 * An answer with an estimate of the absolute error per numeric field. For an array field it is one
 * number, a bound over its entries. A field that is a label ("easy", true) has no entry in `error`.
 */
export interface Answer<R extends object = Result> {
  readonly result: R;
  readonly error: { readonly [F in keyof R]?: number };
}

/** How one field of a result is compared. */
export interface FieldContract {
  /** `number`; `array` (nested arrays of numbers, compared entry by entry); `label` (compared exactly). */
  readonly kind: 'number' | 'array' | 'label';
  /** One line of documentation, with the symbol of the formulary. */
  readonly meaning: string;
  /**
   * Absolute difference below which nobody can be blamed, and why it is not zero. Tiny against
   * every value the field takes where it matters; 0 for fields that keep their relative accuracy.
   */
  readonly floor: number;
  readonly because: string;
}

/**
 * A second road to the same numbers. It shares no formula with the reference beyond the definition
 * of the model (enumeration, Monte Carlo, Bayes' rule on a grid, …).
 */
export interface Witness<P, R extends object> {
  readonly id: string;
  /** One sentence: what is computed, from which definition. */
  readonly method: string;
  /** Whether this witness can speak to these params (e.g. d ≤ 12). */
  readonly applies: (params: P) => boolean;
  /**
   * Some of the fields, with the witness's own error bound. For a statistical witness the bound holds
   * but for the false-alarm rate, and covers the sampling error of the answer too, if it has one.
   */
  readonly testify: (params: P) => {
    readonly result: Partial<R>;
    readonly error: { readonly [F in keyof R]?: number };
  };
  /** Absent for a deterministic witness. */
  readonly statistics?: Statistics;
  /** From which questions it is asked (defaults to the oracle's own `sample`, filtered by `applies`). */
  readonly sample?: fc.Arbitrary<P>;
}

/** A question with a contract. */
export interface Oracle<P = never, R extends object = Result> {
  /** Never changes its meaning: another quantity gets another id. */
  readonly id: string;
  /** What is asked, in one sentence. */
  readonly title: string;
  /** The formula, in Unicode, as it is shown with a failure. */
  readonly formula: string;
  /** JSON Schemas: `additionalProperties: false` at every level, a description and bounds on each property. */
  readonly params: Schema;
  readonly result: Schema;
  /** In the catalogue's order: the first may not be left out of a result. */
  readonly fields: { readonly [F in keyof R]-?: FieldContract };
  /** By the reference. Throws NishimoriError. */
  readonly answer: (params: P) => Answer<R>;
  /** Questions over the whole domain, biased to the hard corners, shrinking to simple models. */
  readonly sample: fc.Arbitrary<P>;
  /** Paths of the continuous parameters by whose perturbation the condition number is computed, e.g. `alpha`, `channel.noiseVariance`. */
  readonly continuous: readonly string[];
  readonly witnesses: readonly Witness<P, R>[];
  readonly sources: readonly SourceKey[];
  /**
   * Of a statistical answer: how often a right implementation with random numbers of its own is farther
   * from the reference than `error`. Absent: the answer is determined by the question.
   */
  readonly statistics?: Statistics;
  /** Rough cost of one answer, by which a tier decides how often to ask. */
  readonly cost: 'cheap' | 'moderate' | 'expensive';
}

// biome-ignore lint/suspicious/noExplicitAny: an index holds oracles of every params type
export type AnyOracle = Oracle<any, any>;

/** Identity at run time; at compile time it ties params, result and fields to the generated types. */
export const defineOracle = <P, R extends object>(oracle: Oracle<P, R>): Oracle<P, R> => oracle;
