import type { Implementation } from '../../oracles/implementation.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../src/diagnosis/diagnosis.ts';
import { evidenceOf } from '../../src/diagnosis/evidence.ts';
import type { Check } from '../../src/judge/check.ts';
import { judge } from '../../src/judge/judge.ts';
import { standardContext } from '../../src/judge/standard.ts';
import { secondsFor } from '../../src/judge/tiers.ts';
import { type CheckKind, isFailure, totalOf, type Verdict } from '../../src/judge/verdict.ts';
import { recall } from './recall.ts';

/** How one implementation fared. */
export interface Trial {
  /** The first check that failed; absent: it was not caught. */
  readonly first?: Verdict;
  /** Questions until the first failing case. */
  readonly questions: number;
  readonly failures: readonly Verdict[];
  /** Of these, the one that is told in the fewest words; of none, nothing. */
  readonly smallest: Verdict;
  readonly passed: number;
  readonly diagnoses: readonly Diagnosis[];
  readonly seconds: number;
}

/** Failing checks after which enough is known for a diagnosis. */
const enough = 5;
/** Seconds in which they are collected, once there is one. */
const patience = 8;

const contextOf = (implementation: Implementation) =>
  standardContext(implementation, { tier: 'standard', findOracle: recall });

/** The whole suite in the standard tier until a check fails, and then what else asks its oracles. */
export async function tryOn(
  implementation: Implementation,
  checks: readonly Check[],
): Promise<Trial> {
  const started = performance.now();
  const context = contextOf(implementation);
  const verdicts: Verdict[] = [];
  let questions = 0;
  let first: Verdict | undefined;
  for await (const verdict of judge(checks, implementation, context, {
    seconds: secondsFor('standard'),
  })) {
    verdicts.push(verdict);
    questions += verdict.questionsToFailure ?? totalOf(verdict.questions);
    if (!isFailure(verdict.status)) continue;
    first = verdict;
    break;
  }
  const failures = first ? [first] : [];
  if (first) {
    const made = new Set(verdicts.map(({ check }) => check.id));
    const oracles = new Set(first.oracles);
    const related = checks.filter(
      (check) => !made.has(check.id) && check.oracles.some((id) => oracles.has(id)),
    );
    const until = performance.now() + 1000 * patience;
    for await (const verdict of judge(related, implementation, context, { seconds: patience })) {
      verdicts.push(verdict);
      if (isFailure(verdict.status)) failures.push(verdict);
      if (failures.length >= enough || performance.now() > until) break;
    }
  }
  return {
    ...(first ? { first } : {}),
    questions,
    failures,
    smallest: smallestOf(failures),
    passed: verdicts.filter(({ status }) => status === 'passed').length,
    diagnoses: first
      ? await diagnose(evidenceOf(verdicts, context.accuracy, implementation), context.accuracy)
      : [],
    seconds: (performance.now() - started) / 1000,
  };
}

const smallestOf = (failures: readonly Verdict[]): Verdict =>
  failures.reduce(
    (least, verdict) => (sizeOf(verdict) < sizeOf(least) ? verdict : least),
    failures[0],
  );

const sizeOf = ({ counterexample }: Verdict): number =>
  JSON.stringify(counterexample?.exchanges ?? []).length;

export const grounds = ['golden', 'reference', 'law', 'witness'] as const;
/** For each ground, had it been the only one: the check that fails. */
export type Grounds = { [kind in CheckKind]?: string | undefined };

/** The first check of one kind that fails, if that kind were all there is. */
export async function caughtBy(
  kind: CheckKind,
  implementation: Implementation,
  checks: readonly Check[],
): Promise<string | undefined> {
  const context = contextOf(implementation);
  const quick = { ...context, shrinking: { steps: 0, seconds: 0 } };
  const own = checks.filter((check) => check.kind === kind);
  for await (const { status, check } of judge(own, implementation, quick, {
    seconds: secondsFor('standard'),
  }))
    if (isFailure(status)) return check.id;
  return undefined;
}
