import { decode, encode } from '../../oracles/encode.ts';
import type { Implementation, Reply } from '../../oracles/implementation.ts';
import { oracles as index } from '../../oracles/index.ts';
import type { AnyOracle } from '../../oracles/oracle.ts';
import { NishimoriError } from '../../reference/errors.ts';
import { packageInfo } from '../package-root.ts';
import { problem } from './schema.ts';

/**
 * The reference, behind the same interface as every implementation: questions are validated by the
 * oracle's schema before the mathematics sees them, and what goes wrong is a reply, never a throw.
 */
export function referenceImplementation(
  oracles: readonly AnyOracle[] = index,
): Implementation & { ask(oracle: string, params: unknown): Promise<Reply> } {
  const { name, version } = packageInfo();
  const byId = new Map(oracles.map((oracle) => [oracle.id, oracle]));
  return {
    name,
    version,
    language: 'TypeScript',
    oracles: oracles.map(({ id }) => id),
    accuracy: claimedAccuracy,
    ask: async (id, params) => {
      const oracle = byId.get(id);
      return oracle
        ? askReference(oracle, params)
        : failure('unknown-oracle', `there is no oracle ${JSON.stringify(id).slice(0, 100)}`);
    },
  };
}

/** What the reference aims at over the whole domain is 1e-10; it is judged with room for two roads. */
const claimedAccuracy = 1e-9;

/** Validates a question, answers it, and turns every error into a reply. */
export function askReference(oracle: AnyOracle, params: unknown): Reply {
  let question: unknown;
  let wrong: string | undefined;
  try {
    question = encode(params);
    wrong = problem(oracle.params, question);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return failure('bad-question', 'params are nested too deeply');
  }
  try {
    if (wrong) return failure('bad-question', `params${wrong}`);
    const { result, error } = oracle.answer(decode(question) as never);
    return { kind: 'answer', result: { ...result }, error: { ...error } as Record<string, number> };
  } catch (error) {
    if (error instanceof NishimoriError) return failure(error.code, error.message);
    return failure('internal', error instanceof Error ? error.message : String(error));
  }
}

const failure = (code: string, reason: string): Reply => ({ kind: 'failure', code, reason });
