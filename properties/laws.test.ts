import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findOracle } from '../oracles/index.ts';
import { sources } from '../oracles/sources.ts';
import { laws } from './index.ts';
import {
  assertHolds,
  assertNotices,
  benchOf,
  brokenBy,
  cases,
  isCostly,
  type Loose,
  mistakes,
  pairs,
  seed,
} from './laws.fixture.ts';
import { honest } from './mistakes.fixture.ts';

/** FNV-1a: a sign for each answer that depends on the question and on nothing else. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

/** Every number of an answer, off by ±`relative`. */
function off(value: Loose, relative: number, key: string): Loose {
  if (typeof value === 'number') return value * (1 + (hash(key) & 1 ? relative : -relative));
  if (Array.isArray(value)) return value.map((x, i) => off(x, relative, `${key}/${i}`));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, x]) => [field, off(x, relative, `${key}/${field}`)]),
  );
}

const inexact = (relative: number) => (oracle: string, params: Loose) =>
  off(honest(oracle, params), relative, oracle + JSON.stringify(params));

describe('the catalogue of laws', () => {
  it('has at least 36 laws, each with its own id, statement, formula and mistake', () => {
    expect(laws.length).toBeGreaterThanOrEqual(36);
    for (const field of ['id', 'statement', 'formula'] as const)
      expect(new Set(laws.map((law) => law[field])).size).toBe(laws.length);
    for (const { id, statement, catches, needs } of laws) {
      expect(id).toMatch(
        /^(glm|erm|hidden-manifold|gaussian-(covariate|mixture)|committee|phase-retrieval|over-parametrised)\/[a-z0-9-]+$/,
      );
      expect(statement).toMatch(/^[A-Z].*\.$/);
      expect(catches).not.toBe('');
      expect(needs.length).toBeGreaterThan(0);
    }
  });

  it('asks oracles and cites sources that exist', () => {
    for (const law of laws) {
      for (const id of law.needs) expect(findOracle(id)?.id).toBe(id);
      for (const key of law.sources) expect(Object.keys(sources)).toContain(key);
    }
  });

  it('raises fewer than one false alarm in ten million runs', () => {
    expect(laws.reduce((total, law) => total + (law.statistics?.falseAlarm ?? 0), 0)).toBeLessThan(
      1e-7,
    );
  });

  it('asks nothing but what it needs', async () => {
    for (const law of laws.filter(({ cost }) => cost === 'cheap')) {
      const asked = new Set<string>();
      const bench = benchOf((oracle, params) => {
        asked.add(oracle);
        return honest(oracle, params);
      });
      for (const model of fc.sample(law.model, { seed, numRuns: 2 })) await law.check(bench, model);
      for (const oracle of asked) expect(law.needs).toContain(oracle);
    }
  });
});

// laws.slow.test.ts has the statistical ones
describe('every other law holds on the reference, even if each answer is off by what is claimed', () => {
  const deterministic = laws.filter((law) => law.statistics === undefined);
  it.each(deterministic.map((law) => [law.id, law] as const))('%s', (_, law) =>
    assertHolds(law, benchOf(inexact(9e-9), 1e-8), cases[law.cost]),
  );
  it.each(
    deterministic.filter(({ cost }) => cost === 'cheap').map((law) => [law.id, law] as const),
  )('%s, at a claim of 1e-4', (_, law) =>
    assertHolds(law, benchOf(inexact(9e-5), 1e-4), cases.cheap),
  );
});

describe('every law is broken by the mistakes it is there for', () => {
  it('knows a mistake for each', () => {
    expect(Object.keys(brokenBy).sort()).toEqual(laws.map(({ id }) => id).sort());
    const known = new Set(mistakes.map(({ id }) => id));
    for (const id of Object.values(brokenBy).flat()) expect(known).toContain(id);
  });

  // laws.slow.test.ts has the costly ones
  it.each(pairs((law) => !isCostly(law)))('%s: %s', (_, mistake, law) =>
    assertNotices(law, mistake),
  );
});
