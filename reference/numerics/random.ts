/** A stream of pseudo-random numbers: explicit, counter-based, the same bytes on every machine. */
export interface RandomStream {
  /** Uniform on (0, 1), 53 bits, never 0 or 1. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform 32-bit unsigned integer. */
  word(): number;
  /** An independent stream, determined by this stream's key and `label`. */
  fork(label: number): RandomStream;
}

export { philoxStream } from './philox.ts';
