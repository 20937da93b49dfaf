import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { findOracle } from '../oracles/index.ts';
import type { FieldContract } from '../oracles/oracle.ts';
import { sources } from '../oracles/sources.ts';
import { questionHash, readIndex } from '../scripts/golden/ids.ts';
import { differences } from './distance.ts';
import { readGolden, resolveGolden } from './golden.ts';
import { packageRoot } from './package-root.ts';

const root = packageRoot();
const schema = JSON.parse(readFileSync(join(root, 'golden/schema/golden.schema.json'), 'utf8'));
const validate = new Ajv({ allErrors: true }).compile(schema);
const all = readGolden();

describe.each(all.map((g) => [g.id, g] as const))('%s', (_, golden) => {
  it('is valid, cites known sources and an oracle that exists', () => {
    expect(validate(golden), JSON.stringify(validate.errors)).toBe(true);
    expect(findOracle(golden.oracle)).toBeDefined();
    for (const key of [...golden.sources, ...golden.literature.map((l) => l.source)])
      expect(sources).toHaveProperty(key);
  });

  it('has two witnesses that agree with it within the errors', () => {
    for (const c of golden.cases) {
      expect(c.witnesses.length).toBeGreaterThanOrEqual(2);
      for (const w of c.witnesses) expect(differences(c, w)).toEqual([]);
    }
  });

  it('has ten significant digits, or all that an implementation can be blamed for and two more', () => {
    const contracts: { readonly [field: string]: FieldContract } = findOracle(
      golden.oracle,
    )!.fields;
    for (const c of resolveGolden(golden).cases)
      for (const [field, error] of Object.entries(c.error)) {
        const largest = magnitude(c.value[field]);
        const { floor } = contracts[field]!;
        if (Number.isFinite(largest) && largest > 0)
          expect(error, field).toBeLessThanOrEqual(Math.max(5e-11 * largest, floor / 100));
      }
  });
});

describe('ids are for ever', () => {
  const index = readIndex();

  it('every value stands in the index, asking what it always asked', () => {
    for (const golden of all) expect(index[golden.id], golden.id).toBe(questionHash(golden));
    expect(Object.keys(index).sort()).toEqual(all.map((g) => g.id).sort());
  });

  it('no commit has removed or changed an entry', () => {
    const git = (...args: string[]) =>
      execFileSync('git', args, {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    let commits: string[] = [];
    try {
      commits = git('log', '--format=%H', '--', 'golden/index.json')
        .trim()
        .split('\n')
        .filter(Boolean);
    } catch {
      return; // not a checkout (an installed package): nothing to compare with
    }
    for (const commit of commits) {
      let earlier: { [id: string]: string };
      try {
        earlier = JSON.parse(git('show', `${commit}:golden/index.json`));
      } catch {
        continue; // a shallow clone, or the commit that deletes the file
      }
      for (const [id, hash] of Object.entries(earlier)) expect(index[id], id).toBe(hash);
    }
  });
});

function magnitude(value: unknown): number {
  return Array.isArray(value) ? Math.max(0, ...value.map(magnitude)) : Math.abs(Number(value));
}
