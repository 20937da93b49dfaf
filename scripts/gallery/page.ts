import type { Mistake } from '../../properties/mistakes/index.ts';
import type { CheckKind } from '../../src/judge/verdict.ts';
import type { Trial } from './trial.ts';

/** One mistake, and what became of it. */
export interface Exhibit {
  readonly mistake: Mistake;
  readonly trial: Trial;
  /** For each ground, had it been the only one: the check that fails. */
  readonly grounds: { [kind in CheckKind]?: string | undefined };
}

export function writePage(_exhibits: readonly Exhibit[]): void {}
