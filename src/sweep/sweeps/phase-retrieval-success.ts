import { successOfRun } from '../../../reference/phase-retrieval/success.ts';
import { numbers, repetitions, repetitionsOf, whole, wholes } from '../options.ts';
import type { Sweep } from '../sweep.ts';
import { curvesOverAlpha } from './curves.ts';

/**
 * How often gradient flow on the sphere finds the teacher of noiseless phase retrieval, against α = n/d.
 * A crossover that moves with d, not a threshold. Source: [sarao2020complex].
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
type Result = {
  readonly success: boolean;
  /** |m| and αt at the end. */
  readonly overlap: number;
  readonly time: number;
};

export const phaseRetrievalSuccess: Sweep<Options, Params, Result> = {
  name: 'phase-retrieval-success',
  version: 1,
  title: 'Phase retrieval: how often spherical gradient flow finds the teacher',
  description:
    'Gradient flow of Σ (y² − h²)² on the sphere from a random start, y = |X w*|, n = αd Gaussian\n' +
    'inputs. Success: the loss vanishes, or the flow comes to rest next to ± w*.',
  observables: { success: 'success rate', overlap: 'final overlap |m|', time: 'time αt' },
  sources: [],
  options: {
    dimensions: wholes('d', [32, 64], { atLeast: 2 }),
    alphas: numbers('n/d', [2, 3, 4, 5, 6, 7, 8], { above: 0 }),
    runs: repetitions(100),
    seed: whole('another seed, other random numbers', 1, { atLeast: 0 }),
  },
  examples: [
    '--dimensions 32,64,128,256 --alphas 3:8:11 --runs 400,400,200,100 --out success.ndjson',
  ],
  *tasks({ dimensions, alphas, runs, seed }) {
    const times = repetitionsOf(runs, dimensions);
    for (const [k, dimension] of dimensions.entries())
      for (const alpha of alphas)
        for (let run = 0; run < times[k]; run++) yield { dimension, alpha, seed, run };
  },
  cost: ({ dimension, alpha }) => dimension * dimension * alpha,
  run(params) {
    const { success, overlap, time } = successOfRun(params);
    return { success, overlap, time };
  },
  figure: (points, { dimensions }, observable) => ({
    title: 'Gradient flow for phase retrieval',
    subtitle:
      observable === 'success'
        ? 'bands: 95 % intervals (Wilson)'
        : 'bands: one standard error of the mean',
    x: { label: 'n/d' },
    y: {
      label: phaseRetrievalSuccess.observables[observable],
      ...(observable === 'success' && { domain: [0, 1] as const }),
    },
    series: curvesOverAlpha(points, dimensions, observable),
  }),
};
