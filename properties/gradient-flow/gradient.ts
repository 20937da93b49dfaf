import fc from 'fast-check';
import { normals, type PhaseData, phaseData, seeds } from '../../oracles/arbitraries/index.ts';
import { law } from '../define.ts';
import type { Comparison } from '../law.ts';
import { type Measured, product, scaled, sum } from '../measured.ts';
import { equal } from '../near.ts';
import { dot, reflection, shuffled, signs } from './models.ts';
import { cancelling, gradient } from './questions.ts';

interface Point extends PhaseData {
  readonly weights: readonly number[];
  readonly seed: number;
}

const points: fc.Arbitrary<Point> = fc
  .record({ data: phaseData({ maxRows: 16, maxColumns: 8 }), seed: seeds() })
  .map(({ data, seed }) => ({ ...data, seed, weights: normals(1, data.teacher.length, seed)[0] }));

const needs = ['phase-retrieval.gradient'];
const sources = ['sarao2020complex'] as const;

/** Σ g_i v_i for exact v. */
const along = (g: readonly Measured[], v: readonly number[]): Measured =>
  sum(...g.map((x, i) => scaled(v[i], x)));

const same = (
  what: string,
  found: readonly Measured[],
  expected: readonly Measured[],
): Comparison[] => found.map((x, i) => equal(`${what}[${i}]`, x, expected[i], cancelling));

const slopeOfLoss = law<Point>({
  id: 'phase-retrieval/gradient-is-slope-of-loss',
  statement: 'The gradient is the slope of the loss that is reported beside it.',
  formula: 'v·∇L(w) = [L(w − 2v) − 8 L(w − v) + 8 L(w + v) − L(w + 2v)]/12, as L is a quartic',
  catches: 'the loss averaged over samples and the gradient summed; a factor 2 for 4',
  needs,
  model: points,
  async check(bench, { seed, weights, ...data }) {
    const v = normals(2, weights.length, seed)[1].map((x) => 0.5 * x);
    const at = async (k: number): Promise<Measured> =>
      (
        await gradient(
          bench,
          data,
          weights.map((x, i) => x + k * v[i]),
        )
      ).loss;
    const difference = scaled(
      1 / 12,
      sum(await at(-2), scaled(-8, await at(-1)), scaled(8, await at(1)), scaled(-1, await at(2))),
    );
    const { gradient: g } = await gradient(bench, data, weights);
    return [equal('v·∇L', along(g, v), difference, cancelling)];
  },
  cost: 'cheap',
  sources,
});

const tangent = law<Point>({
  id: 'phase-retrieval/multiplier-keeps-the-sphere',
  statement: 'The multiplier takes out of the descent what would leave the sphere.',
  formula: 'w·(−∇L + μ w) = 0',
  catches: 'a multiplier of the wrong sign, or without 1/‖w‖²',
  needs,
  model: points,
  async check(bench, { weights, ...data }) {
    const { gradient: g, multiplier } = await gradient(bench, data, weights);
    return [
      equal('μ‖w‖²', scaled(dot(weights, weights), multiplier), along(g, weights), cancelling),
    ];
  },
  cost: 'cheap',
  sources,
});

const atTeacher = law<Point>({
  id: 'phase-retrieval/teacher-is-a-minimum',
  statement: 'At the teacher, and at its opposite, nothing is lost and nothing pulls.',
  formula: 'w = ±w*: L = 0, ∇L = 0, μ = 0',
  catches: 'labels that are not squared; a teacher with its sign',
  needs,
  model: points,
  async check(bench, { teacher, ...data }) {
    const both = [teacher, teacher.map((x) => -x)];
    const answers = await Promise.all(both.map((w) => gradient(bench, data, w)));
    return answers.flatMap(({ loss, gradient: g, multiplier }) => [
      equal('L', loss, 0, cancelling),
      ...g.map((x, i) => equal(`∇L[${i}]`, x, 0, cancelling)),
      equal('μ', multiplier, 0, cancelling),
    ]);
  },
  cost: 'cheap',
  sources,
});

const additive = law<Point & { readonly more: Point }>({
  id: 'phase-retrieval/samples-add-up',
  statement: 'The loss is a sum over samples, and so are its slopes.',
  formula: 'L(X ∪ X′) = L(X) + L(X′), likewise ∇L and μ',
  catches: 'a mean over samples for a sum; standardised inputs',
  needs,
  model: points.map((point) => {
    const cut = Math.ceil(point.labels.length / 2);
    const part = (from: number, to?: number): Point => ({
      ...point,
      matrix: point.matrix.slice(from, to),
      labels: point.labels.slice(from, to),
    });
    return { ...part(0, cut), more: cut < point.labels.length ? part(cut) : part(0, cut) };
  }),
  async check(bench, { weights, more, matrix, labels }) {
    const one = await gradient(bench, { matrix, labels }, weights);
    const other = await gradient(bench, more, weights);
    const both = await gradient(
      bench,
      { matrix: [...matrix, ...more.matrix], labels: [...labels, ...more.labels] },
      weights,
    );
    return [
      equal('L', both.loss, sum(one.loss, other.loss), cancelling),
      ...same(
        '∇L',
        both.gradient,
        one.gradient.map((x, i) => sum(x, other.gradient[i])),
      ),
      equal('μ', both.multiplier, sum(one.multiplier, other.multiplier), cancelling),
    ];
  },
  cost: 'cheap',
  sources,
});

const orderAndSign = law<Point>({
  id: 'phase-retrieval/gradient-sees-no-order-and-no-sign',
  statement: 'Samples have no order and no sign, and the weights no sign either.',
  formula: 'X_μ → ±X_π(μ): L, ∇L, μ unchanged;   w → −w: L, μ unchanged, ∇L → −∇L',
  catches: 'rows and labels in different orders; moduli of the inputs',
  needs,
  model: points,
  async check(bench, { seed, weights, matrix, labels }) {
    const plain = await gradient(bench, { matrix, labels }, weights);
    const order = shuffled(labels.length, seed);
    const turned = signs(labels.length, seed);
    const again = await gradient(
      bench,
      {
        matrix: order.map((k) => matrix[k].map((x) => turned[k] * x)),
        labels: order.map((k) => labels[k]),
      },
      weights,
    );
    const mirrored = await gradient(
      bench,
      { matrix, labels },
      weights.map((x) => -x),
    );
    return [
      equal('L', again.loss, plain.loss, cancelling),
      ...same('∇L', again.gradient, plain.gradient),
      equal('μ', again.multiplier, plain.multiplier, cancelling),
      equal('L(−w)', mirrored.loss, plain.loss, cancelling),
      ...same(
        '∇L(−w)',
        mirrored.gradient,
        plain.gradient.map((x) => scaled(-1, x)),
      ),
      equal('μ(−w)', mirrored.multiplier, plain.multiplier, cancelling),
    ];
  },
  cost: 'cheap',
  sources,
});

const turning = law<Point>({
  id: 'phase-retrieval/gradient-turns-with-inputs',
  statement: 'Turn inputs and weights together, and the gradient turns with them.',
  formula: '(X Oᵀ, O w): L and μ unchanged, ∇L → O ∇L',
  catches: 'an axis that is special: a bias, a penalty, standardised columns',
  needs,
  model: points,
  async check(bench, { seed, weights, matrix, labels }) {
    const turn = reflection(weights.length, seed);
    const plain = await gradient(bench, { matrix, labels }, weights);
    const turned = await gradient(bench, { matrix: matrix.map(turn), labels }, turn(weights));
    const error = plain.gradient.reduce((total, x) => total + x.error, 0);
    const expected = turn(plain.gradient.map((x) => x.value)).map((value) => ({ value, error }));
    return [
      equal('L', turned.loss, plain.loss, cancelling),
      ...same('O ∇L', turned.gradient, expected),
      equal('μ', turned.multiplier, plain.multiplier, cancelling),
    ];
  },
  cost: 'cheap',
  sources,
});

const quartic = law<Point & { readonly factor: number }>({
  id: 'phase-retrieval/loss-is-quartic',
  statement: 'Inputs c times larger make labels c times larger and the loss c⁴ times.',
  formula:
    '(X, y) → (c X, c y): L, ∇L, μ → c⁴ (L, ∇L, μ);   L(2w) = Σ y⁴ − 8P + 16Q,  P = Σ y²h² = (w·∇L − 4L)/4 + Σ y⁴,  Q = Σ h⁴ = (w·∇L − 2L)/2 + Σ y⁴',
  catches: 'a loss of moduli, (y − |h|)²; labels taken for their squares',
  needs,
  model: fc
    .record({ point: points, factor: fc.constantFrom(2, 0.5, 3) })
    .map(({ point, factor }) => ({ ...point, factor })),
  async check(bench, { weights, matrix, labels, factor: c }) {
    const plain = await gradient(bench, { matrix, labels }, weights);
    const larger = await gradient(
      bench,
      { matrix: matrix.map((row) => row.map((x) => c * x)), labels: labels.map((y) => c * y) },
      weights,
    );
    const doubled = await gradient(
      bench,
      { matrix, labels },
      weights.map((x) => 2 * x),
    );
    const fourth = labels.reduce((total, y) => total + y ** 4, 0);
    const radial = product(plain.multiplier, dot(weights, weights));
    const P = sum(scaled(1 / 4, radial), scaled(-1, plain.loss), fourth);
    const Q = sum(scaled(1 / 2, radial), scaled(-1, plain.loss), fourth);
    return [
      equal('c⁴ L', larger.loss, scaled(c ** 4, plain.loss), cancelling),
      ...same(
        'c⁴ ∇L',
        larger.gradient,
        plain.gradient.map((x) => scaled(c ** 4, x)),
      ),
      equal('c⁴ μ', larger.multiplier, scaled(c ** 4, plain.multiplier), cancelling),
      equal('L(2w)', doubled.loss, sum(fourth, scaled(-8, P), scaled(16, Q)), cancelling),
    ];
  },
  cost: 'cheap',
  sources,
});

export const phaseGradientLaws = [
  slopeOfLoss,
  tangent,
  atTeacher,
  additive,
  orderAndSign,
  turning,
  quartic,
] as const;
