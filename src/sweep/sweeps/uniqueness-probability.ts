import { uniquenessOfRun } from '../../../reference/over-parametrised/uniqueness.ts';
import { numbers, repetitions, repetitionsOf, whole, wholes } from '../options.ts';
import type { Sweep } from '../sweep.ts';
import { curvesOverAlpha } from './curves.ts';

/**
 * How often the labels (x·w*)² of n = αd Gaussian inputs leave A* = w* w*ᵀ as the only positive
 * semi-definite matrix that explains them, decided with a proof for each instance.
 * Source: [sarao2020optimization], theorem 3.1, whose 2 is a bound: the crossover moves with d.
 */
type Options = {
  readonly dimensions: readonly number[];
  readonly alphas: readonly number[];
  readonly runs: readonly number[];
  readonly seed: number;
};
type Params = {
  readonly dimension: number;
  readonly alpha: number;
  readonly seed: number;
  readonly run: number;
};
type Result = { readonly unique: boolean };

export const uniquenessProbability: Sweep<Options, Params, Result> = {
  name: 'uniqueness-probability',
  version: 1,
  title: 'Over-parametrised phase retrieval: how often the minimiser is unique',
  description:
    'Whether w* w*ᵀ is the only positive semi-definite matrix that explains the labels (x·w*)² of\n' +
    'n = αd Gaussian inputs: a proof either way for each instance. What lies too close to the\n' +
    'boundary for a proof in double precision is recorded as having no result.',
  observables: { unique: 'probability of uniqueness' },
  sources: [],
  options: {
    dimensions: wholes('d', [8, 16], { atLeast: 2 }),
    alphas: numbers('n/d', [1.5, 1.75, 2, 2.25, 2.5, 2.75, 3], { above: 0 }),
    runs: repetitions(100),
    seed: whole('another seed, other random numbers', 1, { atLeast: 0 }),
  },
  examples: [
    '--dimensions 8,16,32,64 --alphas 1.5:2.75:11 --runs 400,400,200,100 --out uniqueness.ndjson',
  ],
  *tasks({ dimensions, alphas, runs, seed }) {
    const times = repetitionsOf(runs, dimensions);
    for (const [k, dimension] of dimensions.entries())
      for (const alpha of alphas)
        for (let run = 0; run < times[k]; run++) yield { dimension, alpha, seed, run };
  },
  cost: ({ dimension }) => dimension ** 3,
  run: (params) => ({ unique: uniquenessOfRun(params) }),
  figure: (points, { dimensions }, observable) => ({
    title: 'A unique minimiser',
    subtitle: 'bands: 95 % intervals (Wilson)',
    x: { label: 'n/d' },
    y: { label: uniquenessProbability.observables[observable], domain: [0, 1] },
    marks: [{ x: 2, label: 'α = 2' }],
    series: curvesOverAlpha(points, dimensions, observable),
  }),
};
