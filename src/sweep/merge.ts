import { canonical } from './canonical.ts';
import { Results, ResultsError, readHeader } from './results.ts';
import { type Written, writeCanonical } from './run.ts';
import type { AnySweep } from './sweep.ts';
import { wholeSweep } from './task.ts';

/**
 * The files of the shards of one sweep as one file in canonical order: the bytes of a run in one go,
 * whatever the order of the files. Throws {@link ResultsError} where two files disagree on a task, or
 * are of different sweeps.
 */
export function merge(
  files: readonly string[],
  out: string,
  find: (name: string) => AnySweep,
): Written {
  const [first, ...others] = files.map((file) => ({ file, header: readHeader(file) }));
  for (const { file, header } of others)
    if (canonical(header) !== canonical(first.header))
      throw new ResultsError(
        `not of one sweep:\n  ${first.file}: ${canonical(first.header)}\n  ${file}: ${canonical(header)}`,
      );
  const sweep = find(first.header.sweep);
  const results = new Results(sweep);
  try {
    for (const file of files) results.read(file);
    return writeCanonical(out, sweep, first.header.options, wholeSweep, results);
  } finally {
    results.close();
  }
}
