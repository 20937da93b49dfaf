import { describe, it } from 'vitest';
import type { Implementation } from '../oracles/implementation.ts';
import { diagnose } from './diagnosis/diagnose.ts';
import { evidenceOf } from './diagnosis/evidence.ts';
import type { Check } from './judge/check.ts';
import { selectChecks } from './judge/check.ts';
import type { ContextOptions, RunContext } from './judge/context.ts';
import { runCheck } from './judge/run-check.ts';
import { standardContext, standardPlan } from './judge/standard.ts';
import type { CheckKind } from './judge/verdict.ts';
import { isFailure } from './judge/verdict.ts';
import { failureText, tellDiagnoses } from './report/failure.ts';

export { implementation, skip } from './implementation.ts';

export interface ConformanceOptions
  extends Pick<ContextOptions, 'accuracy' | 'seed' | 'tier' | 'runs'> {
  /** Globs over oracle ids and check ids (`glm.*`, `law:glm/*`); default all. */
  readonly oracles?: readonly string[];
  /** Kinds of checks to register; default golden values and laws. */
  readonly kinds?: readonly CheckKind[];
  /** Milliseconds per test; default 60,000. */
  readonly timeout?: number;
}

/**
 * Registers one vitest test per golden value and per law (and, if asked for, per comparison with the
 * reference and per witness) on an implementation. What it does not cover is skipped by name.
 *
 *     describeConformance(implementation({ name: 'mine', answers: { 'glm.prior-denoiser': f } }));
 *
 * Draws are determined by `seed`; a failure shows the smallest failing question, both answers and the
 * allowance.
 */
export function describeConformance(
  implementation: Implementation,
  {
    oracles = [],
    kinds = ['golden', 'law'],
    timeout = 60_000,
    ...options
  }: ConformanceOptions = {},
): void {
  const context = standardContext(implementation, { tier: 'smoke', ...options });
  describe(`${implementation.name} ${implementation.version}`, async () => {
    // A test of its own for each: none is left out for the time that all of them take.
    const which = options.tier === 'deep' ? 'deep' : 'standard';
    const checks = selectChecks(await standardPlan(), oracles, which);
    for (const kind of kinds) {
      const ofKind = checks.filter((check) => check.kind === kind);
      if (ofKind.length === 0) continue;
      describe(kind, () => {
        for (const check of ofKind) register(check, implementation, context, timeout);
      });
    }
  });
}

function register(
  check: Check,
  implementation: Implementation,
  context: RunContext,
  timeout: number,
): void {
  const name = `${check.id.slice(check.id.indexOf(':') + 1)}: ${check.title}`;
  if (!check.oracles.every(context.covers)) {
    it.skip(name, () => {});
    return;
  }
  it(name, { timeout }, async (test) => {
    const verdict = await runCheck(check, implementation, context);
    if (verdict.status === 'skipped') test.skip(verdict.reason);
    if (!isFailure(verdict.status)) return;
    const evidence = evidenceOf([verdict], context.accuracy, implementation);
    const diagnoses = await diagnose(evidence, context.accuracy);
    throw new Error([failureText(verdict), tellDiagnoses(diagnoses)].join('\n'));
  });
}
