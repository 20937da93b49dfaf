import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * Removes a folder that a stranger has filled, or whatever stands in its place; links are removed,
 * not followed. What cannot be removed even so is left behind with a warning: at the end of a run,
 * its result is worth more.
 */
export function removeTree(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    try {
      flatten(path);
    } catch (error) {
      process.emitWarning(
        `${path} could not be removed: ${error instanceof Error ? error.message : error}`,
      );
    }
  }
}

/**
 * For folders that may not be entered, and for those nested so deeply that their paths are longer
 * than the system takes: folders inside a folder are moved up, level by level, until none has any.
 */
function flatten(root: string): void {
  if (!lstatSync(root).isDirectory()) {
    unlinkSync(root);
    return;
  }
  chmodSync(root, 0o700);
  let moved = 0;
  const place = (): string => {
    while (existsSync(join(root, String(moved)))) moved += 1;
    return join(root, String(moved++));
  };
  const entriesOf = (folder: string) => readdirSync(folder, { withFileTypes: true });
  for (let entries = entriesOf(root); entries.length > 0; entries = entriesOf(root))
    for (const entry of entries) {
      const path = join(root, entry.name);
      if (!entry.isDirectory()) {
        unlinkSync(path);
        continue;
      }
      chmodSync(path, 0o700);
      for (const inner of entriesOf(path)) {
        const from = join(path, inner.name);
        if (!inner.isDirectory()) {
          unlinkSync(from);
          continue;
        }
        // To be moved a folder must be writable: its `..` changes.
        chmodSync(from, 0o700);
        renameSync(from, place());
      }
      rmdirSync(path);
    }
  rmdirSync(root);
}
