import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { decode } from '../oracles/encode.ts';
import { packageRoot } from './package-root.ts';
import { readNpy } from './protocol/npy.ts';
import type { Golden } from './types/golden.ts';

export type { Golden } from './types/golden.ts';
export type GoldenCase = Golden['cases'][number];

const folder = (): string => join(packageRoot(), 'golden');

/**
 * A golden value with its instances in place: every {"npy", "sha256"} of a question is read, its
 * checksum verified, and replaced by rows; non-finite numbers are numbers.
 */
export interface ResolvedGolden extends Omit<Golden, 'cases'> {
  readonly cases: readonly ResolvedCase[];
}
export interface ResolvedCase {
  readonly params: { readonly [name: string]: unknown };
  readonly value: { readonly [field: string]: unknown };
  readonly error: { readonly [field: string]: number };
  readonly witnesses: GoldenCase['witnesses'];
}

/** Every golden value as it stands in its file, in the order of ids. */
export function readGolden(): readonly Golden[] {
  const values = join(folder(), 'values');
  return readdirSync(values, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const golden: Golden = JSON.parse(readFileSync(join(values, file), 'utf8'));
      const path = relative(values, join(values, file)).replaceAll('\\', '/');
      if (`${golden.id}.json` !== path)
        throw new Error(`golden/values/${path} holds the id ${golden.id}`);
      return golden;
    });
}

export function resolveGolden(golden: Golden): ResolvedGolden {
  return {
    ...golden,
    cases: golden.cases.map((c) => ({
      params: resolveInstances(c.params) as ResolvedCase['params'],
      value: decode(c.value) as ResolvedCase['value'],
      error: c.error,
      witnesses: c.witnesses,
    })),
  };
}

export const loadGolden = async (): Promise<readonly ResolvedGolden[]> =>
  readGolden().map(resolveGolden);

/** Reads the instances of a question ({"npy", "sha256"}), checksums verified; decodes non-finite numbers. */
export function resolveInstances(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolveInstances);
  if (value === null || typeof value !== 'object') return decode(value);
  const record = value as { [key: string]: unknown };
  if (typeof record.npy === 'string') return readInstance(record.npy, String(record.sha256));
  return Object.fromEntries(Object.entries(record).map(([k, v]) => [k, resolveInstances(v)]));
}

function readInstance(file: string, sha256: string): number[] | number[][] {
  const bytes = readFileSync(join(folder(), file));
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256)
    throw new Error(`golden/${file}: SHA-256 is ${found}, the golden value names ${sha256}`);
  const array = readNpy(bytes);
  const [rows, columns] = array.shape;
  if (columns === undefined) return [...array.data];
  return Array.from({ length: rows! }, (_, i) => [
    ...array.data.subarray(i * columns, (i + 1) * columns),
  ]);
}
