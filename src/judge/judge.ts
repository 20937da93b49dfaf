import type { Implementation } from '../../oracles/implementation.ts';
import type { Check } from './check.ts';
import type { RunContext } from './context.ts';
import { runCheck } from './run-check.ts';
import type { Verdict } from './verdict.ts';

export interface JudgeOptions {
  /** Seconds meant for the whole run; golden values are asked all, whatever it takes. */
  readonly seconds?: number;
  /** Called before each check. */
  readonly onCheck?: (check: Check, index: number) => void;
}

/**
 * Makes the checks one after the other: golden values first, then the comparisons with the reference, then
 * laws and witnesses, and within each the cheap before the expensive, so that one slow question late in the
 * run starves nobody. Time is shared as it goes: a check may use twice its equal share of what is left, so
 * that what the quick ones leave over serves the slow ones.
 */
export async function* judge(
  checks: readonly Check[],
  implementation: Implementation,
  context: RunContext,
  { seconds = Number.POSITIVE_INFINITY, onCheck }: JudgeOptions = {},
): AsyncGenerator<Verdict, void, undefined> {
  const end = performance.now() + 1000 * seconds;
  for (const [index, check] of inOrder(checks).entries()) {
    if (context.signal?.aborted) return;
    onCheck?.(check, index);
    const now = performance.now();
    const until = now + (2 * Math.max(0, end - now)) / (checks.length - index);
    const verdict = await runCheck(check, implementation, context, { until: Math.min(until, end) });
    // A check that was broken off has no verdict.
    if (context.signal?.aborted) return;
    yield verdict;
  }
}

const kinds = { golden: 0, reference: 10, law: 20, witness: 20 } as const;
const costs = { cheap: 1, moderate: 2, expensive: 3, large: 4 } as const;

/**
 * Within each rank the oracles take turns, so that a mistake in any of them is met early: one golden
 * value of each before the second of any.
 */
function inOrder(checks: readonly Check[]): readonly Check[] {
  const turns = new Map<string, number>();
  const placed = checks.map((check) => {
    const rank = kinds[check.kind] + (check.kind === 'golden' ? 0 : costs[check.cost]);
    const queue = `${rank} ${check.oracles[0]}`;
    const turn = turns.get(queue) ?? 0;
    turns.set(queue, turn + 1);
    return { check, rank, turn };
  });
  return placed.sort((a, b) => a.rank - b.rank || a.turn - b.turn).map(({ check }) => check);
}
