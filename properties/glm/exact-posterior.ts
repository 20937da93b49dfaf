import fc from 'fast-check';
import type { Instance } from '../../oracles/arbitraries/index.ts';
import { channels, instances, logUniform, oneOf, priors } from '../../oracles/arbitraries/index.ts';
import type { ChannelSpec } from '../../reference/channels/channel.ts';
import { law } from '../define.ts';
import { exponential, type Measured, product, scaled, sum } from '../measured.ts';
import { isEven, isSymmetric, moments } from '../models.ts';
import { atMost, equal } from '../near.ts';
import { exactPosterior, priorDenoiser } from '../questions.ts';
import { rotated } from './runs.ts';

const enumerable = priors(['rademacher', 'discrete']);

const loud = (kind: 'probit' | 'linear' | 'absolute-value'): fc.Arbitrary<ChannelSpec> =>
  logUniform(0.05, 5).map((noiseVariance) => ({ kind, noiseVariance }));

const noisyOrLabels = oneOf<ChannelSpec>(
  [1, loud('probit')],
  [1, channels(['symmetric-door'])],
  [1, loud('linear')],
  [1, loud('absolute-value')],
);

/** Without noise some labels are impossible, and w = 0 lies on the boundary of every sign. */
const small = (
  channel: fc.Arbitrary<ChannelSpec>,
  options: { readonly maxRows?: number; readonly symmetric?: boolean } = {},
): fc.Arbitrary<Instance> =>
  instances({
    prior: options.symmetric ? enumerable.filter(isSymmetric) : enumerable,
    channel,
    maxRows: options.maxRows ?? 5,
    maxColumns: 5,
  });

/** All 2ⁿ label vectors. */
const labelVectors = (n: number): readonly number[][] =>
  Array.from({ length: 2 ** n }, (_, k) =>
    Array.from({ length: n }, (_, mu) => ((k >> mu) & 1 ? 1 : -1)),
  );

const totalProbability = law<Instance>({
  id: 'glm/posterior-total-probability',
  statement:
    'Some labels must come out, and averaged over them the student expects what the prior does.',
  formula: 'Σ_y P(y | X) = 1,   Σ_y P(y | X) ⟨w⟩_y = E w',
  catches: 'a sum over weights without the prior; labels in {0, 1}',
  needs: ['glm.exact-posterior'],
  model: small(loud('probit'), { maxRows: 4 }),
  async check(bench, { prior, channel, matrix }) {
    const total: Measured[] = [];
    const means: Measured[][] = matrix[0].map(() => []);
    for (const labels of labelVectors(matrix.length)) {
      const { mean, logEvidence } = await exactPosterior(bench, prior, channel, matrix, labels);
      const probability = exponential(logEvidence);
      total.push(probability);
      for (const [i, m] of mean.entries()) means[i].push(product(probability, m));
    }
    return [
      equal('Σ_y P(y)', sum(...total), 1),
      ...means.map((terms, i) => equal(`E⟨w⟩ of weight ${i}`, sum(...terms), moments(prior).mean)),
    ];
  },
  cost: 'moderate',
  sources: ['nishimori1980', 'iba1999'],
});

const oneMoreLabel = law<Instance>({
  id: 'glm/posterior-one-more-label',
  statement:
    'The evidence of a data set is that of its larger data sets, summed over what was added.',
  formula: 'Σ_{y_n} P(y₁ … y_n) = P(y₁ … y_{n−1}) ≥ P(y₁ … y_n)',
  catches: 'an evidence that is a likelihood; a sample left out or used twice',
  needs: ['glm.exact-posterior'],
  model: small(loud('probit')).filter(({ matrix }) => matrix.length > 1),
  async check(bench, { prior, channel, matrix, labels }) {
    const shorter = await exactPosterior(
      bench,
      prior,
      channel,
      matrix.slice(0, -1),
      labels.slice(0, -1),
    );
    const [plus, minus] = await Promise.all(
      [1, -1].map((y) =>
        exactPosterior(bench, prior, channel, matrix, [...labels.slice(0, -1), y]),
      ),
    );
    const whole = sum(exponential(plus.logEvidence), exponential(minus.logEvidence));
    return [
      equal('Σ P(y₁ … y_n) over y_n', whole, exponential(shorter.logEvidence)),
      atMost('ln P(y₁ … y_n)', plus.logEvidence, shorter.logEvidence),
    ];
  },
  cost: 'cheap',
  sources: ['iba1999'],
});

const symmetries = law<Instance & { readonly turn: number }>({
  id: 'glm/posterior-symmetries',
  statement: 'The posterior has the symmetries of the model: names, order and signs do not matter.',
  formula:
    '(X, y) → (Π X Π′, Π y): ⟨w⟩ → Π′ᵀ⟨w⟩;   X_μi → s_μ X_μi t_i, y_μ → s_μ y_μ (y_μ if even): ⟨w⟩_i → t_i ⟨w⟩_i',
  catches: 'bits of the enumeration read in the wrong order; a sign convention at one place only',
  needs: ['glm.exact-posterior'],
  model: fc
    .record({
      instance: small(noisyOrLabels, { symmetric: true }),
      turn: fc.integer({ min: 1, max: 4 }),
    })
    .map(({ instance, turn }) => ({ ...instance, turn })),
  async check(bench, { prior, channel, matrix, labels, turn }) {
    const plain = await exactPosterior(bench, prior, channel, matrix, labels);
    const s = (mu: number) => (mu % 2 ? 1 : -1);
    const t = (i: number) => (i % 3 ? 1 : -1);
    const moved = await exactPosterior(
      bench,
      prior,
      channel,
      rotated(
        matrix.map((row, mu) =>
          rotated(
            row.map((x, i) => s(mu) * x * t(i)),
            turn,
          ),
        ),
        turn,
      ),
      rotated(
        labels.map((y, mu) => (isEven(channel) ? y : s(mu) * y)),
        turn,
      ),
    );
    const expected = rotated(
      plain.mean.map((m, i) => scaled(t(i), m)),
      turn,
    );
    return [
      equal('ln Z', moved.logEvidence, plain.logEvidence),
      ...expected.map((m, i) => equal(`mean of weight ${i}`, moved.mean[i], m)),
    ];
  },
  cost: 'cheap',
  sources: ['nishimori2001'],
});

const hull = law<Instance>({
  id: 'glm/posterior-mean-in-hull',
  statement:
    'A mean lies among the values; an even channel that sees every weight up to a sign tells no sign.',
  formula: 'min w ≤ ⟨w⟩_i ≤ max w;   even channel and symmetric prior: ⟨w⟩ = 0',
  catches:
    'a posterior that is not normalised; the sign broken by an enumeration of half of the weights',
  needs: ['glm.exact-posterior'],
  model: small(noisyOrLabels),
  async check(bench, { prior, channel, matrix, labels }) {
    const { mean } = await exactPosterior(bench, prior, channel, matrix, labels);
    const values = prior.kind === 'discrete' ? prior.values : [-1, 1];
    const blind = isEven(channel) && isSymmetric(prior);
    return mean.flatMap((m, i) => [
      atMost(`lower end, weight ${i}`, Math.min(...values), m),
      atMost(`upper end, weight ${i}`, m, Math.max(...values)),
      ...(blind ? [equal(`no sign, weight ${i}`, m, 0)] : []),
    ]);
  },
  cost: 'cheap',
  sources: ['iba1999'],
});

/** Columns that do not overlap: each sample sees one weight only. */
const decoupled = law<Instance>({
  id: 'glm/posterior-of-decoupled-weights',
  statement:
    'Weights that no sample mixes are independent, each seen through its own scalar channel.',
  formula:
    'linear, Xᵀ X diagonal: ⟨w_i⟩ = f_a(A_i, B_i), A_i = Σ X²/Δ, B_i = Σ X y/Δ;   ln Z = Σ ln N(y; 0, Δ) + Σ ln Z_w(A_i, B_i)',
  catches: 'Δ as a standard deviation in the likelihood; the density of y without its 1/√(2πΔ)',
  needs: ['glm.exact-posterior', 'glm.prior-denoiser'],
  model: small(loud('linear')),
  async check(bench, { prior, channel, matrix, labels }) {
    const delta = channel.kind === 'linear' ? channel.noiseVariance : 1;
    const columns = matrix[0].length;
    const sparse = matrix.map((row, mu) => row.map((x, i) => (i === mu % columns ? x : 0)));
    const posterior = await exactPosterior(bench, prior, channel, sparse, labels);
    const scalar = await Promise.all(
      sparse[0].map((_, i) => {
        const precision = sparse.reduce((a, row) => a + (row[i] * row[i]) / delta, 0);
        const field = sparse.reduce((b, row, mu) => b + (row[i] * labels[mu]) / delta, 0);
        return priorDenoiser(bench, prior, precision, field);
      }),
    );
    const noise = labels.reduce(
      (s, y) => s - (y * y) / (2 * delta) - 0.5 * Math.log(2 * Math.PI * delta),
      0,
    );
    return [
      ...scalar.map(({ mean }, i) => equal(`mean of weight ${i}`, posterior.mean[i], mean)),
      equal('ln Z', posterior.logEvidence, sum(noise, ...scalar.map((s) => s.logPartition))),
    ];
  },
  cost: 'cheap',
  sources: ['barbier2019'],
});

export const exactPosteriorLaws = [
  totalProbability,
  oneMoreLabel,
  symmetries,
  hull,
  decoupled,
] as const;
