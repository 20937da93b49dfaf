import fc from 'fast-check';
import { alphas, lambdas, multiclassQuestions } from '../../oracles/arbitraries/index.ts';
import { clusters } from '../../oracles/arbitraries/multiclass.ts';
import { conditioning } from '../conditioned.ts';
import { law } from '../define.ts';
import { derivative, differenced } from '../differences.ts';
import type { Comparison } from '../law.ts';
import { type Measured, scaled, sum } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { type Multiclass, multiclass } from './multiclass-questions.ts';
import { mixture } from './questions.ts';

const scalars = ['generalisationError', 'trainingLoss', 'weightNorm'] as const;

/** Two classes, and three for least squares: softmax with three asks for double integrals. */
const affordable = multiclassQuestions().filter(
  ({ loss, probabilities }) => loss === 'square' || probabilities.length === 2,
);

const pairs = clusters(
  fc.record({
    loss: fc.constantFrom('square' as const, 'softmax' as const),
    alpha: alphas(0.1, 10),
    lambda: lambdas(0.03, 30),
    classes: fc.constant(2),
  }),
  ['free'],
);

const oneMargin = law<Multiclass>({
  id: 'gaussian-mixture/two-one-hot-classes-are-one-margin',
  statement: 'Two one-hot classes are one margin: that of the difference of the two scores.',
  formula:
    'w = W₁ − W₂, K = 2, b free: softmax at λ is logistic at λ/2, ‖w‖² = 2‖W‖²; square is half the square loss at λ; μ = (μ₁ − μ₂)/2',
  catches: 'a penalty counted once per class; centres for their half distance; ½|e − z|² without ½',
  needs: ['gaussian-mixture.multiclass', 'gaussian-mixture.fixed-point'],
  model: pairs,
  async check(bench, model) {
    const { loss, alpha, lambda, probabilities, spectrum } = model;
    const { weights, covariance, means } = spectrum;
    const two = await multiclass(bench, model);
    const one = await mixture(bench, {
      loss: loss === 'softmax' ? 'logistic' : 'square',
      alpha,
      lambda: loss === 'softmax' ? lambda / 2 : lambda,
      bias: 'free',
      probability: probabilities[0],
      spectrum: {
        weights,
        plus: covariance,
        minus: covariance,
        mean: means.map((T) => Math.max(0, (T[0][0] + T[1][1] - 2 * T[0][1]) / 4)),
      },
    });
    const share = loss === 'softmax' ? 1 : 1 / 2;
    const [M11, M12, M21, M22] = [
      two.overlap(0, 0),
      two.overlap(0, 1),
      two.overlap(1, 0),
      two.overlap(1, 1),
    ];
    const m = scaled(1 / 2, sum(M11, M22, scaled(-1, M12), scaled(-1, M21)));
    const q = sum(two.norm(0, 0), two.norm(1, 1), scaled(-2, two.norm(0, 1)));
    return [
      equal('m', m, one.overlap, conditioning),
      equal('q', q, one.normPlus, conditioning),
      equal('‖w‖²', scaled(2, two.weightNorm), one.weightNorm, conditioning),
      equal('E_t', two.trainingLoss, scaled(share, one.trainingLoss), conditioning),
      equal('ε', two.generalisationError, one.generalisationError, conditioning),
    ];
  },
  cost: 'expensive',
  sources: ['loureiro2021mixture'],
});

const permuted = <T>(order: readonly number[], list: readonly T[]): T[] =>
  order.map((k) => list[k]);

const renamed = law<Multiclass>({
  id: 'gaussian-mixture/clusters-have-no-order',
  statement: 'Rename the clusters: their scores change names, and nothing else changes.',
  formula: 'k → π(k): M_{π(k)π(l)}, Q_{π(k)π(l)}, b_π(k); ε, E_t, ‖W‖² the same',
  catches:
    'one class taken for a reference; the last bias left at zero; weights of classes mixed up',
  needs: ['gaussian-mixture.multiclass'],
  model: affordable,
  async check(bench, model) {
    const K = model.probabilities.length;
    const order = Array.from({ length: K }, (_, k) => (k + 1) % K);
    const before = await multiclass(bench, model);
    const after = await multiclass(bench, {
      ...model,
      probabilities: permuted(order, model.probabilities),
      spectrum: {
        ...model.spectrum,
        means: model.spectrum.means.map((T) =>
          permuted(order, T).map((row) => permuted(order, row)),
        ),
      },
    });
    const entries = order.flatMap((k, i): Comparison[] => [
      equal(`b_${i}`, after.bias(i), before.bias(k), conditioning),
      ...order.flatMap((l, j) => [
        equal(`M_${i}${j}`, after.overlap(i, j), before.overlap(k, l), conditioning),
        equal(`Q_${i}${j}`, after.norm(i, j), before.norm(k, l), conditioning),
      ]),
    ]);
    return [...entries, ...scalars.map((f) => equal(f, after[f], before[f], conditioning))];
  },
  cost: 'expensive',
  sources: ['loureiro2021mixture'],
});

const noCommonScore = law<Multiclass>({
  id: 'gaussian-mixture/no-common-score',
  statement: 'What all scores have in common decides nothing, so the penalty removes it.',
  formula:
    'softmax, or square with b free: Σ_k M_kl = 0, Q 1 = 0; Σ_k b_k = 0, or 1 for the square',
  catches: 'M transposed; a bias that is not balanced; scores of one class held at zero',
  needs: ['gaussian-mixture.multiclass'],
  model: affordable.map((model) =>
    model.loss === 'square' ? { ...model, bias: 'free' as const } : model,
  ),
  async check(bench, model) {
    const classes = model.probabilities.map((_, k) => k);
    const point = await multiclass(bench, model);
    const column = (entry: (k: number) => Measured) => sum(...classes.map(entry));
    const bias = model.loss === 'square' ? 1 : 0;
    return [
      ...classes.flatMap((l) => [
        equal(
          `Σ_k M_k${l}`,
          column((k) => point.overlap(k, l)),
          0,
          conditioning,
        ),
        equal(
          `Σ_k Q_k${l}`,
          column((k) => point.norm(k, l)),
          0,
          conditioning,
        ),
      ]),
      equal(
        'Σ b',
        column((k) => point.bias(k)),
        bias,
        conditioning,
      ),
    ];
  },
  cost: 'moderate',
  sources: ['loureiro2021mixture'],
});

const units = law<Multiclass & { readonly scale: number }>({
  id: 'gaussian-mixture/units-of-clusters',
  statement: 'Clusters and distances in other units, and the penalty with them, teach the same.',
  formula: '(μ, Σ^{1/2}) → c (μ, Σ^{1/2}), λ → c²λ: M, Q, b, ε, E_t the same, ‖W‖² → ‖W‖²/c²',
  catches: 'a penalty without units; T scaled like a length',
  needs: ['gaussian-mixture.multiclass'],
  model: fc
    .record({ model: affordable, scale: fc.constantFrom(2, 0.5, 3) })
    .map(({ model, scale }) => ({ ...model, scale })),
  async check(bench, { scale, ...model }) {
    const c = scale * scale;
    const { weights, covariance, means } = model.spectrum;
    const before = await multiclass(bench, model);
    const after = await multiclass(bench, {
      ...model,
      lambda: c * model.lambda,
      spectrum: {
        weights,
        covariance: covariance.map((s) => c * s),
        means: means.map((T) => T.map((row) => row.map((t) => c * t))),
      },
    });
    const classes = model.probabilities.map((_, k) => k);
    return [
      ...classes.flatMap((k) => [
        equal(`M_${k}${k}`, after.overlap(k, k), before.overlap(k, k), conditioning),
        equal(`Q_${k}${k}`, after.norm(k, k), before.norm(k, k), conditioning),
        equal(`b_${k}`, after.bias(k), before.bias(k), conditioning),
      ]),
      equal('‖W‖²', scaled(c, after.weightNorm), before.weightNorm, conditioning),
      equal('E_t', after.trainingLoss, before.trainingLoss, conditioning),
      equal('ε', after.generalisationError, before.generalisationError, conditioning),
    ];
  },
  cost: 'expensive',
  sources: ['loureiro2021mixture'],
});

/** The loss of the best scores that do not look at the input. */
function blind({ loss, bias, probabilities: p }: Multiclass): number {
  const entropy = p.reduce((total, x) => total - x * Math.log(x), 0);
  const purity = p.reduce((total, x) => total + x * x, 0);
  if (loss === 'softmax') return bias === 'free' ? entropy : Math.log(p.length);
  return bias === 'free' ? (1 - purity) / 2 : 1 / 2;
}

const envelope = law<Multiclass>({
  id: 'gaussian-mixture/envelope-of-clusters',
  statement:
    'The minimum rises with the penalty by half the squared length of the weights, and never above blind guessing.',
  formula: 'd(α E_t + λ‖W‖²/2d)/dλ = ‖W‖²/2d,   E_t + λ‖W‖²/(2n) ≤ H(p), ln K; (1 − Σp²)/2, ½',
  catches: 'λ‖W‖² for (λ/2)‖W‖²; |e − z|² without its half; logarithms to base K',
  needs: ['gaussian-mixture.multiclass'],
  model: affordable.filter(
    ({ alpha, lambda }) => alpha > 0.1 && alpha < 10 && lambda > 0.03 && lambda < 30,
  ),
  async check(bench, model) {
    const cost = async (lambda: number) => {
      const { trainingLoss, weightNorm } = await multiclass(bench, { ...model, lambda });
      return sum(scaled(model.alpha, trainingLoss), scaled(lambda / 2, weightNorm));
    };
    const { weightNorm } = await multiclass(bench, model);
    const slope = await derivative(cost, model.lambda, model.lambda, bench.accuracy);
    return [
      equal('dA/dλ', slope, scaled(0.5, weightNorm), differenced),
      atMost('objective', await cost(model.lambda), model.alpha * blind(model), conditioning),
    ];
  },
  cost: 'expensive',
  sources: ['loureiro2021mixture'],
});

const merging = law<Multiclass & { readonly part: number }>({
  id: 'gaussian-mixture/equal-blocks-merge',
  statement: 'A block of equal directions may be cut in two: only its whole matters.',
  formula: '(W, s, T) → (c W, s, T), ((1 − c) W, s, T): nothing changes',
  catches: 'blocks counted, not weighed',
  needs: ['gaussian-mixture.multiclass'],
  model: fc
    .record({ model: affordable, part: fc.constantFrom(0.5, 0.25, 0.9) })
    .map(({ model, part }) => ({ ...model, part })),
  async check(bench, { part, ...model }) {
    const { weights, covariance, means } = model.spectrum;
    const before = await multiclass(bench, model);
    const after = await multiclass(bench, {
      ...model,
      spectrum: {
        weights: [part * weights[0], (1 - part) * weights[0], ...weights.slice(1)],
        covariance: [covariance[0], ...covariance],
        means: [means[0], ...means],
      },
    });
    return scalars.map((f) => equal(f, after[f], before[f], conditioning));
  },
  cost: 'expensive',
  sources: ['loureiro2021mixture'],
});

export const multiclassLaws = [
  oneMargin,
  renamed,
  noCommonScore,
  units,
  envelope,
  merging,
] as const;
