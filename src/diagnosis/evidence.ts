import type { Implementation } from '../../oracles/implementation.ts';
import { findOracle } from '../../oracles/index.ts';
import type { AnyOracle } from '../../oracles/oracle.ts';
import type { Evidence, WrongAnswer } from '../../properties/mistakes/index.ts';
import { compareAnswers } from '../judge/compare.ts';
import { isFailure, type Verdict } from '../judge/verdict.ts';
import { askReference } from '../protocol/reference.ts';

/** Wrong answers looked at per failing check, and per oracle: the first of them tell as much as all. */
const perCheck = 4;
const perOracle = 8;

/** What the verdicts of a run tell about the mistake behind them. */
export function evidenceOf(
  verdicts: readonly Verdict[],
  accuracy: number,
  implementation?: Implementation,
): Evidence {
  const failures = verdicts.filter(({ status }) => isFailure(status));
  const count = (passed: boolean, golden: boolean): number =>
    verdicts.filter(
      ({ status, check }) =>
        (passed ? status === 'passed' : isFailure(status)) && (check.kind === 'golden') === golden,
    ).length;
  const tally = (passed: boolean) => ({ golden: count(passed, true), other: count(passed, false) });
  return {
    failing: failures.map(({ check }) => check.id),
    wrong: fewPerOracle(failures.flatMap((verdict) => wrongAnswers(verdict, accuracy))),
    broken: failures.flatMap(({ counterexample }) =>
      (counterexample?.comparisons ?? []).flatMap(({ passes, what }) => (passes ? [] : [what])),
    ),
    passed: tally(true),
    failed: tally(false),
    ...(implementation && {
      again: (oracle: string, params: unknown) => implementation.ask(oracle, params),
    }),
  };
}

/** The answers of a counterexample that are not those of the reference. */
function wrongAnswers({ check, counterexample }: Verdict, accuracy: number): WrongAnswer[] {
  const found: WrongAnswer[] = [];
  for (const { oracle: id, params, kind, got } of counterexample?.exchanges ?? []) {
    if (found.length === perCheck) break;
    const oracle = findOracle(id);
    if (!oracle || kind !== 'answer') continue;
    // A question too large to be kept whole is no question any more, and is refused here.
    const reply = askReference(oracle, params);
    if (reply.kind !== 'answer') continue;
    const answer = got as WrongAnswer['got'];
    if (differs(oracle, reply, answer, accuracy))
      found.push({ check: check.id, oracle: id, params, got: answer, right: reply.result });
  }
  return found;
}

function differs(
  oracle: AnyOracle,
  { result, error = {} }: { result: WrongAnswer['right']; error?: { [field: string]: number } },
  got: WrongAnswer['got'],
  accuracy: number,
): boolean {
  const { compared } = compareAnswers(oracle, { result, error }, got, accuracy, () => ({}));
  return compared.some(({ passes }) => !passes);
}

/** Of each check at least one, of each oracle a few. */
function fewPerOracle(answers: readonly WrongAnswer[]): WrongAnswer[] {
  const seen = new Map<string, number>();
  const checks = new Set<string>();
  return answers.filter(({ oracle, check }) => {
    const count = seen.get(oracle) ?? 0;
    if (count >= perOracle && checks.has(check)) return false;
    seen.set(oracle, count + 1);
    checks.add(check);
    return true;
  });
}
