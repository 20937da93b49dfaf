import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder that holds package.json, golden/ and adapters/. The same module runs from the sources
 * (src/) and from the build (dist/src/), so the folder is searched for, not counted.
 */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('package.json of nishimori not found');
    folder = parent;
  }
  return folder;
}

export interface PackageInfo {
  readonly name: string;
  readonly version: string;
}

export const packageInfo = (): PackageInfo =>
  JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
