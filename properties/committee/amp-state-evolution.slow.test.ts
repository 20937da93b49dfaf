import { describe, expect, it } from 'vitest';
import type { Bench } from '../law.ts';
import { honest } from '../mistakes.fixture.ts';
import {
  type CommitteeTrace,
  committeeEnsembles,
  committeeTraceOf,
} from './amp-state-evolution.ts';

const bench: Bench = {
  accuracy: 1e-8,
  // biome-ignore lint/suspicious/noExplicitAny: answers of every oracle
  ask: async (oracle, params) => honest(oracle, params) as any,
};

const statistics = (xs: readonly number[]): { mean: number; deviation: number } => {
  const mean = xs.reduce((a, b) => a + b, 0) / xs.length;
  const square = xs.reduce((a, b) => a + (b - mean) ** 2, 0) / (xs.length - 1);
  return { mean, deviation: Math.sqrt(square) };
};

/** The bounds that the statistical laws rest on are measured again, on other instances. */
describe('fluctuations of message passing around a fixed point', () => {
  const dimension = 60;
  const runs = 60;
  it.each(committeeEnsembles.map((e) => [e.name, e] as const))('%s', async (_, ensemble) => {
    const { prior, alpha, branch } = ensemble;
    const fixed = honest('committee.fixed-point', { units: 2, prior, alpha, branch });
    const at = [fixed.diagonal, fixed.offDiagonal] as const;
    const traces: CommitteeTrace[] = [];
    for (let seed = 0; seed < runs; seed++)
      traces.push(await committeeTraceOf(bench, ensemble, at, dimension, 77_000 + seed));
    // A standard deviation of 60 draws is itself known to 9 %: three of those above the bound fail.
    const doubt = 1 + 3 / Math.sqrt(2 * runs);
    const root = Math.sqrt(dimension);
    const seen = { spread: 0, mismatch: 0, bias: 0 };
    for (const t of traces[0].own.keys())
      for (const [k, field] of (['own', 'other'] as const).entries()) {
        const m = statistics(traces.map((x) => x[field][t]));
        seen.spread = Math.max(seen.spread, m.deviation * root);
        seen.bias = Math.max(seen.bias, Math.abs(m.mean - at[k]) * dimension);
        for (const kind of ['WithItself', 'Claimed'] as const) {
          const q = statistics(traces.map((x) => x[`${field}${kind}`][t] - x[field][t]));
          seen.mismatch = Math.max(seen.mismatch, q.deviation * root);
          seen.bias = Math.max(seen.bias, Math.abs(q.mean) * dimension);
        }
      }
    expect(seen.spread).toBeLessThan(ensemble.spread * doubt);
    expect(seen.mismatch).toBeLessThan(ensemble.mismatch * doubt);
    const standardError =
      (Math.max(ensemble.spread, ensemble.mismatch) * dimension) / Math.sqrt(dimension * runs);
    expect(seen.bias).toBeLessThan(ensemble.bias + 3 * standardError);
  });
});
