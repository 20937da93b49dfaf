import { law } from '../define.ts';
import type { Bench, Comparison } from '../law.ts';
import { difference, type Measured, product, scaled, sum } from '../measured.ts';
import { equal } from '../near.ts';
import { gamp, type Marginals, outputDenoiser, priorDenoiser } from '../questions.ts';
import { questionOf, type Run, runs } from './runs.ts';

/*
 * One sweep of G-AMP, composed from the implementation's own denoisers:
 *
 *   V = X² v,   ω = X a − V g_old,   g = g_out(ω, y, V),   A = −(X²)ᵀ ∂g,   B = A a + Xᵀ g
 *   a, v = f_a(A, B), f_v(A, B)
 *
 * Errors are carried along: a denoiser that is asked at (x, y), each known up to an error, is asked
 * again at the ends of both errors.
 */

/** f(x, y) at measured x and y, field by field. */
async function atBoth<F extends string>(
  f: (x: number, y: number) => Promise<{ readonly [field in F]: Measured }>,
  x: Measured,
  y: Measured,
  fields: readonly F[],
): Promise<{ readonly [field in F]: Measured }> {
  const centre = await f(x.value, y.value);
  const besideX = x.error > 0 ? await f(x.value + x.error, y.value) : centre;
  const besideY = y.error > 0 ? await f(x.value, y.value + y.error) : centre;
  const entries = fields.map((field) => {
    const here = centre[field];
    const response = [besideX, besideY].reduce((total, beside) => {
      if (beside === centre) return total;
      const change = difference(beside[field], here);
      // Errors are small enough for a linear response; half as much again for its curvature.
      return total + 1.5 * Math.abs(change.value) + change.error;
    }, 0);
    return [field, { value: here.value, error: here.error + response }] as const;
  });
  return Object.fromEntries(entries) as { readonly [field in F]: Measured };
}

interface State extends Marginals {
  readonly scores: readonly Measured[];
}

async function sweep(bench: Bench, run: Run, old: State): Promise<State> {
  const { prior, channel, matrix, labels } = run;
  const scores: Measured[] = [];
  const curvatures: Measured[] = [];
  for (const [mu, row] of matrix.entries()) {
    const variance = sum(...row.map((x, i) => scaled(x * x, old.variances[i])));
    const field = sum(...row.map((x, i) => scaled(x, old.means[i])));
    const omega = difference(field, product(variance, old.scores[mu]));
    const { g, dg } = await atBoth(
      (w, v) => outputDenoiser(bench, channel, labels[mu], w, v),
      omega,
      variance,
      ['g', 'dg'] as const,
    );
    scores.push(g);
    curvatures.push(dg);
  }
  const means: Measured[] = [];
  const variances: Measured[] = [];
  for (const [i, mean] of old.means.entries()) {
    const precision = sum(...curvatures.map((dg, mu) => scaled(-(matrix[mu][i] ** 2), dg)));
    const pull = sum(...scores.map((g, mu) => scaled(matrix[mu][i], g)));
    const posterior = await atBoth(
      (a, b) => priorDenoiser(bench, prior, a, b),
      precision,
      sum(product(precision, mean), pull),
      ['mean', 'variance'] as const,
    );
    means.push(posterior.mean);
    variances.push(posterior.variance);
  }
  return { means, variances, scores };
}

const compare = (answered: Marginals, composed: State): readonly Comparison[] =>
  composed.means.flatMap((mean, i) => [
    equal(`mean of weight ${i}`, answered.means[i], mean, because),
    equal(`variance of weight ${i}`, answered.variances[i], composed.variances[i], because),
  ]);

const because = 'accuracy of the answers, carried through the sweep';

const starting = (run: Run): State => ({
  means: run.initialMean.map((value) => ({ value, error: 0 })),
  variances: run.initialVariance.map((value) => ({ value, error: 0 })),
  scores: run.labels.map(() => ({ value: 0, error: 0 })),
});

const needs = ['glm.gamp', 'glm.output-denoiser', 'glm.prior-denoiser'];

/** Few weights and samples: every one costs a few questions. All A_i are positive for these channels. */
const small = runs({ maxRows: 4, maxColumns: 3, iterations: 2 }).filter(
  ({ channel }) => channel.kind !== 'absolute-value' && channel.kind !== 'symmetric-door',
);

const first = law<Run>({
  id: 'glm/gamp-first-step',
  statement: 'The first step of G-AMP sends each label’s score back to the weights it saw.',
  formula: 'V = X²v, ω = Xa, A = −(X²)ᵀ∂g, B = A a + Xᵀg;   a¹, v¹ = f_a(A, B), f_v(A, B)',
  catches: 'X of variance 1 where 1/d is meant; B without A a; −∂g replaced by g² on an instance',
  needs,
  model: small,
  async check(bench, run) {
    const [answered] = await gamp(bench, questionOf(run, { iterations: 1, record: [1] }));
    return compare(answered, await sweep(bench, run, starting(run)));
  },
  cost: 'moderate',
  sources: ['rangan2011'],
});

const onsager = law<Run>({
  id: 'glm/gamp-onsager',
  statement: 'From the second step on, each label discounts its own earlier voice.',
  formula: 'ω = X a − V g_old, with the new V and the old g',
  catches: 'no Onsager term (plain iterative thresholding); the old V or the new g in it',
  needs,
  model: small,
  async check(bench, run) {
    const [after] = await gamp(bench, questionOf(run, { iterations: 1, record: [1] }));
    const [answered] = await gamp(bench, questionOf(run, { iterations: 2, record: [2] }));
    const { scores } = await sweep(bench, run, starting(run));
    return compare(answered, await sweep(bench, run, { ...after, scores }));
  },
  cost: 'moderate',
  sources: ['rangan2011', 'donoho2009'],
});

export const gampStepLaws = [first, onsager] as const;
