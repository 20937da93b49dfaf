/** The messages of the protocol (JSON Lines, version 1). */
export const protocolVersion = 1;

export type Request =
  | { readonly cmd: 'start'; readonly protocol: number; readonly directory: string }
  | { readonly cmd: 'ask'; readonly id: number; readonly oracle: string; readonly params: unknown }
  | { readonly cmd: 'stop' };

export interface StartResponse {
  readonly protocol: number;
  readonly implementation: {
    readonly name: string;
    readonly version: string;
    readonly language?: string;
    readonly url?: string;
  };
  readonly oracles: readonly string[];
  /** Relative accuracy claimed for deterministic answers. */
  readonly accuracy?: number;
}

export type AskResponse =
  | {
      readonly id: number;
      readonly result: { readonly [field: string]: unknown };
      readonly error?: { readonly [field: string]: number };
    }
  | { readonly id: number; readonly skip: string }
  | { readonly id: number; readonly failure: string; readonly code?: string };

/** Arrays with more entries than this travel as .npy files in the scratch folder. */
export const largeArray = 10_000;

/** A line longer than this is not read: nobody has an honest answer of that size (arrays go to files). */
export const longestLine = 64 * 1024 * 1024;
