import type { Implementation } from '../../oracles/implementation.ts';
import { findOracle } from '../../oracles/index.ts';
import type { Answer, AnyOracle } from '../../oracles/oracle.ts';
import { answering } from '../../properties/mistakes/index.ts';

/*
 * Every wrong implementation is asked the same questions, and most of them are about oracles on which it
 * is right: what the reference found is kept from one trial to the next.
 */

/** Milliseconds; what is quicker than this is found again. */
const worthKeeping = 1;

const keyOf = (params: unknown): string =>
  // JSON has no word for ±∞ and −0
  JSON.stringify(params, (_, x) =>
    typeof x === 'number' && (!Number.isFinite(x) || Object.is(x, -0)) ? `${1 / x} ${x}` : x,
  );

function recalling(oracle: AnyOracle): AnyOracle {
  const known = new Map<string, Answer>();
  return {
    ...oracle,
    answer: (params) => {
      const key = keyOf(params);
      const before = known.get(key);
      if (before) return before;
      const started = performance.now();
      const answer = oracle.answer(params);
      if (performance.now() - started > worthKeeping) known.set(key, answer);
      return answer;
    },
  };
}

const oracles = new Map<string, AnyOracle | undefined>();

/** The oracle, which remembers its own answers. */
export function recall(id: string): AnyOracle | undefined {
  if (!oracles.has(id)) {
    const oracle = findOracle(id);
    oracles.set(id, oracle && recalling(oracle));
  }
  return oracles.get(id);
}

const reference = answering('reference', (id, params) => recall(id)!.answer(params).result);

/** The same implementation, where it is right from memory. `wrong`: the oracles on which it is not. */
export const sparing = (
  implementation: Implementation,
  wrong: readonly string[],
): Implementation =>
  wrong.includes('*')
    ? implementation
    : {
        ...implementation,
        ask: (id, params) =>
          wrong.includes(id) ? implementation.ask(id, params) : reference.ask(id, params),
      };
