/**
 * Cuts a stream of bytes into lines of bounded length. What was written by a stranger may hold no
 * newline at all, or bytes that are no UTF-8: both are reported, and neither is kept in memory.
 */
export class LineReader {
  readonly #longest: number;
  #kept = Buffer.alloc(0);
  #length = 0;

  constructor(longest: number) {
    this.#longest = longest;
  }

  /** The lines that `chunk` completes, in order. Throws {@link BadLine}; then the stream is lost. */
  *push(chunk: Uint8Array): Generator<string, void, undefined> {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      this.#keep(chunk.subarray(start, end));
      start = end + 1;
      yield this.#take();
    }
    this.#keep(chunk.subarray(start));
  }

  /** What stands after the last newline, when the stream has ended. */
  rest(): string | undefined {
    return this.#length > 0 ? this.#take() : undefined;
  }

  #keep(part: Uint8Array): void {
    if (part.length === 0) return;
    const length = this.#length + part.length;
    if (length > this.#longest) {
      this.#kept = Buffer.alloc(0);
      throw new BadLine(`a line of more than ${this.#longest} bytes`);
    }
    // Grown by doubling: whoever writes byte after byte costs no more than the bytes.
    if (length > this.#kept.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.#kept.length));
      this.#kept.copy(larger, 0, 0, this.#length);
      this.#kept = larger;
    }
    this.#kept.set(part, this.#length);
    this.#length = length;
  }

  #take(): string {
    const bytes = this.#kept.subarray(0, this.#length);
    this.#kept = Buffer.alloc(0);
    this.#length = 0;
    try {
      return utf8.decode(bytes);
    } catch {
      throw new BadLine(`bytes that are no UTF-8: ${bytes.subarray(0, 32).toString('hex')}…`);
    }
  }
}

/** Something that cannot be a line of the protocol. */
export class BadLine extends Error {
  override readonly name = 'BadLine';
}

const newline = 10;
const utf8 = new TextDecoder('utf-8', { fatal: true });
