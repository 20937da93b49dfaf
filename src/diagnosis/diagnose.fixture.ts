import type { Implementation } from '../../oracles/implementation.ts';
import { selectChecks } from '../judge/check.ts';
import { judge } from '../judge/judge.ts';
import { standardContext, standardPlan } from '../judge/standard.ts';
import type { Verdict } from '../judge/verdict.ts';
import { diagnose } from './diagnose.ts';
import { evidenceOf } from './evidence.ts';

const plan = await standardPlan();

/** A run on some checks, and the names that it is given. */
export async function namesOf(implementation: Implementation, globs: readonly string[]) {
  const context = standardContext(implementation, { tier: 'smoke', runs: 4 });
  const verdicts: Verdict[] = [];
  for await (const verdict of judge(selectChecks(plan, globs, 'standard'), implementation, context))
    verdicts.push(verdict);
  const evidence = evidenceOf(verdicts, context.accuracy, implementation);
  return diagnose(evidence, context.accuracy);
}
