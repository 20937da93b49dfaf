import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';
import type { Point } from './sweep/points.ts';
import type { Values } from './sweep/sweep.ts';

/**
 * The outcome of a large sweep, stored beside the golden values: what a right limit was compared with, and
 * how to compute it again (golden/schema/evidence.schema.json).
 */
export interface Evidence {
  readonly id: string;
  readonly title: string;
  readonly sweep: string;
  readonly version: number;
  readonly command: string;
  readonly options: Values;
  readonly tasks: number;
  readonly failures: number;
  readonly sha256: string;
  readonly nishimori: string;
  readonly sources: readonly string[];
  readonly points: readonly Point[];
}

export const evidenceFolder = (): string => join(packageRoot(), 'golden', 'evidence');

/** All of it, in the order of ids. */
export const readEvidence = (): readonly Evidence[] =>
  readdirSync(evidenceFolder())
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(evidenceFolder(), file), 'utf8')));

export function findEvidence(id: string): Evidence {
  const found = readEvidence().find((evidence) => evidence.id === id);
  if (found === undefined) throw new Error(`golden/evidence holds no ${id}`);
  return found;
}
