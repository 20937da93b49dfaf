import type { Printed, Recipe } from '../recipe.ts';

const gaussian = { kind: 'gaussian', variance: 1 } as const;
const rademacher = { kind: 'rademacher' } as const;
type Prior = typeof gaussian | typeof rademacher;

const witnesses: Recipe['witnesses'] = ['mpmath_committee.py'];

interface Threshold {
  readonly id: string;
  readonly title: string;
  readonly units: number | 'infinite';
  readonly prior: Prior;
  readonly kind: 'specialisation' | 'information-theoretic' | 'algorithmic' | 'spinodal';
  readonly flags: readonly string[];
  readonly literature?: readonly Printed[];
  readonly notes?: string;
}

const thresholds: readonly Threshold[] = [
  {
    id: 'two-gaussian/specialisation',
    title: 'Specialisation of two sign units, Gaussian weights',
    units: 2,
    prior: gaussian,
    kind: 'specialisation',
    flags: ['continuous', 'three-valued-output'],
    notes:
      'Continuous: information-theoretic and algorithmic at once. Convergence of the iteration is critically slow here; stopped early, it shows a specialised state too soon.',
  },
  {
    id: 'two-rademacher/information-theoretic-threshold',
    title: 'Two sign units, weights ±1: perfect generalisation becomes possible',
    units: 2,
    prior: rademacher,
    kind: 'information-theoretic',
    flags: ['first-order', 'three-valued-output'],
    notes: 'The unspecialised state loses to q = I, whose free entropy is −2 ln 2 for every α.',
  },
  {
    id: 'two-rademacher/specialisation',
    title: 'Two sign units, weights ±1: AMP specialises',
    units: 2,
    prior: rademacher,
    kind: 'specialisation',
    flags: ['continuous', 'metastable', 'three-valued-output'],
  },
  {
    id: 'two-rademacher/algorithmic-threshold',
    title: 'Two sign units, weights ±1: AMP generalises perfectly',
    units: 2,
    prior: rademacher,
    kind: 'algorithmic',
    flags: ['fold', 'three-valued-output'],
    notes: 'The end of the specialised branch, where α(q₋) is largest.',
  },
  {
    id: 'infinite-gaussian/information-theoretic-threshold',
    title: 'Specialisation of many sign units, Gaussian weights: information-theoretic, n/(K d)',
    units: 'infinite',
    prior: gaussian,
    kind: 'information-theoretic',
    flags: ['first-order', 'large-units'],
    literature: [{ printed: '7.65', source: 'zdeborova2021', where: 'n > 7.65 K d' }],
    notes:
      'Equal free entropies of the two branches, and Maxwell’s equal areas, which is another road: both give 7.680. At 7.65 the specialised state is still metastable. dα/dq_d is about 10 there, so an error of 0.003 in q_d, or a coarse quadrature of Ψ, would explain the difference.',
  },
  {
    id: 'infinite-gaussian/spinodal',
    title: 'Many sign units, Gaussian weights: the specialised state appears, n/(K d)',
    units: 'infinite',
    prior: gaussian,
    kind: 'spinodal',
    flags: ['fold', 'large-units'],
  },
  {
    id: 'infinite-gaussian/algorithmic-threshold',
    title: 'Many sign units, Gaussian weights: AMP specialises, n/(K² d)',
    units: 'infinite',
    prior: gaussian,
    kind: 'algorithmic',
    flags: ['instability', 'large-units'],
    notes:
      'The limit of the instabilities of K units over K²; odd K approach it from below like 1/K.',
  },
  {
    id: 'infinite-rademacher/information-theoretic-threshold',
    title: 'Many sign units, weights ±1: perfect generalisation becomes possible, n/(K d)',
    units: 'infinite',
    prior: rademacher,
    kind: 'information-theoretic',
    flags: ['first-order', 'large-units'],
  },
];

const committeeThresholds: readonly Recipe[] = thresholds.map(
  ({ id, title, units, prior, kind, flags, literature = [], notes }) => ({
    id: `committee/${id}`,
    title,
    oracle: 'committee.threshold',
    headline: 'alpha',
    evidence: 'replica',
    flags: ['threshold', ...flags],
    literature,
    sources: ['aubin2018', ...literature.map((l) => l.source).filter((s) => s !== 'aubin2018')],
    ...(notes ? { notes } : {}),
    cases: [{ units, prior, kind }],
    witnesses,
  }),
);

const instabilities: Recipe = {
  id: 'committee/instability-of-few-units',
  title: 'Linear instability of the unspecialised state for K = 3 … 9 sign units, Gaussian weights',
  oracle: 'committee.threshold',
  headline: 'alpha',
  evidence: 'replica',
  flags: ['threshold', 'instability', 'ties'],
  literature: [],
  sources: ['aubin2018'],
  notes:
    'Odd K is later than its even neighbours, whose ties tell more. From K = 3 on it is not the first event: a specialised state is there before.',
  cases: [3, 4, 5, 6, 7, 8, 9].map((units) => ({
    units,
    prior: gaussian,
    kind: 'specialisation',
  })),
  witnesses,
};

const curves: readonly Recipe[] = (
  [
    ['gaussian-unspecialised', gaussian, 'unspecialised', [0.25, 1, 2, 5]],
    ['gaussian-specialised', gaussian, 'specialised', [2.1, 2.5, 3, 5, 20]],
    ['rademacher-unspecialised', rademacher, 'unspecialised', [0.25, 1, 1.5, 2.5]],
    ['rademacher-specialised', rademacher, 'specialised', [1.6, 1.75, 1.9, 1.975]],
  ] as const
).map(([name, prior, branch, alphas]) => ({
  id: `committee/learning-curve/two-${name}`,
  title: `Learning curve of two sign units: ${name.replace('-', ' weights, ')} branch`,
  oracle: 'committee.fixed-point',
  headline: 'generalisationError',
  evidence: 'replica',
  flags: ['learning-curve', 'three-valued-output'],
  literature: [],
  sources: ['aubin2018'],
  cases: alphas.map((alpha) => ({ units: 2, prior, alpha, branch })),
  witnesses,
}));

const many: readonly Recipe[] = [
  {
    id: 'committee/infinite-gaussian/learning-curve',
    title: 'Learning curve of many sign units, Gaussian weights, with both branches',
    oracle: 'committee.large',
    headline: 'generalisationError',
    evidence: 'replica',
    flags: ['learning-curve', 'large-units'],
    literature: [],
    sources: ['aubin2018', 'schwarze1993'],
    notes:
      'The unspecialised branch is a plateau, arccos(2/π)/π, that never becomes unstable at this scale.',
    cases: [
      { alphaPerUnit: 5, branch: 'unspecialised' },
      { alphaPerUnit: 20, branch: 'unspecialised' },
      ...[7.2, 7.65, 8, 12, 50].map((alphaPerUnit) => ({ alphaPerUnit, branch: 'specialised' })),
    ],
    witnesses,
  },
  {
    id: 'committee/infinite-gaussian/few-samples',
    title: 'Many sign units at n/d of order one: towards the plateau',
    oracle: 'committee.large-unspecialised',
    headline: 'overlap',
    evidence: 'replica',
    flags: ['learning-curve', 'large-units'],
    literature: [],
    sources: ['aubin2018', 'schwarze1993'],
    cases: [0.1, 1, 5, 100].map((alpha) => ({ alpha })),
    witnesses,
  },
];

const pieces: readonly Recipe[] = [
  {
    id: 'committee/output-potential',
    title: 'Ψ_out of two sign units, from no overlap to nearly perfect',
    oracle: 'committee.output-potential',
    headline: 'potential',
    evidence: 'theorem',
    flags: ['quadrature', 'three-valued-output'],
    literature: [],
    sources: ['aubin2018'],
    cases: [
      [0, 0],
      [0.3, 0.3],
      [0.4, 0.1],
      [0.6, -0.2],
      [0.9, 0.05],
      [0.999, 0],
    ].map(([diagonal, offDiagonal]) => ({ units: 2, diagonal, offDiagonal })),
    witnesses,
  },
  {
    id: 'committee/output-denoiser',
    title: 'Two sign units seen through one label, in the middle and far out in the tails',
    oracle: 'committee.output-denoiser',
    headline: 'logPartition',
    evidence: 'theorem',
    flags: ['tails', 'log-domain', 'three-valued-output'],
    literature: [],
    sources: ['aubin2018'],
    cases: [
      {
        y: 1,
        omega: [0.3, -0.2],
        variance: [
          [0.7, -0.2],
          [-0.2, 0.7],
        ],
      },
      {
        y: 0,
        omega: [0.3, -0.2],
        variance: [
          [0.7, -0.2],
          [-0.2, 0.7],
        ],
      },
      {
        y: -1,
        omega: [3, 2],
        variance: [
          [0.5, 0.3],
          [0.3, 0.4],
        ],
      },
      {
        y: 1,
        omega: [-30, -25],
        variance: [
          [0.9, -0.5],
          [-0.5, 0.8],
        ],
      },
      {
        y: 0,
        omega: [40, 40],
        variance: [
          [1, 0.6],
          [0.6, 1],
        ],
      },
      {
        y: -1,
        omega: [20, -3],
        variance: [
          [0.2, 0.05],
          [0.05, 0.3],
        ],
      },
    ].map((question) => ({ units: 2, ...question })),
    witnesses,
  },
];

export const committee: readonly Recipe[] = [
  ...committeeThresholds,
  instabilities,
  ...curves,
  ...many,
  ...pieces,
];
