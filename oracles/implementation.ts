/**
 * An implementation is anything that answers: the reference, a child process speaking the protocol,
 * a deliberately wrong one. Golden values, laws and reports are written against this interface only.
 */
export interface Implementation {
  readonly name: string;
  readonly version: string;
  readonly language?: string;
  readonly url?: string;
  /** Ids or globs of the oracles it answers (`glm.*`). */
  readonly oracles: readonly string[];
  /** Relative accuracy it claims for deterministic answers. */
  readonly accuracy?: number;
  ask(oracle: string, params: unknown): Promise<Reply>;
  /** Ends whatever the implementation holds (a child process, a scratch folder). */
  close?(): Promise<void>;
}

/** What comes back for one question. */
export type Reply =
  | {
      readonly kind: 'answer';
      readonly result: { readonly [field: string]: unknown };
      readonly error?: { readonly [field: string]: number };
    }
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'failure'; readonly reason: string; readonly code?: string }
  | {
      readonly kind: 'timeout' | 'crashed' | 'malformed';
      readonly reason: string;
      readonly log?: string;
    };
