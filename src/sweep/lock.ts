import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { ResultsError } from './results.ts';

const held = new Set<string>();

/**
 * One process at a time: two that append to one file, or tidy it while the other writes, would lose rows.
 * The lock names host and process, so that what a killed process left behind is recognised and removed.
 * Returns what releases it. Throws {@link ResultsError} if another process has it.
 */
export function lock(name: string): () => void {
  const file = `${name}.lock`;
  const ours = `${hostname()} ${process.pid}`;
  for (let attempt = 0; ; attempt++) {
    try {
      const descriptor = openSync(file, 'wx');
      writeSync(descriptor, ours);
      closeSync(descriptor);
      held.add(file);
      return () => {
        held.delete(file);
        rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 1) throw error;
    }
    const owner = ownerOf(file);
    if (owner !== '' && inUse(file, owner))
      throw new ResultsError(
        `${name} is being written by process ${owner.split(' ')[1]} on ${owner.split(' ')[0]} (if not, delete ${file})`,
      );
    rmSync(file, { force: true });
  }
}

function ownerOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // released in the meantime
  }
}

function inUse(file: string, owner: string): boolean {
  const [host, pid] = owner.split(' ');
  if (host !== hostname()) return true; // nobody here can tell
  // a container that is started again has the same numbers
  if (Number(pid) === process.pid) return held.has(file);
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
