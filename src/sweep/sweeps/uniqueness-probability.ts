import { uniquenessOfRun } from '../../../reference/over-parametrised/uniqueness.ts';
import type { Sweep } from '../sweep.ts';
import {
  curvesOverAlpha,
  type OverAlpha,
  optionsOverAlpha,
  type Place,
  tasksOverAlpha,
} from './over-alpha.ts';

/**
 * How often the labels (x·w*)² of n = αd Gaussian inputs leave A* = w* w*ᵀ as the only positive
 * semi-definite matrix that explains them, decided with a proof for each instance.
 * Source: [sarao2020optimization], theorem 3.1, whose 2 is a bound: the crossover moves with d.
 */
type Result = { readonly unique: boolean };

export const uniquenessProbability: Sweep<OverAlpha, Place & { readonly run: number }, Result> = {
  name: 'uniqueness-probability',
  version: 1,
  title: 'Over-parametrised phase retrieval: how often the minimiser is unique',
  description:
    'Whether w* w*ᵀ is the only positive semi-definite matrix that explains the labels (x·w*)² of\n' +
    'n = αd Gaussian inputs: a proof either way for each instance. What lies too close to the\n' +
    'boundary for a proof in double precision is recorded as having no result.',
  observables: { unique: 'probability of uniqueness' },
  sources: ['sarao2020optimization'],
  literature: [
    {
      printed: '2',
      source: 'sarao2020optimization',
      where: 'theorem 3.1: not unique for n/d <= 2, unique with positive probability above',
    },
  ],
  reading:
    'Up to d = 64 the crossover is not at 2: half of the instances are unique at n/d = 1.75, 2.0, 2.3 and 2.45 for d = 8, 16, 32 and 64, and between 2 and 2.4 the probability falls with d. Consistent with 2 as a lower bound; a positive probability just above 2 is not what these sizes show.',
  options: optionsOverAlpha([8, 16], [1.5, 1.75, 2, 2.25, 2.5, 2.75, 3]),
  examples: [
    '--dimensions 8,16,32,64 --alphas 1.5:2.75:11 --runs 400,400,200,100 --out uniqueness.ndjson',
  ],
  tasks: tasksOverAlpha,
  cost: ({ dimension }) => dimension ** 3,
  run: (params) => ({ unique: uniquenessOfRun(params) }),
  figure: (points, _, observable) => ({
    title: 'A unique minimiser',
    subtitle: 'bands: 95 % intervals (Wilson)',
    x: { label: 'n/d' },
    y: { label: uniquenessProbability.observables[observable], domain: [0, 1] },
    marks: [{ x: 2, label: 'α = 2' }],
    series: curvesOverAlpha(points, observable),
  }),
};
