import fc from 'fast-check';
import { expect } from 'vitest';
import { committeeBrokenBy, committeeMistakes } from './committee-mistakes.fixture.ts';
import { ermBrokenBy, ermMistakes } from './erm-mistakes.fixture.ts';
import { gradientFlowBrokenBy, gradientFlowMistakes } from './gradient-flow-mistakes.fixture.ts';
import { laws } from './index.ts';
import type { AnyLaw, Bench, Comparison } from './law.ts';
import { answersOf, mistakes as told } from './mistakes/index.ts';
import { brokenBy as glmBrokenBy, mistakes as glmMistakes } from './mistakes.fixture.ts';
import { holds } from './near.ts';

// biome-ignore lint/suspicious/noExplicitAny: questions and answers of every oracle
export type Loose = any;

const gallery = told
  .filter(({ ways }) => ways.length > 0)
  .map((mistake) => ({ id: mistake.id, answer: answersOf(mistake) }));
export const mistakes = [
  ...glmMistakes,
  ...ermMistakes,
  ...committeeMistakes,
  ...gradientFlowMistakes,
  ...gallery,
];
export const brokenBy: { readonly [law: string]: readonly string[] } = {
  ...glmBrokenBy,
  ...ermBrokenBy,
  ...committeeBrokenBy,
  ...gradientFlowBrokenBy,
};

export const benchOf = (
  answer: (oracle: string, params: Loose) => Loose,
  accuracy = 1e-8,
): Bench => ({
  accuracy,
  ask: async (oracle, params) => answer(oracle, params),
});

export const seed = 20260101;

export const broken = (comparisons: readonly Comparison[]) => comparisons.filter((c) => !holds(c));

/** `nishimori check` on the reference draws several times as many. */
export const cases = { cheap: 10, moderate: 3, expensive: 1, large: 1 } as const;

/** Holds for models drawn from the law's own arbitrary; fast-check shrinks and prints what fails. */
export const assertHolds = (law: AnyLaw, bench: Bench, runs: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(law.model, async (model) => {
      expect(broken(await law.check(bench, model))).toEqual([]);
    }),
    { seed, numRuns: runs, interruptAfterTimeLimit: 20_000 },
  );

/** One model takes it a second, or several. */
export const isCostly = ({ cost }: AnyLaw): boolean => cost === 'expensive' || cost === 'large';

/** A law and the id of a mistake that it has to notice. */
export const pairs = (of: (law: AnyLaw) => boolean) =>
  laws
    .filter(of)
    .flatMap((law) => (brokenBy[law.id] ?? []).map((mistake) => [law.id, mistake, law] as const));

/** Some model that the law draws shows it the mistake. */
export async function assertNotices(law: AnyLaw, mistakeId: string): Promise<void> {
  const bench = benchOf(mistakes.find(({ id }) => id === mistakeId)!.answer);
  // The first few mostly do, and models may take longer to draw than to be judged.
  for (const numRuns of [4, law.cost === 'cheap' ? 100 : 60])
    for (const model of fc.sample(law.model, { seed, numRuns })) {
      const comparisons = await law.check(bench, model).catch(() => []);
      if (broken(comparisons).length > 0) return;
    }
  expect.fail(`no model shows the mistake to ${law.id}`);
}
