import { describe, expect, it } from 'vitest';
import type { Implementation } from '../../oracles/implementation.ts';
import { findOracle, oracles } from '../../oracles/index.ts';
import { askReference } from '../protocol/reference.ts';
import { planChecks } from './check.ts';
import { runCheck } from './run-check.ts';
import { standardContext } from './standard.ts';

/** The reference with every number off by a relative ±ε, the sign changing from number to number. */
function offBy(epsilon: number): Implementation {
  let sign = 1;
  const off = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(off);
    if (typeof value !== 'number') return value;
    sign = -sign;
    return value * (1 + sign * epsilon);
  };
  return {
    name: `off by ${epsilon}`,
    version: '1',
    oracles: ['*'],
    async ask(id, params) {
      const oracle = findOracle(id);
      if (!oracle) return { kind: 'skip', reason: 'unknown' };
      const reply = askReference(oracle, params);
      if (reply.kind !== 'answer') return reply;
      const fields = Object.entries(reply.result).map(([field, x]) => [field, off(x)]);
      // Without error bars: those of the reference would not be honest here.
      return { kind: 'answer', result: Object.fromEntries(fields) };
    },
  };
}

const checks = planChecks({ golden: [], oracles, laws: [] }).filter(
  ({ kind }) => kind === 'reference',
);
const status = async (id: string, epsilon: number, seed: number): Promise<string> => {
  const implementation = offBy(epsilon);
  const check = checks.find((c) => c.id === id);
  if (!check) throw new Error(`no check ${id}`);
  const runs = { cheap: 5, moderate: 3, expensive: 1, large: 1 }[check.cost];
  const context = standardContext(implementation, { tier: 'smoke', seed, runs });
  return (await runCheck(check, implementation, context)).status;
};

/** What the default accuracy promises, on every oracle there is. */
describe.each(checks.map(({ id, cost }) => [id, cost] as const))('%s', (id, cost) => {
  const seeds = cost === 'cheap' ? [1, 2] : [1];
  it.each(seeds)('an answer right to 1e-12 passes (seed %d)', async (seed) => {
    expect(await status(id, 1e-12, seed)).toBe('passed');
  });

  // By simulation nobody sees a millionth.
  const determined = findOracle(id.replace('reference:', ''))?.statistics === undefined;
  it.runIf(determined).each(seeds)('an answer off by 1e-6 fails (seed %d)', async (seed) => {
    expect(await status(id, 1e-6, seed)).toBe('failed');
  });
});
