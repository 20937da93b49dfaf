import fc from 'fast-check';
import { logUniform, oneOf, seeds, uniform } from '../../oracles/arbitraries/index.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import { type Measured, product, scaled, sum } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { dot, drawnPhase, meanOf, onSphere } from './models.ts';
import { gradient, populationEigenvalues, populationOverlap } from './questions.ts';

const overlaps = oneOf<number>([2, uniform(-0.95, 0.95, 38)], [1, logUniform(1e-6, 1e-2)]);

interface Overlap {
  readonly alpha: number;
  readonly overlap: number;
}

const models: fc.Arbitrary<Overlap> = fc.record({ alpha: logUniform(0.2, 20), overlap: overlaps });

const needs = ['phase-retrieval.population-flow'];

const growth = law<Overlap>({
  id: 'phase-retrieval/population-flow-grows-logistically',
  statement: 'On infinitely many samples the overlap grows at 8α times itself, until it saturates.',
  formula: 'dm/dt = 8 α m (1 − m²)',
  catches: 'a factor 4 for 8; a loss per sample; a flow without the sphere',
  needs,
  model: models,
  async check(bench, { alpha, overlap }) {
    const t = 0.1 / alpha;
    const [m] = await populationOverlap(bench, alpha, overlap, [t]);
    const slope = await derivative(
      async (s) => (await populationOverlap(bench, alpha, overlap, [s]))[0],
      t,
      0.05 / alpha,
      bench.accuracy,
    );
    const rate = product(scaled(8 * alpha, m), sum(1, scaled(-1, product(m, m))));
    return [equal('dm/dt', slope, rate, differenced)];
  },
  cost: 'cheap',
  sources: ['sarao2020complex'],
});

const odd = law<Overlap>({
  id: 'phase-retrieval/population-flow-is-odd-and-has-one-clock',
  statement:
    'The overlap keeps its sign, only αt counts, and the orthogonal and the parallel start stay.',
  formula: 'm(−m₀) = −m(m₀);   m(α, t) = m(cα, t/c);   m₀ ∈ {0, ±1}: m(t) = m₀;   |m(t)| increases',
  catches: '|m| for m; an initial overlap that is not put in; time counted per sample',
  needs,
  model: models,
  async check(bench, { alpha, overlap }) {
    const at = [0.05 / alpha, 0.5 / alpha];
    const ask = (a: number, m: number, t: readonly number[] = at) =>
      populationOverlap(bench, a, m, t);
    const plain = await ask(alpha, overlap);
    const mirrored = await ask(alpha, -overlap);
    const slower = await ask(
      alpha / 4,
      overlap,
      at.map((t) => 4 * t),
    );
    const fixed = await Promise.all([0, 1, -1].map((m) => ask(alpha, m)));
    return [
      ...plain.map((m, k) => equal('m(−m₀)', mirrored[k], scaled(-1, m))),
      ...plain.map((m, k) => equal('m at αt', slower[k], m)),
      ...fixed.flatMap((list, k) => list.map((m) => equal('fixed', m, [0, 1, -1][k]))),
      atMost(
        '|m(t₁)| ≤ |m(t₂)|',
        scaled(Math.sign(overlap), plain[0]),
        scaled(Math.sign(overlap), plain[1]),
      ),
    ];
  },
  cost: 'cheap',
  sources: ['sarao2020complex'],
});

/** Blocks of samples, whose means are compared with their spread: beyond twelve standard errors. */
const blocks = 40;
const spreads = 12;

const limit = law<Overlap & { readonly seed: number }>({
  id: 'phase-retrieval/population-flow-is-the-mean-of-sample-flows',
  statement:
    'On average over data sets, the pull along the teacher and the multiplier are those of the population.',
  formula: 'E [−w*·∇L/d + μ m] = 8 α m (1 − m²),   E μ = 8 α (1 − m²),   E L/n = 4 (1 − m²)',
  catches:
    'inputs of another variance than 1/d; a loss of |h| for h²; a multiplier of the wrong sign',
  needs: ['phase-retrieval.gradient', ...needs],
  model: fc.record({
    alpha: fc.constantFrom(2, 20),
    overlap: fc.constantFrom(0.5, 0.2, 0.8),
    seed: seeds(),
  }),
  async check(bench, { alpha, overlap, seed }) {
    const t = 0.02 / alpha;
    const [{ value: m }] = await populationOverlap(bench, alpha, overlap, [t]);
    const slope = await derivative(
      async (s) => (await populationOverlap(bench, alpha, overlap, [s]))[0],
      t,
      0.01 / alpha,
      bench.accuracy,
    );
    const d = 3;
    const n = alpha * d;
    const seen = { pull: [] as number[], multiplier: [] as number[], loss: [] as number[] };
    for (let block = 0; block < blocks; block++) {
      // the mean over twenty data sets of a block: closer to normal than one of them
      const total = { pull: 0, multiplier: 0, loss: 0 };
      for (let part = 0; part < 20; part++) {
        const { matrix, teacher, labels } = drawnPhase(n, d, seed, 20 * block + part);
        const other = onSphere(d, seed, 2 * (20 * block + part) + 8);
        const w = withOverlap(teacher, other, m);
        const { gradient: g, multiplier, loss } = await gradient(bench, { matrix, labels }, w);
        total.pull +=
          (multiplier.value * m -
            dot(
              teacher,
              g.map((x) => x.value),
            ) /
              d) /
          20;
        total.multiplier += multiplier.value / 20;
        total.loss += loss.value / n / 20;
      }
      for (const key of ['pull', 'multiplier', 'loss'] as const) seen[key].push(total[key]);
    }
    const compared = (what: string, values: readonly number[], expected: Measured) => {
      const { mean, standardError } = meanOf(values);
      return equal(what, mean, expected, {
        amount: spreads * standardError,
        because: `${spreads} standard errors of ${blocks} blocks`,
      });
    };
    return [
      compared('dm/dt', seen.pull, slope),
      compared('μ', seen.multiplier, { value: 8 * alpha * (1 - m * m), error: 0 }),
      compared('L/n', seen.loss, { value: 4 * (1 - m * m), error: 0 }),
    ];
  },
  // A mean over twenty data sets is skew: of twelve standard errors eight and a half are counted on.
  statistics: {
    falseAlarm: 1e-9,
    tail: { model: 'student', statistics: 3, deviations: 8.5, freedom: blocks - 1 },
    power: { mistake: 'multiplier-of-the-wrong-sign', atLeast: 0.9 },
  },
  cost: 'expensive',
  sources: ['sarao2020complex'],
});

/** m w* + √(1 − m²) times what is orthogonal of `other`, of the same length. */
function withOverlap(teacher: readonly number[], other: readonly number[], m: number): number[] {
  const d = teacher.length;
  const along = dot(teacher, other) / d;
  const across = other.map((x, i) => x - along * teacher[i]);
  const factor = Math.sqrt((d * (1 - m * m)) / dot(across, across));
  return teacher.map((x, i) => m * x + factor * across[i]);
}

interface Eigenvalues {
  readonly dimension: number;
  readonly signal: number;
  readonly bulk: number;
}

const eigenvalues: fc.Arbitrary<Eigenvalues> = fc.record({
  dimension: fc.integer({ min: 1, max: 20 }),
  signal: oneOf([1, fc.constant(1)], [2, logUniform(0.05, 20)]),
  bulk: oneOf([1, fc.constant(1)], [2, logUniform(0.05, 5)]),
});

const wide = ['over-parametrised.population-flow'];

const riccati = law<Eigenvalues>({
  id: 'over-parametrised/population-flow-is-riccati',
  statement: 'Each eigenvalue grows at its own gap to the target, and at that of the trace.',
  formula: 'a′ = 2a[2(d − a) + T],   b′ = 2b[−2b + T],   T = d − a − (d − 1) b',
  catches:
    'the trace forgotten; the dimension counted without the teacher; a time without its 4/(m d²)',
  needs: wide,
  model: eigenvalues,
  async check(bench, model) {
    const { dimension: d, signal, bulk } = model;
    const rate = 6 * d + 6 * signal + 2 * (d + 2) * bulk;
    const t = 0.5 / rate;
    const {
      signal: [a],
      bulk: [b],
    } = await populationEigenvalues(bench, model, [t]);
    const T = sum(d, scaled(-1, a), scaled(-(d - 1), b));
    const slope = (field: 'signal' | 'bulk') =>
      derivative(
        async (s) => (await populationEigenvalues(bench, model, [s]))[field][0],
        t,
        0.2 / rate,
        bench.accuracy,
      );
    return [
      equal(
        'a′',
        await slope('signal'),
        product(scaled(2, a), sum(2 * d, scaled(-2, a), T)),
        differenced,
      ),
      equal('b′', await slope('bulk'), product(scaled(2, b), sum(scaled(-2, b), T)), differenced),
    ];
  },
  cost: 'moderate',
  sources: ['sarao2020optimization'],
});

const logistic = law<Eigenvalues>({
  id: 'over-parametrised/population-flow-of-one-dimension',
  statement:
    'In one dimension the wide network learns logistically; an eigenvalue that is zero stays zero.',
  formula: 'd = 1: a(τ) = 1/(1 + (1/a₀ − 1) e^{−6τ});   a₀ = 0: a(τ) = 0;   b₀ = 0: b(τ) = 0',
  catches: 'a factor 4 for 6: the trace forgotten; a start that is made invertible',
  needs: wide,
  model: eigenvalues,
  async check(bench, { signal, bulk, dimension }) {
    const at = [0.1, 0.5];
    const one = await populationEigenvalues(bench, { dimension: 1, signal, bulk }, at);
    const blind = await populationEigenvalues(bench, { dimension, signal: 0, bulk }, [
      0.1 / dimension,
    ]);
    const sharp = await populationEigenvalues(bench, { dimension, signal, bulk: 0 }, [
      0.1 / dimension,
    ]);
    return [
      ...one.signal.map((a, k) =>
        equal('a', a, 1 / (1 + (1 / signal - 1) * Math.exp(-6 * at[k])), 'accuracy of the answers'),
      ),
      equal('a from 0', blind.signal[0], 0),
      equal('b from 0', sharp.bulk[0], 0),
    ];
  },
  cost: 'moderate',
  sources: ['sarao2020optimization'],
});

const late = law<Eigenvalues>({
  id: 'over-parametrised/population-flow-ends-algebraically',
  statement: 'What is wrong beside the teacher dies out as the inverse of time, not exponentially.',
  formula: 'τ → ∞: b τ → 3/(4(d + 2)),   (d − a)/b → (d − 1)/3',
  catches: 'exponential convergence; decoupled eigenvalues; the dimension off by one',
  needs: wide,
  model: eigenvalues.filter(({ dimension }) => dimension > 1),
  async check(bench, model) {
    const { dimension: d } = model;
    // 1/b grows by 4(d + 2)/3 per unit of time, from 1/b₀ or less, and settles in units of 1/d.
    const tau = 400 / d + 400 / model.bulk / d;
    const { signal, bulk } = await populationEigenvalues(bench, model, [tau]);
    const b = 3 / (4 * (d + 2));
    const slack = (20 * (1 + Math.log(400))) / 400;
    return [
      equal('b τ', scaled(tau, bulk[0]), b, {
        amount: slack * b,
        because: 'corrections of relative order ln(dτ)/(dτ) and 1/(b₀ dτ)',
      }),
      equal('(d − a)/b', scaled(1 / bulk[0].value, sum(d, scaled(-1, signal[0]))), (d - 1) / 3, {
        amount: (slack * (d - 1)) / 3,
        because: 'corrections of relative order 1/(dτ)',
      }),
    ];
  },
  cost: 'moderate',
  sources: ['sarao2020optimization'],
});

export const flowPopulationLaws = [growth, odd, limit, riccati, logistic, late] as const;
