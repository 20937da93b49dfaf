import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.ts';
import type { Golden } from '../../src/types/golden.ts';

/**
 * golden/index.json: every id that was ever published, with a hash of its question. Ids are only
 * added: an id that changed its question, or went away, would silently change what others cite.
 */
export type GoldenIndex = { [id: string]: string };

const file = () => join(packageRoot(), 'golden', 'index.json');

export const readIndex = (): GoldenIndex =>
  existsSync(file()) ? JSON.parse(readFileSync(file(), 'utf8')) : {};

export const writeIndex = (index: GoldenIndex): void =>
  writeFileSync(
    file(),
    `${JSON.stringify(Object.fromEntries(Object.entries(index).sort(([a], [b]) => (a < b ? -1 : 1))), null, 2)}\n`,
  );

/** SHA-256 over the oracle and the questions, keys in sorted order. */
export function questionHash(golden: Pick<Golden, 'oracle' | 'cases'>): string {
  const question = canonical([golden.oracle, golden.cases.map((c) => c.params)]);
  return createHash('sha256').update(question).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object')
    return `{${Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`)
      .join(',')}}`;
  return JSON.stringify(value);
}
