import type fc from 'fast-check';
import type { AnyOracle } from '../oracles/oracle.ts';
import type { SourceKey } from '../oracles/sources.ts';
import type { Statistics } from '../oracles/statistics.ts';

/**
 * Two sides of a law, measured. `equal`: |left − right| ≤ allowance; `at-most`: left ≤ right + allowance.
 */
export interface Comparison {
  /** What is compared, with the place if there are several: "M at r = 2". */
  readonly what: string;
  readonly left: number;
  readonly right: number;
  readonly relation: 'equal' | 'at-most';
  readonly allowance: number;
  /** Where the allowance comes from. */
  readonly because: string;
}

/** What a law may do: ask the implementation under test. */
export interface Bench {
  /**
   * The result of one question. Throws an `Unanswered` that the runner understands (skip: this model
   * is not judged; anything else: the law fails with the implementation's own words).
   */
  ask<R = Record<string, never>>(oracle: string, params: unknown): Promise<R>;
  /** Relative accuracy at which the implementation is judged (its claim, or the default 1e-8). */
  readonly accuracy: number;
}

/** An invariant of the models, stated about any implementation. */
export interface Law<M = unknown> {
  /** `glm/mse-is-rho-minus-m`; never changes its meaning. */
  readonly id: string;
  /** A sentence of physics. */
  readonly statement: string;
  readonly formula: string;
  /** The realistic mistake that breaks it. */
  readonly catches: string;
  /** Oracles that must be covered for the law to be asked at all. */
  readonly needs: readonly string[];
  /** Draws models, leans to the hard corners, shrinks to simple ones. */
  readonly model: fc.Arbitrary<M>;
  check(bench: Bench, model: M): Promise<readonly Comparison[]>;
  /** Absent for a deterministic law; otherwise its false-alarm rate and its power, per case. */
  readonly statistics?: Statistics;
  /** `large`: asked in the deep tier only, or by name. */
  readonly cost: AnyOracle['cost'] | 'large';
  readonly sources: readonly SourceKey[];
}

// biome-ignore lint/suspicious/noExplicitAny: an index holds laws over every kind of model
export type AnyLaw = Law<any>;

export const defineLaw = <M>(law: Law<M>): Law<M> => law;
