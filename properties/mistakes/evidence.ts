import type { Reply } from '../../oracles/implementation.ts';

/** An answer that is not right. */
export interface WrongAnswer {
  readonly check: string;
  readonly oracle: string;
  readonly params: unknown;
  readonly got: { readonly [field: string]: unknown };
  readonly right: { readonly [field: string]: unknown };
}

/** What a run has seen, for those mistakes that are known by their traces. */
export interface Evidence {
  /** Ids of the failing checks. */
  readonly failing: readonly string[];
  readonly wrong: readonly WrongAnswer[];
  /** What the broken comparisons of all failures are about. */
  readonly broken: readonly string[];
  readonly passed: { readonly golden: number; readonly other: number };
  readonly failed: { readonly golden: number; readonly other: number };
  /** Asks the implementation once more; absent when it is gone. */
  readonly again?: (oracle: string, params: unknown) => Promise<Reply>;
}

/** All numbers of an answer. */
export function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(numbersOf);
}
