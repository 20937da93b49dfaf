import { gaussianMatrix, multiply } from '../../../reference/numerics/matrix.ts';
import { philoxStream } from '../../../reference/numerics/random.ts';
import type { Recipe } from '../recipe.ts';

const witnesses: Recipe['witnesses'] = ['mpmath_flows.py'];

/** Two decimals: an instance that can be read, and typed. */
const short = (x: number): number => Math.round(100 * x) / 100;

interface Instance {
  readonly matrix: number[][];
  readonly labels: number[];
  readonly teacher: number[];
}

/** n × d inputs with entries of variance about 1/d, ‖w*‖² about d, noiseless labels. */
function instance(samples: number, dimension: number, seed: number): Instance {
  const stream = philoxStream(seed);
  const { data } = gaussianMatrix(samples, dimension, stream.fork(1));
  const rounded = data.map(short);
  const teacher = Array.from({ length: dimension }, () => short(stream.normal()));
  const labels = multiply({ rows: samples, columns: dimension, data: rounded }, teacher);
  return {
    matrix: Array.from({ length: samples }, (_, k) =>
      Array.from(rounded.subarray(k * dimension, (k + 1) * dimension)),
    ),
    labels: Array.from(labels, Math.abs),
    teacher,
  };
}

const start = (dimension: number, seed: number): number[] => {
  const stream = philoxStream(seed);
  return Array.from({ length: dimension }, () => short(stream.normal()));
};

const small = instance(10, 3, 1);
const rich = instance(24, 4, 2);

const phaseRetrieval: readonly Recipe[] = [
  {
    id: 'phase-retrieval/gradient',
    title: 'Loss, gradient and multiplier of the quartic loss: a sum, without ½ or 1/n',
    oracle: 'phase-retrieval.gradient',
    headline: 'loss',
    evidence: 'theorem',
    flags: ['normalisation'],
    literature: [],
    sources: ['sarao2020complex'],
    cases: [
      { matrix: small.matrix, labels: small.labels, weights: start(3, 11) },
      { matrix: rich.matrix, labels: rich.labels, weights: start(4, 12) },
      { matrix: small.matrix, labels: small.labels, weights: small.teacher },
    ],
    witnesses,
  },
  {
    id: 'phase-retrieval/trajectory',
    title: 'Spherical gradient flow of two small instances',
    oracle: 'phase-retrieval.gradient-flow',
    headline: 'loss',
    evidence: 'exact',
    flags: ['trajectory'],
    literature: [],
    sources: ['sarao2020complex'],
    cases: [
      {
        matrix: small.matrix,
        labels: small.labels,
        initial: start(3, 11),
        times: [0, 0.01, 0.1, 0.5],
      },
      {
        matrix: rich.matrix,
        labels: rich.labels,
        initial: start(4, 12),
        times: [0.005, 0.05, 0.2],
      },
    ],
    witnesses,
  },
  {
    id: 'phase-retrieval/population-flow',
    title: 'Overlap under gradient flow with infinitely many samples',
    oracle: 'phase-retrieval.population-flow',
    headline: 'overlap',
    evidence: 'theorem',
    flags: ['trajectory', 'closed-form'],
    literature: [],
    sources: ['sarao2020complex'],
    cases: [
      { alpha: 1, initialOverlap: 0.1, times: [0, 0.1, 0.5, 1, 3] },
      { alpha: 7, initialOverlap: 1e-8, times: [0.05, 0.3, 0.6] },
      { alpha: 0.01, initialOverlap: -0.9, times: [1, 100, 1e4] },
    ],
    witnesses,
  },
  ...[0.01, 0.1, 1].map(
    (offset): Recipe => ({
      id: `phase-retrieval/hessian/offset-${String(offset).replace('.', '-')}`,
      title: `Hessian of the normalised loss at a random point, a = ${offset}: edge and outlier`,
      oracle: 'phase-retrieval.hessian',
      headline: 'edge',
      evidence: 'replica',
      flags: ['spectrum', 'outlier'],
      literature: [],
      sources: ['bonnaire2024'],
      cases: [2, 5, 10, 20].map((alpha) => ({ alpha, offset })),
      witnesses,
    }),
  ),
  {
    id: 'phase-retrieval/hessian-transition',
    title: 'α from which the Hessian at a random point has an outlier along the teacher',
    oracle: 'phase-retrieval.hessian-transition',
    headline: 'alpha',
    evidence: 'replica',
    flags: ['threshold', 'outlier'],
    literature: [],
    sources: ['bonnaire2024'],
    notes:
      'Of the normalised loss (y² − h²)²/(a + y²). The Hessian of the quartic loss itself has no left edge, so there is no such transition.',
    cases: [0.01, 0.1, 1, 10].map((offset) => ({ offset })),
    witnesses,
  },
];

const wide = instance(7, 3, 3);
const flat = instance(4, 3, 4);

const overParametrised: readonly Recipe[] = [
  {
    id: 'over-parametrised/trajectory',
    title: 'Gram matrix under the over-parametrised flow: square, wide and rank-deficient starts',
    oracle: 'over-parametrised.gradient-flow',
    headline: 'loss',
    evidence: 'exact',
    flags: ['trajectory', 'rank'],
    literature: [],
    sources: ['sarao2020optimization'],
    cases: [3, 5, 2].map((units) => ({
      matrix: wide.matrix,
      labels: wide.labels,
      initial: Array.from({ length: units }, (_, a) => start(3, 20 + a)),
      times: [0.02, 0.2, 1],
    })),
    witnesses,
  },
  {
    id: 'over-parametrised/population-flow',
    title:
      'Over-parametrised flow with infinitely many samples: the spurious directions die like 1/t',
    oracle: 'over-parametrised.population-flow',
    headline: 'bulk',
    evidence: 'theorem',
    flags: ['trajectory', 'slow-decay'],
    literature: [],
    sources: ['sarao2020optimization'],
    cases: [
      { dimension: 4, signal: 0.2, bulk: 1, times: [0, 0.05, 0.5, 5, 500] },
      { dimension: 50, signal: 0.5, bulk: 1, times: [0.01, 0.1, 1, 100] },
      { dimension: 2, signal: 1e-6, bulk: 0.01, times: [1, 10] },
    ],
    witnesses,
  },
  {
    id: 'over-parametrised/uniqueness',
    title: 'Whether the teacher is the only positive semi-definite minimiser, with the certificate',
    oracle: 'over-parametrised.uniqueness',
    headline: 'margin',
    evidence: 'theorem',
    flags: ['certificate', 'convex'],
    literature: [],
    sources: ['sarao2020optimization'],
    notes: 'Instances of three weights: four samples leave other minimisers, seven need not.',
    cases: [wide, flat, instance(12, 4, 5), instance(10, 5, 6)].map(({ matrix, teacher }) => ({
      matrix,
      teacher,
    })),
    witnesses,
  },
];

export const gradientFlows: readonly Recipe[] = [...phaseRetrieval, ...overParametrised];
