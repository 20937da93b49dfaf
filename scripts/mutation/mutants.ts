/**
 * The mutants of a file: what Stryker would change, in the order of the file.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Logger } from '@stryker-mutator/api/logging';
import { Instrumenter } from '@stryker-mutator/instrumenter';

interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Mutant {
  readonly file: string;
  readonly mutator: string;
  /** Lines and columns from 1, as Stryker's reports count them; `end` is exclusive. */
  readonly start: Place;
  readonly end: Place;
  /** Offsets into the source. */
  readonly from: number;
  readonly to: number;
  readonly original: string;
  readonly replacement: string;
  /** The source line it starts in. */
  readonly line: string;
}

export interface MutatedFile {
  readonly file: string;
  readonly source: string;
  /** Of source and kinds of mutants: results hold for as long as it stays. */
  readonly hash: string;
  readonly mutants: readonly Mutant[];
}

const silent: Logger = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  fatal: () => {},
};

export async function mutantsOf(file: string, without: readonly string[]): Promise<MutatedFile> {
  const source = readFileSync(file, 'utf8');
  const { mutants } = await new Instrumenter(silent).instrument(
    [{ name: file, content: source, mutate: true }],
    { excludedMutations: [...without], ignorers: [], plugins: null },
  );
  const lines = source.split('\n');
  const starts = lines.map(() => 0);
  for (let i = 1; i < lines.length; i++) starts[i] = starts[i - 1] + lines[i - 1].length + 1;
  const made = mutants
    // Those of excluded kinds come out as well, marked as ignored.
    .filter(({ status }) => status !== 'Ignored')
    .map(({ location: { start, end }, mutatorName, replacement }): Mutant => {
      const from = starts[start.line] + start.column;
      const to = starts[end.line] + end.column;
      return {
        file,
        mutator: mutatorName,
        start: { line: start.line + 1, column: start.column + 1 },
        end: { line: end.line + 1, column: end.column + 1 },
        from,
        to,
        original: source.slice(from, to),
        replacement,
        line: lines[start.line].trim(),
      };
    });
  const hash = createHash('sha256')
    .update(JSON.stringify([source, without]))
    .digest('hex');
  return { file, source, hash: hash.slice(0, 16), mutants: made };
}

/** The name of a mutant between two processes that have the same sources. */
export const nameOf = ({
  file,
  mutator,
  start,
  end,
  replacement,
}: Pick<Mutant, 'file' | 'mutator' | 'start' | 'end' | 'replacement'>) =>
  `${file}:${start.line}:${start.column}-${end.line}:${end.column} ${mutator} ${replacement}`;
