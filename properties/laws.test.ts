import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findOracle } from '../oracles/index.ts';
import { sources } from '../oracles/sources.ts';
import { committeeBrokenBy, committeeMistakes } from './committee-mistakes.fixture.ts';
import { ermBrokenBy, ermMistakes } from './erm-mistakes.fixture.ts';
import { gradientFlowBrokenBy, gradientFlowMistakes } from './gradient-flow-mistakes.fixture.ts';
import { laws } from './index.ts';
import type { AnyLaw, Bench, Comparison } from './law.ts';
import { answersOf, mistakes as told } from './mistakes/index.ts';
import { brokenBy as glmBrokenBy, mistakes as glmMistakes, honest } from './mistakes.fixture.ts';
import { holds } from './near.ts';

// biome-ignore lint/suspicious/noExplicitAny: questions and answers of every oracle
type Loose = any;

const gallery = told
  .filter(({ ways }) => ways.length > 0)
  .map((mistake) => ({ id: mistake.id, answer: answersOf(mistake) }));
const mistakes = [
  ...glmMistakes,
  ...ermMistakes,
  ...committeeMistakes,
  ...gradientFlowMistakes,
  ...gallery,
];
const brokenBy = {
  ...glmBrokenBy,
  ...ermBrokenBy,
  ...committeeBrokenBy,
  ...gradientFlowBrokenBy,
};

const benchOf = (answer: (oracle: string, params: Loose) => Loose, accuracy = 1e-8): Bench => ({
  accuracy,
  ask: async (oracle, params) => answer(oracle, params),
});

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

/** `nishimori check` on the reference draws several times as many. */
const cases = { cheap: 10, moderate: 3, expensive: 1, large: 1 } as const;

const seed = 20260101;

const broken = (comparisons: readonly Comparison[]) => comparisons.filter((c) => !holds(c));

/** Holds for models drawn from the law's own arbitrary; fast-check shrinks and prints what fails. */
const assertHolds = (law: AnyLaw, bench: Bench, runs: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(law.model, async (model) => {
      expect(broken(await law.check(bench, model))).toEqual([]);
    }),
    { seed, numRuns: runs, interruptAfterTimeLimit: 20_000 },
  );

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

describe('every statistical law holds on the reference', () => {
  // Large ones are held against thousands of seeds by `npm run calibration`.
  const small = laws.filter(({ cost, statistics }) => cost !== 'large' && statistics !== undefined);
  it.each(small.map((law) => [law.id, law] as const))('%s', (_, law) =>
    assertHolds(law, benchOf(honest), cases[law.cost]),
  );
});

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

  const pairs = laws.flatMap((law) => (brokenBy[law.id] ?? []).map((id) => [law.id, id] as const));
  it.each(pairs)('%s: %s', async (lawId, mistakeId) => {
    const law = laws.find(({ id }) => id === lawId)!;
    const mistake = mistakes.find(({ id }) => id === mistakeId)!;
    const bench = benchOf(mistake.answer);
    // The first few mostly do, and models may take longer to draw than to be judged.
    for (const numRuns of [4, law.cost === 'cheap' ? 100 : 60])
      for (const model of fc.sample(law.model, { seed, numRuns })) {
        const comparisons = await law.check(bench, model).catch(() => []);
        if (broken(comparisons).length > 0) return;
      }
    expect.fail(`no model shows the mistake to ${lawId}`);
  });
});
