import type fc from 'fast-check';
import type { SourceKey } from '../sources.ts';

/** Two sides of a law, measured on one form of a formula. `at-most`: left ≤ right + allowance. */
export interface Measurement {
  readonly left: number;
  readonly right: number;
  readonly relation: 'equal' | 'at-most';
  readonly allowance: number;
  /** Where the allowance comes from. */
  readonly because: string;
}

/** What an erratum says, as data. */
export interface ErratumText {
  readonly id: string;
  /** Slide of the source document. */
  readonly where: string;
  /** The formula as it stands there. */
  readonly literal: string;
  /** The formula as it should stand. */
  readonly right: string;
  readonly why: string;
  /** What is true, in a sentence: the right formula obeys it, the literal one does not. */
  readonly law: string;
  readonly sources: readonly SourceKey[];
}

/**
 * An error of a formula in the source document, and its proof: both forms can be evaluated, and the
 * law can be measured on either. On every model drawn, the literal form breaks it and the right one
 * does not; otherwise it would be a matter of taste.
 */
export interface Erratum<M, V> extends ErratumText {
  /** Models on which the two forms differ. */
  readonly model: fc.Arbitrary<M>;
  readonly forms: {
    readonly literal: (model: M) => V;
    readonly right: (model: M) => V;
  };
  readonly measure: (value: V, model: M) => Measurement;
}

// biome-ignore lint/suspicious/noExplicitAny: an index holds errata over every kind of model
export type AnyErratum = Erratum<any, any> & { toJSON(): ErratumText };

/** Ties the types together; as JSON an erratum is its text. */
export const defineErratum = <M, V>(
  erratum: Erratum<M, V>,
): Erratum<M, V> & { toJSON(): ErratumText } => ({
  ...erratum,
  toJSON: () => {
    const { model: _model, forms: _forms, measure: _measure, ...text } = erratum;
    return text;
  },
});

/** Whether the law is broken; NaN breaks every law. */
export const isBroken = ({ left, right, relation, allowance }: Measurement): boolean =>
  !(relation === 'equal'
    ? left === right || Math.abs(left - right) <= allowance
    : left <= right + allowance);
