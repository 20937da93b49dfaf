import { describe, expect, it } from 'vitest';
import { featureModels, featuresOf } from '../../reference/hidden-manifold/ensemble.ts';
import type { Bench } from '../law.ts';
import { honest } from '../mistakes.fixture.ts';
import { bias, ensembles, modelOf, nonLinearExcess, type Observed, studentOf } from './ensemble.ts';

const bench: Bench = {
  accuracy: 1e-8,
  // biome-ignore lint/suspicious/noExplicitAny: answers of every oracle
  ask: async (oracle, params) => honest(oracle, params) as any,
};

/** The bounds that the statistical laws rest on are measured again, on other instances. */
describe('fluctuations of students around the replica prediction', () => {
  const latent = 40;
  const runs = 60;
  const cases = ensembles.flatMap((e) =>
    featureModels.map((model) => [`${e.activation}, ${e.loss}`, model, e] as const),
  );
  it.each(cases)('%s: %s', async (_, model, ensemble) => {
    const { activation, spread } = ensemble;
    const features = featuresOf(activation, model);
    const students: Observed[] = [];
    for (let seed = 0; seed < runs; seed++)
      students.push(await studentOf(bench, ensemble, features, latent, 91_000 + seed));
    const predicted = honest('hidden-manifold.fixed-point', modelOf(ensemble, latent));
    const excess = model === 'non-linear' ? nonLinearExcess : undefined;
    // A standard deviation of 60 draws is itself known to 9 %: three of those above the bound fail.
    const doubt = 1 + 3 / Math.sqrt(2 * runs);
    for (const name of Object.keys(spread) as (keyof Observed)[]) {
      const most = spread[name] * (excess?.spread[name] ?? 1);
      const values = students.map((student) => student[name]);
      const mean = values.reduce((a, b) => a + b, 0) / runs;
      const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / (runs - 1);
      expect(Math.sqrt(variance * latent)).toBeLessThan(most * doubt);
      const off = latent * Math.abs(mean - predicted[name]);
      const standardError = most * Math.sqrt(latent / runs);
      expect(off).toBeLessThan((excess?.bias ?? 1) * bias * predicted[name] + 3 * standardError);
    }
  });
});
