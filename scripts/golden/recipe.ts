import type { SourceKey } from '../../oracles/sources.ts';
import type { Golden } from '../../src/types/golden.ts';

/** A script that answers questions as JSON Lines by a road of its own. */
export type WitnessScript =
  | 'mpmath_replica.py'
  | 'bayes_grid.py'
  | 'bisect_branches.py'
  | 'plain_gamp.py'
  | 'exact_enumeration.py'
  | 'simulate_gamp.py'
  | 'mpmath_risk.py'
  | 'compare_penalties.py'
  | 'iterate_classes.py';

/**
 * What to compute, not what comes out: a golden value without its numbers. `npm run golden:build`
 * asks the reference and the witnesses, and refuses to write where they disagree.
 */
export interface Recipe {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly oracle: string;
  readonly headline?: string;
  readonly evidence: Golden['evidence'];
  readonly flags: readonly string[];
  /** Without `agrees`: that is computed from the printed text and our value. */
  readonly literature: readonly Printed[];
  readonly sources: readonly SourceKey[];
  readonly notes?: string;
  readonly cases: readonly { readonly [param: string]: unknown }[];
  /** The result fields to keep; default all. */
  readonly fields?: readonly string[];
  readonly witnesses: readonly WitnessScript[];
  readonly constants?: readonly Constant[];
}

export interface Printed {
  /** Of the result, or the name of a constant; default the headline. */
  readonly field?: string;
  readonly printed: string;
  readonly source: SourceKey;
  readonly where?: string;
  readonly remark?: string;
}

/** A named number with a road of its own to it; `witness` is a question to a witness script. */
export interface Constant {
  readonly name: string;
  readonly relation: string;
  readonly compute: () => { readonly value: number; readonly error: number };
  readonly witnesses: readonly {
    readonly method: string;
    readonly script: string;
    readonly compute: () => { readonly value: number; readonly error: number };
  }[];
}
