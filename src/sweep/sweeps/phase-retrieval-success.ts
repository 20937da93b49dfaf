import { successOfRun } from '../../../reference/phase-retrieval/success.ts';
import type { Sweep } from '../sweep.ts';
import {
  curvesOverAlpha,
  type OverAlpha,
  optionsOverAlpha,
  type Place,
  tasksOverAlpha,
} from './over-alpha.ts';

/**
 * How often gradient flow on the sphere finds the teacher of noiseless phase retrieval, against α = n/d.
 * A crossover that moves with d, not a threshold. Source: [sarao2020complex].
 */
type Result = {
  readonly success: boolean;
  /** |m| and αt at the end. */
  readonly overlap: number;
  readonly time: number;
};

export const phaseRetrievalSuccess: Sweep<OverAlpha, Place & { readonly run: number }, Result> = {
  name: 'phase-retrieval-success',
  version: 1,
  title: 'Phase retrieval: how often spherical gradient flow finds the teacher',
  description:
    'Gradient flow of Σ (y² − h²)² on the sphere from a random start, y = |X w*|, n = αd Gaussian\n' +
    'inputs. Success: the loss vanishes, or the flow comes to rest next to ± w*.',
  observables: { success: 'success rate', overlap: 'final overlap |m|', time: 'time αt' },
  literature: [{ printed: '~ 7', source: 'zdeborova2021', where: 'GD numerics' }],
  reading:
    'A soft crossover: below n/d = 5.5 the rate falls with d, between 6 and 7 the curves come together, from there on nine runs in ten and more succeed at every d.',
  sources: ['sarao2020complex'],
  options: optionsOverAlpha([32, 64], [2, 3, 4, 5, 6, 7, 8]),
  examples: [
    '--dimensions 32,64,128,256 --alphas 3:8:11 --runs 400,400,200,100 --out success.ndjson',
  ],
  tasks: tasksOverAlpha,
  cost: ({ dimension, alpha }) => dimension * dimension * alpha,
  run(params) {
    const { success, overlap, time } = successOfRun(params);
    return { success, overlap, time };
  },
  figure: (points, _, observable) => ({
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
    series: curvesOverAlpha(points, observable),
  }),
};
