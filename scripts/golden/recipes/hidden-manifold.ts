import type { LossKind } from '../../../reference/losses/index.ts';
import type { Recipe } from '../recipe.ts';
import { slug } from './teachers.ts';

const erf = { activation: 'erf', gamma: 0.1, projection: 'gaussian' } as const;

const common = {
  literature: [],
  sources: ['gerace2020', 'goldt2020', 'goldt2021'],
} as const;

const coefficients: readonly Recipe[] = (['erf', 'sign', 'relu', 'tanh', 'linear'] as const).map(
  (activation) => ({
    id: `hidden-manifold/coefficients/${activation}`,
    title: `κ₀, κ₁ and κ★ of the features f = ${activation}`,
    oracle: 'hidden-manifold.coefficients',
    evidence: 'exact',
    flags: ['cancellation'],
    ...common,
    notes: 'κ★ is the root of E f² − κ₀² − κ₁², not that number itself.',
    cases: [{ activation }],
    witnesses: ['mpmath_risk.py'],
  }),
);

const stieltjes: Recipe = {
  id: 'hidden-manifold/stieltjes/corners',
  title: 'Stieltjes transform of a Gaussian projection: bulk, hard edge, atom at zero',
  oracle: 'hidden-manifold.stieltjes',
  headline: 'value',
  evidence: 'theorem',
  flags: ['cancellation'],
  literature: [],
  sources: ['marchenko1967', 'gerace2020'],
  notes:
    'Of the d × d matrix GᵀG/p. At γ = 1 the spectrum touches 0; above, an atom 1 − 1/γ sits there.',
  cases: [
    { z: 1, gamma: 0.1 },
    { z: 1e-6, gamma: 0.1 },
    { z: 1e4, gamma: 0.1 },
    { z: 1e-6, gamma: 0.999999 },
    { z: 1, gamma: 1 },
    { z: 1e-8, gamma: 1 },
    { z: 0.1, gamma: 5 },
    { z: 1e-6, gamma: 5 },
    { z: 0.01, gamma: 100 },
  ],
  witnesses: ['mpmath_risk.py'],
};

interface Row {
  readonly loss: LossKind;
  readonly lambda: number;
  readonly alphas: readonly number[];
}

const grid: readonly Row[] = [
  ...[1e-4, 1e-2, 0.1, 1].map(
    (lambda): Row => ({ loss: 'square', lambda, alphas: [0.2, 0.5, 0.9, 1, 1.1, 2, 5] }),
  ),
  ...[1e-4, 1e-2, 1].map((lambda): Row => ({ loss: 'logistic', lambda, alphas: [0.2, 1, 2, 5] })),
  ...[1e-4, 1e-2, 1].map((lambda): Row => ({ loss: 'hinge', lambda, alphas: [0.2, 1, 2, 5] })),
];

/** The slide “Phase diagram”: erf features, sign labels, d/p = 0.1; α = n/p across, λ per curve. */
const phaseDiagram: readonly Recipe[] = grid.map(({ loss, lambda, alphas }) => ({
  id: `hidden-manifold/phase-diagram/${loss}-lambda-${slug(lambda)}`,
  title: `Hidden manifold, erf features, d/p = 0.1, ${loss} loss, λ = ${lambda}`,
  oracle: 'hidden-manifold.fixed-point',
  headline: 'generalisationError',
  evidence: 'replica',
  flags: ['learning-curve', ...(loss === 'square' && lambda <= 1e-2 ? ['double-descent'] : [])],
  ...common,
  sources: [...common.sources, 'zdeborova2021'],
  notes:
    loss === 'square'
      ? 'The peak at n = p of small λ, which vanishes towards the optimal one.'
      : 'Nothing happens at n = p: the data cease to be separable at hidden-manifold/separability/erf.',
  cases: alphas.map((alpha) => ({ ...erf, loss, alpha, lambda })),
  witnesses: ['mpmath_risk.py'],
}));

const variants: readonly Recipe[] = [
  {
    id: 'hidden-manifold/fixed-point/peak',
    title: 'Hidden manifold, square loss at n = p: the peak as λ → 0',
    oracle: 'hidden-manifold.fixed-point',
    headline: 'generalisationError',
    evidence: 'replica',
    flags: ['double-descent', 'near-critical'],
    ...common,
    notes: 'Q ~ 1/√λ; iteration needs of the order of 1/√λ steps.',
    cases: [1e-3, 1e-5, 1e-7].map((lambda) => ({ ...erf, loss: 'square', alpha: 1, lambda })),
    witnesses: ['mpmath_risk.py'],
  },
  {
    id: 'hidden-manifold/fixed-point/activations',
    title: 'Hidden manifold: features sign, relu and tanh, three losses',
    oracle: 'hidden-manifold.fixed-point',
    headline: 'generalisationError',
    evidence: 'replica',
    flags: [],
    ...common,
    cases: (['square', 'logistic', 'hinge'] as const).flatMap((loss) =>
      (['sign', 'relu', 'tanh'] as const).map((activation) => ({
        activation,
        gamma: 0.3,
        projection: 'gaussian',
        loss,
        alpha: 1.5,
        lambda: 0.05,
        secondMoment: 2,
      })),
    ),
    witnesses: ['mpmath_risk.py'],
  },
  {
    id: 'hidden-manifold/fixed-point/projections',
    title:
      'Hidden manifold: hard edge, more latent dimensions than features, orthogonal projections',
    oracle: 'hidden-manifold.fixed-point',
    headline: 'generalisationError',
    evidence: 'replica',
    flags: [],
    ...common,
    cases: (
      [
        ['gaussian', 1],
        ['gaussian', 3],
        ['orthogonal', 0.25],
        ['orthogonal', 1],
      ] as const
    ).flatMap(([projection, gamma]) =>
      (['square', 'logistic'] as const).map((loss) => ({
        activation: 'tanh',
        gamma,
        projection,
        loss,
        alpha: 0.8,
        lambda: 1e-2,
      })),
    ),
    witnesses: ['mpmath_risk.py'],
  },
  {
    id: 'hidden-manifold/fixed-point/linear-orthogonal',
    title: 'Hidden manifold with linear features and orthogonal projection: the plain teacher',
    oracle: 'hidden-manifold.fixed-point',
    headline: 'generalisationError',
    evidence: 'theorem',
    flags: ['limit', 'noiseless'],
    literature: [],
    sources: ['gerace2020', 'aubin2020'],
    notes:
      'm, q and ε of erm.fixed-point at α = n/d = 1.75 and λ = 0.1: erm/learning-curve/…-noiseless-lambda-0-1.',
    cases: (['square', 'logistic', 'hinge'] as const).map((loss) => ({
      activation: 'linear',
      gamma: 0.25,
      projection: 'orthogonal',
      loss,
      alpha: 0.4375,
      lambda: 0.1,
    })),
    witnesses: ['mpmath_risk.py'],
  },
  ...(
    [
      ['square', [0.5, 1, 3]],
      ['logistic', [0.5, 1, 3]],
    ] as const
  ).map(
    ([loss, alphas]): Recipe => ({
      id: `hidden-manifold/optimal-regularisation/${loss}-erf`,
      title: `Optimal penalty on the phase diagram of the hidden manifold, ${loss} loss`,
      oracle: 'hidden-manifold.optimal-regularisation',
      headline: 'lambda',
      evidence: 'replica',
      flags: ['flat-optimum'],
      ...common,
      cases: alphas.map((alpha) => ({ ...erf, loss, alpha })),
      witnesses: ['mpmath_risk.py', 'compare_penalties.py'],
    }),
  ),
  ...(['erf', 'sign', 'relu', 'tanh'] as const).map(
    (activation): Recipe => ({
      id: `hidden-manifold/separability/${activation}`,
      title: `Up to how many samples per feature labels are separable: features f = ${activation}`,
      oracle: 'hidden-manifold.separability',
      headline: 'alpha',
      evidence: 'replica',
      flags: ['threshold'],
      literature: [],
      sources: ['candes2020', 'gerace2020'],
      notes: 'α* = n/p; 2 for γ → ∞, when the features know nothing of the latent variables.',
      cases: [0.1, 0.5, 1, 4].map((gamma) => ({ activation, gamma, projection: 'gaussian' })),
      witnesses: ['mpmath_risk.py'],
    }),
  ),
];

export const hiddenManifold: readonly Recipe[] = [
  ...coefficients,
  stieltjes,
  ...phaseDiagram,
  ...variants,
];
