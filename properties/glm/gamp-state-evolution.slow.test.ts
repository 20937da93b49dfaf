import { describe, expect, it } from 'vitest';
import type { Bench } from '../law.ts';
import { honest } from '../mistakes.fixture.ts';
import { ensembles, traceOf } from './gamp-state-evolution.ts';

const bench: Bench = {
  accuracy: 1e-8,
  // biome-ignore lint/suspicious/noExplicitAny: answers of every oracle
  ask: async (oracle, params) => honest(oracle, params) as any,
};

const deviation = (xs: readonly number[]): { mean: number; deviation: number } => {
  const mean = xs.reduce((a, b) => a + b, 0) / xs.length;
  const square = xs.reduce((a, b) => a + (b - mean) ** 2, 0) / (xs.length - 1);
  return { mean, deviation: Math.sqrt(square) };
};

/** The bounds that the statistical laws rest on are measured again, on other instances. */
describe('fluctuations of G-AMP around state evolution', () => {
  const dimension = 100;
  const runs = 80;
  it.each(ensembles.map((e) => [e.name, e] as const))('%s', async (_, ensemble) => {
    const traces = [];
    for (let seed = 0; seed < runs; seed++)
      traces.push(await traceOf(bench, ensemble, dimension, 77_000 + seed));
    const { overlap } = honest('glm.state-evolution', {
      prior: ensemble.prior,
      channel: ensemble.channel,
      alpha: ensemble.alpha,
      initialOverlap: ensemble.initialOverlap,
      iterations: traces[0].withTeacher.length,
    });
    // A standard deviation of 80 draws is itself known to 8 %: three of those above the bound fail.
    const doubt = 1 + 3 / Math.sqrt(2 * runs);
    for (const t of traces[0].withTeacher.keys()) {
      const m = deviation(traces.map((x) => x.withTeacher[t]));
      const q = deviation(traces.map((x) => x.withItself[t] - x.withTeacher[t]));
      const v = deviation(traces.map((x) => x.claimed[t] - x.withTeacher[t]));
      const root = Math.sqrt(dimension);
      expect(m.deviation * root).toBeLessThan(ensemble.spread * doubt);
      expect(q.deviation * root).toBeLessThan(ensemble.mismatch * doubt);
      expect(v.deviation * root).toBeLessThan(ensemble.mismatch * doubt);
      const standardError = (ensemble.spread * dimension) / Math.sqrt(dimension * runs);
      expect(Math.abs(m.mean - overlap[t + 1]) * dimension).toBeLessThan(
        ensemble.bias + 3 * standardError,
      );
    }
  });
});
