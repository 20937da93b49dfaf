/**
 * What a hostile adapter does, as data: drawn and shrunk by fast-check, handed to `executor.mjs`.
 */
export interface Script {
  /** One per life of the process, from start to end; the last one repeats. */
  readonly lives: readonly Life[];
}

export interface Life {
  /** Before anything is read. */
  readonly before: readonly Act[];
  /** Instead of the answer to `start`. */
  readonly start: readonly Act[];
  /** Instead of the answer to each question; those after the last are answered rightly. */
  readonly asks: readonly (readonly Act[])[];
  /** On `stop`. */
  readonly stop: readonly Act[];
}

/** A kind of misdeed, for the tally, and the deeds it is made of. */
export interface Act {
  readonly kind: string;
  readonly deeds: readonly Deed[];
}

/** Text or bytes, with what only the executor knows filled in. */
export type Piece =
  | string
  | { readonly repeat: string; readonly times: number }
  | { readonly hex: string; readonly times?: number }
  | { readonly is: 'id' | 'previous' | 'next' | 'outside' | 'scratch' | 'body' | 'powers' };

/** `1` is standard output, `2` standard error. */
export type Deed =
  /** What an honest adapter would do now. */
  | { readonly do: 'answer' }
  | { readonly do: 'write'; readonly to: 1 | 2; readonly pieces: readonly Piece[] }
  /** Byte after byte. */
  | { readonly do: 'drip'; readonly to: 1 | 2; readonly pieces: readonly Piece[] }
  /** Again and again, until nobody listens or so many bytes are written. */
  | { readonly do: 'flood'; readonly to: 1 | 2; readonly text: string; readonly bytes: number }
  | { readonly do: 'sleep'; readonly ms: number }
  | { readonly do: 'hang' }
  | { readonly do: 'exit'; readonly status: number }
  | { readonly do: 'signal'; readonly signal: 'SIGKILL' | 'SIGSEGV' | 'SIGSTOP' | 'SIGPIPE' }
  | { readonly do: 'ignore-signals' }
  | { readonly do: 'close'; readonly fd: 0 | 1 | 2 }
  | { readonly do: 'spawn'; readonly how: Spawning }
  /** Paths are relative to the scratch folder; `outside/…` is a folder that is none of its business. */
  | { readonly do: 'file'; readonly path: string; readonly pieces: readonly Piece[] }
  | { readonly do: 'sparse'; readonly path: string; readonly bytes: number }
  | { readonly do: 'link'; readonly path: string; readonly to: string; readonly hard: boolean }
  | { readonly do: 'fifo'; readonly path: string }
  | { readonly do: 'directory'; readonly path: string; readonly mode: number }
  /** A chain of folders whose path is longer than any system call takes. */
  | { readonly do: 'burrow'; readonly levels: number }
  /** Links under the names that the next files of questions will have. */
  | { readonly do: 'plant'; readonly to: string }
  /** Exchanges, over and over, a good file for a link. */
  | { readonly do: 'swap'; readonly path: string; readonly to: string }
  | { readonly do: 'folder'; readonly how: Upheaval };

/** `hold`: in the same group, holding the pipes; the others in sessions of their own. */
export type Spawning = 'hold' | 'session' | 'session-without-environment' | 'orphan' | 'breeding';

/** What becomes of the scratch folder. */
export type Upheaval = 'removed' | 'read-only' | 'linked' | 'a-file' | 'moved' | 'another';
