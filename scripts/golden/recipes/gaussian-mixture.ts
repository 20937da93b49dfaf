import type { Recipe } from '../recipe.ts';

const isotropic = { weights: [1], plus: [1], minus: [1], mean: [1] };
const twoCovariances = { weights: [0.5, 0.5], plus: [1, 0.3], minus: [0.2, 2], mean: [1.5, 0.5] };

const models = {
  balanced: {
    what: 'two balanced clusters of the same covariance',
    question: { bias: 'none', probability: 0.5, spectrum: isotropic },
    notes: 'The optimal penalty is infinite: λ → ∞ attains the Bayes error Φ(−√(α/(1 + α))).',
    flags: [],
  },
  unbalanced: {
    what: 'one cluster in five, free intercept',
    question: { bias: 'free', probability: 0.2, spectrum: isotropic },
    notes:
      'The intercept is not penalised. Solvers that penalise it (liblinear) answer another question.',
    flags: ['free-bias'],
  },
  'two-covariances': {
    what: 'unbalanced clusters of different covariances, free intercept',
    question: { bias: 'free', probability: 0.3, spectrum: twoCovariances },
    notes: undefined,
    flags: ['free-bias', 'spectrum'],
  },
} as const;

const losses = ['square', 'logistic', 'hinge'] as const;

const common = {
  oracle: 'gaussian-mixture.fixed-point',
  headline: 'generalisationError',
  evidence: 'theorem',
  literature: [],
  sources: ['mignacco2020', 'loureiro2021mixture'],
  witnesses: ['mpmath_risk.py'],
} as const;

const twoClasses: readonly Recipe[] = [
  ...Object.entries(models).flatMap(([name, { what, question, notes, flags }]) =>
    losses.map(
      (loss): Recipe => ({
        ...common,
        id: `gaussian-mixture/${name}/${loss}`,
        title: `Gaussian mixture, ${loss} loss: ${what}`,
        flags,
        ...(notes ? { notes } : {}),
        cases: [
          { loss, alpha: 0.5, lambda: 0.1, ...question },
          { loss, alpha: 2, lambda: 0.1, ...question },
          { loss, alpha: 5, lambda: 1, ...question },
        ],
      }),
    ),
  ),
  {
    ...common,
    id: 'gaussian-mixture/hebb-limit/balanced',
    title: 'Gaussian mixture: almost infinite penalty, which is optimal for balanced clusters',
    flags: ['limit'],
    notes: 'The Bayes error Φ(−√(α/(1 + α))) of clusters N(±μ, I), to corrections of order 1/λ².',
    cases: losses.map((loss) => ({ loss, alpha: 2, lambda: 1e4, ...models.balanced.question })),
  },
  {
    ...common,
    id: 'gaussian-mixture/ridgeless/square',
    title: 'Gaussian mixture, square loss, almost no penalty: the peak at n = d',
    flags: ['double-descent', 'near-critical'],
    cases: [0.5, 1, 2].map((alpha) => ({
      loss: 'square',
      alpha,
      lambda: 1e-5,
      ...models.unbalanced.question,
    })),
  },
  {
    ...common,
    id: 'gaussian-mixture/far-apart/three-losses',
    title: 'Gaussian mixture: clusters far apart, errors too rare for a data set to show',
    flags: ['cancellation'],
    notes: 'Φ(t) as (1 + erf)/2 loses every digit here.',
    cases: losses.map((loss) => ({
      loss,
      alpha: 2,
      lambda: 0.1,
      bias: 'free',
      probability: 0.3,
      spectrum: { weights: [1], plus: [0.05], minus: [0.1], mean: [1] },
    })),
  },
];

/** Gram matrix of centres on a regular polygon of that radius in a plane. */
const polygon = (classes: number, square: number): number[][] =>
  Array.from({ length: classes }, (_, k) =>
    Array.from({ length: classes }, (_, l) =>
      k === l ? square : classes === 3 ? -square / 2 : k + l === 1 && classes === 2 ? -square : 0,
    ),
  );

const skewed = [
  [1, 0.1, 0],
  [0.1, 1, -0.2],
  [0, -0.2, 0.5],
];
const threeClasses = {
  probabilities: [0.5, 0.3, 0.2],
  spectrum: { weights: [0.5, 0.5], covariance: [0.5, 1], means: [skewed, polygon(3, 1)] },
};
const balancedTriangle = {
  probabilities: [1 / 3, 1 / 3, 1 / 3],
  spectrum: { weights: [1], covariance: [1], means: [polygon(3, 2)] },
};
const twoUnequal = {
  probabilities: [0.25, 0.75],
  spectrum: { weights: [1], covariance: [0.7], means: [polygon(2, 1)] },
};
const fourClasses = {
  probabilities: [0.1, 0.2, 0.3, 0.4],
  spectrum: { weights: [1], covariance: [1], means: [polygon(4, 2)] },
};

const multiclass = (
  name: string,
  title: string,
  loss: 'square' | 'softmax',
  cases: Recipe['cases'],
): Recipe => ({
  id: `gaussian-mixture/multiclass/${name}`,
  title: `${title}, ${loss === 'square' ? 'square loss' : 'softmax'}`,
  oracle: 'gaussian-mixture.multiclass',
  headline: 'generalisationError',
  evidence: 'theorem',
  flags: ['matrix-order-parameters'],
  literature: [],
  sources: ['loureiro2021mixture'],
  ...(loss === 'softmax'
    ? { notes: 'V along (1, …, 1) is ⟨s⟩/λ: softmax does not see a common shift of the scores.' }
    : {}),
  cases: cases.map((question) => ({ loss, ...question })),
  witnesses: ['mpmath_risk.py', 'iterate_classes.py'],
});

const kClasses: readonly Recipe[] = [
  multiclass('two-classes-square', 'Two one-hot classes', 'square', [
    { alpha: 2, lambda: 0.3, bias: 'free', ...twoUnequal },
    { alpha: 0.5, lambda: 0.3, bias: 'none', ...twoUnequal },
  ]),
  multiclass('three-classes-square', 'Three clusters', 'square', [
    { alpha: 2, lambda: 0.5, bias: 'free', ...threeClasses },
    { alpha: 2, lambda: 0.5, bias: 'none', ...threeClasses },
    { alpha: 1, lambda: 1e-3, bias: 'free', ...balancedTriangle },
  ]),
  multiclass('four-classes-square', 'Four orthogonal clusters', 'square', [
    { alpha: 1, lambda: 0.1, bias: 'free', ...fourClasses },
  ]),
  multiclass('two-classes-softmax', 'Two one-hot classes', 'softmax', [
    { alpha: 2, lambda: 0.3, bias: 'free', ...twoUnequal },
    { alpha: 2, lambda: 0.3, bias: 'none', ...twoUnequal },
  ]),
  multiclass('three-classes-softmax', 'Three clusters', 'softmax', [
    { alpha: 2, lambda: 0.5, bias: 'free', ...threeClasses },
    { alpha: 1, lambda: 0.5, bias: 'none', ...balancedTriangle },
  ]),
];

export const gaussianMixture: readonly Recipe[] = [...twoClasses, ...kClasses];
