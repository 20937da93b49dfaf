import fc from 'fast-check';
import { channels, logUniform } from '../../oracles/arbitraries/index.ts';
import type { ChannelSpec } from '../../reference/channels/channel.ts';
import { law } from '../define.ts';
import type { Comparison } from '../law.ts';
import { type Measured, scaled, sum } from '../measured.ts';
import { isEven, isLabel, scaledChannel, scaledPrior } from '../models.ts';
import { equal } from '../near.ts';
import { gamp, type Marginals } from '../questions.ts';
import { questionOf, type Run, rotated, runs } from './runs.ts';

const rounding =
  'accuracy of the answers; the two runs add in another order, and few steps amplify that little';

/** Entry by entry. */
const same = (
  what: string,
  left: readonly Measured[],
  right: readonly Measured[],
): readonly Comparison[] =>
  left.map((x, i) => equal(`${what} ${i}`, x, right[i] ?? Number.NaN, rounding));

const agree = (left: Marginals, right: Marginals): readonly Comparison[] => [
  ...same('mean of weight', left.means, right.means),
  ...same('variance of weight', left.variances, right.variances),
];

const columns = law<Run & { readonly turn: number }>({
  id: 'glm/gamp-weights-are-exchangeable',
  statement: 'The names of the weights do not matter.',
  formula: 'X → X Π: a → Πᵀ a, v → Πᵀ v',
  catches: 'a sequential update within a sweep; rows and columns exchanged',
  needs: ['glm.gamp'],
  model: fc
    .record({ run: runs(), turn: fc.integer({ min: 1, max: 5 }) })
    .map(({ run, turn }) => ({ ...run, turn })),
  async check(bench, { turn, ...run }) {
    const [plain] = await gamp(bench, questionOf(run));
    const [moved] = await gamp(
      bench,
      questionOf(run, {
        matrix: run.matrix.map((row) => rotated(row, turn)),
        initialMean: rotated(run.initialMean, turn),
        initialVariance: rotated(run.initialVariance, turn),
      }),
    );
    return agree(moved, {
      means: rotated(plain.means, turn),
      variances: rotated(plain.variances, turn),
    });
  },
  cost: 'cheap',
  sources: ['rangan2011'],
});

const rows = law<Run & { readonly turn: number }>({
  id: 'glm/gamp-samples-are-exchangeable',
  statement:
    'The order of the samples does not matter, nor the sign with which an input is written down.',
  formula:
    '(X, y) → (Π X, Π y), and X_μ → −X_μ with y_μ → −y_μ (y_μ for even channels): a, v unchanged',
  catches: 'online updates; labels in {0, 1}; an even channel that knows a sign',
  needs: ['glm.gamp'],
  model: fc
    .record({ run: runs(), turn: fc.integer({ min: 1, max: 6 }) })
    .map(({ run, turn }) => ({ ...run, turn })),
  async check(bench, { turn, ...run }) {
    const [plain] = await gamp(bench, questionOf(run));
    const mirror = (mu: number) => (mu % 2 === 0 ? -1 : 1);
    const sign = (mu: number) => (isEven(run.channel) ? 1 : mirror(mu));
    const [moved] = await gamp(
      bench,
      questionOf(run, {
        matrix: rotated(
          run.matrix.map((row, mu) => row.map((x) => mirror(mu) * x)),
          turn,
        ),
        labels: rotated(
          run.labels.map((y, mu) => sign(mu) * y),
          turn,
        ),
      }),
    );
    return agree(moved, plain);
  },
  cost: 'cheap',
  sources: ['rangan2011'],
});

const gauge = law<Run & { readonly signs: readonly boolean[] }>({
  id: 'glm/gamp-gauge',
  statement: 'Weights of a symmetric prior may be counted with either sign.',
  formula: 'X_μi → X_μi t_i, t_i = ±1: a_i → t_i a_i, v_i → v_i',
  catches: '|X| or X² where X is meant; a prior that prefers a sign',
  needs: ['glm.gamp'],
  model: fc
    .record({
      run: runs({ symmetric: true }),
      signs: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    })
    .map(({ run, signs }) => ({ ...run, signs })),
  async check(bench, { signs, ...run }) {
    const [plain] = await gamp(bench, questionOf(run));
    const t = signs.map((negative) => (negative ? -1 : 1));
    const [turned] = await gamp(
      bench,
      questionOf(run, {
        matrix: run.matrix.map((row) => row.map((x, i) => t[i] * x)),
        initialMean: run.initialMean.map((a, i) => t[i] * a),
      }),
    );
    return agree(turned, {
      means: plain.means.map((a, i) => scaled(t[i], a)),
      variances: plain.variances,
    });
  },
  cost: 'cheap',
  sources: ['nishimori2001', 'rangan2011'],
});

const directions = law<Run & { readonly factor: number }>({
  id: 'glm/gamp-sign-sees-directions',
  statement: 'A sign does not depend on the length of the input.',
  formula: 'sign channel: X_μ → c X_μ, c > 0: a, v unchanged',
  catches: 'V fixed to its average where X² v is asked for; √V and V mixed in g',
  needs: ['glm.gamp'],
  model: fc
    .record({ run: runs({ channel: channels(['sign']) }), factor: logUniform(0.5, 3) })
    .map(({ run, factor }) => ({ ...run, factor })),
  async check(bench, { factor, ...run }) {
    const [plain] = await gamp(bench, questionOf(run));
    const [stretched] = await gamp(
      bench,
      questionOf(run, {
        matrix: run.matrix.map((row, mu) => row.map((x) => (mu % 2 ? x : factor * x))),
      }),
    );
    return agree(stretched, plain);
  },
  cost: 'cheap',
  sources: ['rangan2011'],
});

const units = law<Run & { readonly scale: number }>({
  id: 'glm/gamp-units',
  statement: 'Inference does not depend on the units of the weights.',
  formula: '(w, Δ, K, y) → (c w, c²Δ, c K, c y), labels unchanged: a → c a, v → c² v',
  catches: 'ρ = 1 taken for granted; a variance floored',
  needs: ['glm.gamp'],
  model: fc
    .record({ run: runs(), scale: fc.constantFrom(2, 0.5) })
    .map(({ run, scale }) => ({ ...run, scale })),
  async check(bench, { scale: c, ...run }) {
    const [plain] = await gamp(bench, questionOf(run));
    const label = isLabel(run.channel) ? 1 : c;
    const [rescaled] = await gamp(
      bench,
      questionOf(run, {
        prior: scaledPrior(run.prior, c),
        channel: scaledChannel(run.channel, c) as ChannelSpec,
        labels: run.labels.map((y) => label * y),
        initialMean: run.initialMean.map((a) => c * a),
        initialVariance: run.initialVariance.map((v) => c * c * v),
      }),
    );
    return agree(rescaled, {
      means: plain.means.map((a) => scaled(c, a)),
      variances: plain.variances.map((v) => scaled(c * c, v)),
    });
  },
  cost: 'cheap',
  sources: ['rangan2011'],
});

const records = law<Run>({
  id: 'glm/gamp-records',
  statement:
    'Looking at an iteration does not change it: the start is the start, and a longer run begins with the shorter.',
  formula: 'a⁰, v⁰ as given;   record [0 … T] of one run = the ends of runs of 0 … T iterations',
  catches:
    'an off-by-one between what is computed and what is recorded; hidden damping by averages',
  needs: ['glm.gamp'],
  model: runs(),
  async check(bench, run) {
    const all = Array.from({ length: run.iterations + 1 }, (_, t) => t);
    const trace = await gamp(bench, questionOf(run, { record: all }));
    const [end] = await gamp(bench, questionOf(run));
    const [first] = await gamp(bench, questionOf(run, { iterations: 1, record: [1] }));
    return [
      ...run.initialMean.map((a, i) => equal(`a⁰ of weight ${i}`, trace[0].means[i], a)),
      ...run.initialVariance.map((v, i) => equal(`v⁰ of weight ${i}`, trace[0].variances[i], v)),
      ...agree(trace[1], first),
      ...agree(trace[run.iterations], end),
    ];
  },
  cost: 'cheap',
  sources: ['rangan2011'],
});

const damped = law<Run & { readonly damping: number }>({
  id: 'glm/gamp-damping',
  statement: 'Damping keeps a share of the old estimate; no damping keeps none.',
  formula: 'a¹(δ) = δ a⁰ + (1 − δ) a¹(0), v likewise;   δ = 0 is the plain algorithm',
  catches: 'δ and 1 − δ exchanged; damping of means only, or of g',
  needs: ['glm.gamp'],
  model: fc
    .record({ run: runs(), damping: fc.constantFrom(0.5, 0.25, 0.75) })
    .map(({ run, damping }) => ({ ...run, damping })),
  async check(bench, { damping, ...run }) {
    const one = { iterations: 1, record: [1] };
    const [plain] = await gamp(bench, questionOf(run, one));
    const [slow] = await gamp(bench, questionOf(run, { ...one, damping }));
    const [end] = await gamp(bench, questionOf(run));
    const [none] = await gamp(bench, questionOf(run, { damping: 0 }));
    const mix = (old: readonly number[], fresh: readonly Measured[]) =>
      fresh.map((x, i) => sum(damping * old[i], scaled(1 - damping, x)));
    return [
      ...agree(slow, {
        means: mix(run.initialMean, plain.means),
        variances: mix(run.initialVariance, plain.variances),
      }),
      ...agree(none, end),
    ];
  },
  cost: 'cheap',
  sources: ['schniter2015', 'rangan2011'],
});

const scalarVariance = law<Run>({
  id: 'glm/gamp-scalar-variance',
  statement:
    'With inputs ±1/√d the scalar-variance algorithm is the full one, not an approximation.',
  formula: 'X_μi² = 1/d: (X² v)_μ = mean v, (X²)ᵀ∂g = (1/d) Σ ∂g',
  catches: 'Σ in place of the mean, or n in place of d, in the scalar variant',
  needs: ['glm.gamp'],
  model: runs({ entries: ['rademacher'], channel: oneChannel() }),
  async check(bench, run) {
    const [full] = await gamp(bench, questionOf(run, { variance: 'full' }));
    const [scalar] = await gamp(bench, questionOf(run, { variance: 'scalar' }));
    return agree(scalar, full);
  },
  cost: 'cheap',
  sources: ['rangan2011'],
});

/** Labels of ±1 inputs may tie at z = 0 without noise. */
function oneChannel(): fc.Arbitrary<ChannelSpec> {
  return fc
    .record({
      kind: fc.constantFrom('probit' as const, 'linear' as const),
      noiseVariance: logUniform(0.3, 3),
    })
    .map((channel) => channel);
}

export const gampSymmetryLaws = [
  columns,
  rows,
  gauge,
  directions,
  units,
  records,
  damped,
  scalarVariance,
] as const;
