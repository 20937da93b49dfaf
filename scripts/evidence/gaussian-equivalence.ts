import chisquareQuantile from '@stdlib/stats/base/dists/chisquare/quantile/lib/index.js';
import normalQuantile from '@stdlib/stats/base/dists/normal/quantile/lib/index.js';
import studentCdf from '@stdlib/stats/base/dists/t/cdf/lib/index.js';
import Table from 'cli-table3';
import type { Estimate } from '../../reference/numerics/estimate.ts';
import { type Evidence, findEvidence } from '../../src/evidence.ts';
import type { Point } from '../../src/sweep/points.ts';
import {
  type Observed,
  observables,
  predictionFor,
  type Question,
} from '../../src/sweep/sweeps/gaussian-equivalence.ts';

/**
 * Gaussian equivalence as a law, on the stored evidence: what the simulations of growing size tend to, and
 * what the replica method predicts.
 *
 *   npx tsx scripts/evidence/gaussian-equivalence.ts
 *
 * At finite d a mean is biased by O(1/d), and so it is extrapolated: a line a + b/d through the means of
 * all sizes by weighted least squares, a against the prediction. Sizes and repetitions are such that the
 * error of a is below one per cent in most cases; d²-terms are not fitted, and the χ² of the fits says
 * whether they were needed.
 */
export interface Verdict {
  readonly activation: string;
  readonly loss: string;
  readonly model: string;
  readonly observable: keyof Observed;
  readonly predicted: number;
  /** a, with its standard error. */
  readonly limit: number;
  readonly standardError: number;
  /** b/a: the relative bias at d is this over d; with its standard error. */
  readonly bias: number;
  readonly biasError: number;
  /** (a − predicted)/error as a standard normal number: for few repetitions by Student's distribution. */
  readonly z: number;
  /** Of the residuals, on `freedom` degrees of freedom. */
  readonly residual: number;
  readonly freedom: number;
}

type Fields = { readonly [name in keyof Observed]: { value: number; standardError: number } };

type Predict = (question: Question) => { readonly [name in keyof Observed]: Estimate };

/** One verdict for each non-linearity, loss, kind of features and observable. */
export function verdictsOn(
  { points }: Pick<Evidence, 'points'>,
  predict: Predict = predictionFor,
): Verdict[] {
  const groups = new Map<string, Point[]>();
  for (const point of points) {
    const { activation, loss, model } = point.params as unknown as Question;
    const id = [activation, loss, model].join();
    groups.set(id, [...(groups.get(id) ?? []), point]);
  }
  return [...groups.values()].flatMap((group) =>
    (Object.keys(observables) as (keyof Observed)[]).map((observable) =>
      verdictOn(group, observable, predict),
    ),
  );
}

function verdictOn(group: readonly Point[], observable: keyof Observed, predict: Predict): Verdict {
  const { activation, loss, model } = group[0].params as unknown as Question;
  const predicted = predict(group[0].params as unknown as Question)[observable].value;
  const seen = group.map((point) => ({
    x: 1 / (point.params as unknown as Question).dimension,
    y: (point.observables as unknown as Fields)[observable].value,
    weight: (point.observables as unknown as Fields)[observable].standardError ** -2,
  }));
  const sum = (f: (s: (typeof seen)[number]) => number) => seen.reduce((t, s) => t + f(s), 0);
  const W = sum((s) => s.weight);
  const centre = sum((s) => s.weight * s.x) / W;
  const mean = sum((s) => s.weight * s.y) / W;
  const spread = sum((s) => s.weight * (s.x - centre) ** 2);
  const slope = sum((s) => s.weight * (s.x - centre) * (s.y - mean)) / spread;
  const limit = mean - slope * centre;
  const standardError = Math.sqrt(1 / W + centre ** 2 / spread);
  const least = Math.min(...group.map(({ count }) => count)) - 1;
  return {
    activation,
    loss,
    model,
    observable,
    predicted,
    limit,
    standardError,
    bias: slope / limit,
    biasError: Math.sqrt(1 / spread) / limit,
    z: asNormal((limit - predicted) / standardError, least),
    residual: sum((s) => s.weight * (s.y - limit - slope * s.x) ** 2),
    freedom: seen.length - 2,
  };
}

/** A number of Student's distribution as the normal one of the same rank. */
function asNormal(t: number, freedom: number): number {
  const tail = studentCdf(-Math.abs(t), freedom);
  return -Math.sign(t) * normalQuantile(tail, 0, 1);
}

/** A right prediction and honest simulations fail one of the tests below with this probability, at most. */
export const falseAlarm = 1e-5;

export interface Test {
  readonly what: string;
  readonly value: number;
  readonly most: number;
}

/**
 * Four tests, a quarter of the false alarms each (Bonferroni within each):
 *
 *   the largest |z| of all;
 *   Σ z² over non-linearities and losses, of each observable and kind of features: independent runs, so
 *   that deviations too small for one case are seen together;
 *   the common relative deviation, likewise: a shift of all cases in one direction;
 *   Σ χ² of the fits, likewise: whether a line in 1/d is enough.
 */
export function testsOf(verdicts: readonly Verdict[]): Test[] {
  const families = new Map<string, Verdict[]>();
  for (const verdict of verdicts) {
    const id = `${verdict.observable}, ${verdict.model}`;
    families.set(id, [...(families.get(id) ?? []), verdict]);
  }
  const share = falseAlarm / 4;
  const total = (family: readonly Verdict[], f: (v: Verdict) => number) =>
    family.reduce((sum, verdict) => sum + f(verdict), 0);
  return [
    {
      what: 'largest |z|',
      value: Math.max(...verdicts.map(({ z }) => Math.abs(z))),
      most: normalQuantile(1 - share / verdicts.length / 2, 0, 1),
    },
    ...[...families].map(([id, family]) => ({
      what: `Σ z²: ${id}`,
      value: total(family, ({ z }) => z * z),
      most: chisquareQuantile(1 - share / families.size, family.length),
    })),
    ...[...families].map(([id, family]) => {
      const { value, standardError } = commonDeviation(family);
      return {
        what: `common deviation, in errors: ${id}`,
        value: Math.abs(value / standardError),
        most: normalQuantile(1 - share / families.size / 2, 0, 1),
      };
    }),
    ...[...families].map(([id, family]) => ({
      what: `Σ χ² of the fits: ${id}`,
      value: total(family, ({ residual }) => residual),
      most: chisquareQuantile(
        1 - share / families.size,
        total(family, ({ freedom }) => freedom),
      ),
    })),
  ];
}

/** By how much the limits of several cases are off, relatively: the weighted mean. */
export function commonDeviation(verdicts: readonly Verdict[]): {
  readonly value: number;
  readonly standardError: number;
} {
  let [weights, sum] = [0, 0];
  for (const { limit, standardError, predicted } of verdicts) {
    const weight = (predicted / standardError) ** 2;
    weights += weight;
    sum += weight * (limit / predicted - 1);
  }
  return { value: sum / weights, standardError: 1 / Math.sqrt(weights) };
}

if (process.argv[1] === import.meta.filename) {
  const evidence = findEvidence('gaussian-equivalence');
  const verdicts = verdictsOn(evidence);
  const style = { head: [], border: [], compact: true };
  const percent = (x: number) => `${(100 * x).toFixed(2)} %`;
  for (const [observable, name] of Object.entries(observables)) {
    const table = new Table({
      head: ['', '', 'features', 'predicted', 'limit of simulations', 'off by', 'z', 'bias × d'],
      style,
    });
    for (const v of verdicts.filter((verdict) => verdict.observable === observable))
      table.push([
        v.activation,
        v.loss,
        v.model,
        v.predicted.toFixed(4),
        `${v.limit.toFixed(4)} ± ${v.standardError.toFixed(4)}`,
        percent(v.limit / v.predicted - 1),
        v.z.toFixed(1),
        `${v.bias.toFixed(1)} ± ${v.biasError.toFixed(1)}`,
      ]);
    process.stdout.write(`\n${name}\n${table.toString()}\n`);
    for (const model of new Set(verdicts.map((verdict) => verdict.model))) {
      const family = verdicts.filter((v) => v.observable === observable && v.model === model);
      const { value, standardError } = commonDeviation(family);
      process.stdout.write(`all, ${model}: off by ${percent(value)} ± ${percent(standardError)}\n`);
    }
  }
  const table = new Table({ head: ['test', 'value', 'allowed'], style });
  const tests = testsOf(verdicts);
  for (const { what, value, most } of tests) table.push([what, value.toFixed(1), most.toFixed(1)]);
  process.stdout.write(
    `\n${table.toString()}\nfalse alarm < ${falseAlarm}\n${evidence.tasks} tasks: ${evidence.command}\n`,
  );
  process.exitCode = tests.every(({ value, most }) => value <= most) ? 0 : 1;
}
