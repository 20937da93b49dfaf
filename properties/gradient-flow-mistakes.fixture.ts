import { successOfRun } from '../reference/phase-retrieval/success.ts';
import {
  type SphereSlip,
  type WideSlip,
  wrongSphereFlow,
  wrongWideFlow,
} from './mistakes/wrong-flow.ts';
import { honest, type Mistake, misheard, spoilt } from './mistakes.fixture.ts';

/*
 * Wrong implementations of gradient flow, in the manner of mistakes.fixture.ts.
 */

const slope = /^phase-retrieval\.gradient$/;
const flow = /^phase-retrieval\.gradient-flow$/;
const population = /^phase-retrieval\.population-flow$/;
const rates = /^phase-retrieval\.success-rate$/;
const hessian = /^phase-retrieval\.hessian$/;
const transition = /^phase-retrieval\.hessian-transition$/;
const wide = /^over-parametrised\.gradient-flow$/;
const riccati = /^over-parametrised\.population-flow$/;
const unique = /^over-parametrised\.uniqueness$/;
const samples =
  /^(phase-retrieval\.gradient|over-parametrised\.gradient-flow|phase-retrieval\.gradient-flow)/;

const sphereSlip = (slip: SphereSlip): Mistake => ({
  id: `sphere: ${slip}`,
  answer: (oracle, params) =>
    flow.test(oracle) ? wrongSphereFlow(params, slip) : honest(oracle, params),
});
const wideSlip = (slip: WideSlip): Mistake => ({
  id: `wide: ${slip}`,
  answer: (oracle, params) =>
    wide.test(oracle) ? wrongWideFlow(params, slip) : honest(oracle, params),
});

const rescaled = (w: readonly number[]): number[] => {
  const norm = w.reduce((sum, x) => sum + x * x, 0);
  return w.map((x) => x * Math.sqrt(w.length / norm));
};
const unitRows = (matrix: readonly (readonly number[])[]): number[][] =>
  matrix.map((row) => {
    const length = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
    return row.map((x) => x / length);
  });

/** Success by a loss that is small, as bad minima have it too. */
const looseSuccess: Mistake = {
  id: 'success from a small loss',
  answer: (oracle, params) => {
    if (!rates.test(oracle)) return honest(oracle, params);
    const { dimension, alpha, runs, seed } = params;
    let hits = 0;
    for (let run = 0; run < runs; run++)
      if (successOfRun({ dimension, alpha, seed, run }).lossPerSample < 1) hits++;
    const rate = hits / runs;
    return { rate, standardError: Math.sqrt((rate * (1 - rate)) / runs) };
  },
};

/** Success only where w ends at w* itself: half of what ends at ±w*. */
const signInsisted = spoilt('sign of the teacher insisted on', rates, ({ rate }, { runs }) => {
  const hits = Math.floor((rate * runs) / 2);
  return { rate: hits / runs, standardError: Math.sqrt((hits * (runs - hits)) / runs ** 3) };
});

export const gradientFlowMistakes: readonly Mistake[] = [
  // the loss and its slope
  spoilt('loss averaged, gradient summed', slope, ({ loss }, { labels }) => ({
    loss: loss / labels.length,
  })),
  spoilt('gradient with 2 for 4', slope, ({ gradient, multiplier }) => ({
    gradient: gradient.map((g: number) => g / 2),
    multiplier: multiplier / 2,
  })),
  spoilt('multiplier of the wrong sign', slope, ({ multiplier }) => ({ multiplier: -multiplier })),
  spoilt('multiplier not divided', slope, ({ multiplier }, { weights }) => ({
    multiplier: multiplier * weights.reduce((sum: number, x: number) => sum + x * x, 0),
  })),
  spoilt('mean over samples', slope, ({ loss, gradient, multiplier }, { labels }) => ({
    loss: loss / labels.length,
    gradient: gradient.map((g: number) => g / labels.length),
    multiplier: multiplier / labels.length,
  })),
  misheard('labels not squared', samples, ({ labels }) => ({ labels: labels.map(Math.sqrt) })),
  misheard('inputs of unit length', samples, ({ matrix }) => ({ matrix: unitRows(matrix) })),
  misheard('moduli of the inputs', samples, ({ matrix }) => ({
    matrix: matrix.map((row: number[]) => row.map(Math.abs)),
  })),
  misheard('first entry of a sample without its sign', samples, ({ matrix }) => ({
    matrix: matrix.map(([x, ...rest]: number[]) => [Math.abs(x), ...rest]),
  })),
  misheard('phase inputs of variance one', samples, ({ matrix }) => ({
    matrix: matrix.map((row: number[]) => row.map((x) => x * Math.sqrt(row.length))),
  })),
  misheard('labels in another order', samples, ({ labels }) => ({
    labels: [...labels].sort((a, b) => a - b),
  })),

  // flows on the sphere
  sphereSlip('multiplier negated'),
  sphereSlip('multiplier without 1/d'),
  sphereSlip('no multiplier'),
  sphereSlip('Euler steps'),
  sphereSlip('momentum'),
  sphereSlip('weights in turn'),
  misheard('flow with 2 for 4', flow, ({ times }) => ({ times: times.map((t: number) => t / 2) })),
  misheard('time per sample', flow, ({ times, labels }) => ({
    times: times.map((t: number) => t / labels.length),
  })),
  misheard('weights rescaled to the dimension', flow, ({ initial }) => ({
    initial: rescaled(initial),
  })),
  misheard('start folded to one side', flow, ({ initial }) => ({
    initial: initial[0] < 0 ? initial.map((x: number) => -x) : initial,
  })),
  spoilt('loss of the start', flow, ({ loss }) => ({ loss: loss.map(() => loss[0] * 1.01) })),

  // populations
  misheard('population with 4 for 8', population, ({ alpha }) => ({ alpha: alpha / 2 })),
  spoilt('modulus of the overlap', population, ({ overlap }) => ({
    overlap: overlap.map(Math.abs),
  })),
  spoilt('overlap without its sphere', population, (_, { alpha, initialOverlap, times }) => ({
    overlap: times.map((t: number) => initialOverlap * Math.exp(8 * alpha * t)),
  })),
  misheard('dimension off by one', riccati, ({ dimension }) => ({ dimension: dimension + 1 })),
  misheard('half of the time', riccati, ({ times }) => ({
    times: times.map((t: number) => t / 2),
  })),
  spoilt('trace forgotten', riccati, (_, { dimension: d, signal, bulk, times }) => ({
    // a′ = 4a(d − a), b′ = −4b²
    signal: times.map((t: number) =>
      signal === 0 ? 0 : d / (1 + (d / signal - 1) * Math.exp(-4 * d * t)),
    ),
    bulk: times.map((t: number) => bulk / (1 + 4 * bulk * t)),
  })),
  misheard('start made invertible', riccati, ({ signal, bulk }) => ({
    signal: signal + 1e-3,
    bulk: bulk + 1e-3,
  })),

  // Hessians
  spoilt('outlier on the other side', hessian, ({ edge, outlier }) => ({
    outlier: 2 * edge - outlier,
  })),
  spoilt('overlap not squared', hessian, ({ squaredOverlap }) => ({
    squaredOverlap: Math.sqrt(squaredOverlap),
  })),
  spoilt('edge for outlier', hessian, ({ edge }) => ({ outlier: edge, squaredOverlap: 0 })),
  misheard('offset squared', hessian, ({ offset }) => ({
    offset: Math.min(1e4, Math.max(1e-4, offset ** 2)),
  })),
  misheard('dimensions per sample', hessian, ({ alpha }) => ({ alpha: 1 / alpha })),
  spoilt('transition at twice α', transition, ({ alpha }) => ({ alpha: 2 * alpha })),

  // success
  signInsisted,
  looseSuccess,
  misheard('samples per dimension turned over', rates, ({ alpha }) => ({
    alpha: Math.max(1, 4 / alpha),
  })),
  spoilt('variance for standard error', rates, ({ rate }, { runs }) => ({
    standardError: (rate * (1 - rate)) / runs,
  })),
  spoilt('mean overlap for rate', rates, ({ rate }) => ({ rate: 0.99 * rate + 0.003 })),

  // wide networks
  wideSlip('Euler steps in A'),
  wideSlip('one side of M A + A M'),
  misheard('wide flow with 2 for 4', wide, ({ times }) => ({
    times: times.map((t: number) => t / 2),
  })),
  misheard('gradient without 1/m', wide, ({ times, initial }) => ({
    times: times.map((t: number) => t * initial.length),
  })),
  spoilt('gram without 1/m', wide, ({ gram }, { initial }) => ({
    gram: gram.map((A: number[][]) => A.map((row) => row.map((x) => initial.length * x))),
  })),
  spoilt('mean loss', wide, ({ loss }, { labels }) => ({
    loss: loss.map((l: number) => l / labels.length),
  })),
  misheard('a little noise in the start', wide, ({ initial }) => ({
    initial: [
      ...initial,
      ...initial[0].map((_: number, i: number) =>
        initial[0].map((__: number, j: number) => (i === j ? 1e-2 : 0)),
      ),
    ],
  })),
  misheard('wide flow stopped early', wide, ({ times }) => ({
    times: times.map((t: number) => t / 100),
  })),
  misheard('one unit for all', wide, ({ initial }) => ({ initial: [initial[0]] })),
  spoilt('residual subtracted', wide, ({ gram }) => ({
    gram: gram.map((A: number[][]) => A.map((row, i) => row.map((x, j) => (i === j ? x - 1 : x)))),
  })),
  misheard('units not exchangeable', wide, ({ initial }) => ({
    initial: initial.map((row: number[], a: number) => row.map((x) => x / (1 + 0.1 * a))),
  })),

  // uniqueness
  spoilt('unique from two per dimension', unique, (_, { matrix }) => {
    const decided = matrix.length > 2 * matrix[0].length;
    return { unique: decided, margin: decided ? 0.1 : 0 };
  }),
  spoilt('unique among matrices of rank one', unique, (_, { matrix }) => {
    const decided = matrix.length > matrix[0].length - 1;
    return { unique: decided, margin: decided ? 0.1 : 0 };
  }),
  spoilt('unique among all symmetric matrices', unique, ({ margin }, { matrix, teacher }) => {
    const decided = 2 * matrix.length >= teacher.length * (teacher.length + 3);
    return { unique: decided, margin: decided ? margin : 0 };
  }),
  spoilt('label inverted', unique, ({ unique: label }) => ({ unique: !label })),
  spoilt('margin per sample', unique, ({ margin }, { matrix }) => ({
    margin: margin / matrix.length ** 2,
  })),
  spoilt('margin of other multipliers', unique, ({ margin }, { matrix }) => ({
    margin: margin * matrix.length,
  })),
  misheard('teacher along the first axis', unique, ({ teacher }) => ({
    teacher: teacher.map((_: number, i: number) => (i === 0 ? 1 : 0)),
  })),
];

/** Which mistakes break which law: each of them has to, and every law has one. */
export const gradientFlowBrokenBy: { readonly [law: string]: readonly string[] } = {
  'phase-retrieval/gradient-is-slope-of-loss': [
    'loss averaged, gradient summed',
    'gradient with 2 for 4',
  ],
  'phase-retrieval/multiplier-keeps-the-sphere': [
    'multiplier of the wrong sign',
    'multiplier not divided',
  ],
  'phase-retrieval/teacher-is-a-minimum': ['labels not squared', 'moduli of the inputs'],
  'phase-retrieval/samples-add-up': ['mean over samples', 'labels in another order'],
  'phase-retrieval/gradient-sees-no-order-and-no-sign': [
    'labels in another order',
    'first entry of a sample without its sign',
  ],
  'phase-retrieval/gradient-turns-with-inputs': ['moduli of the inputs'],
  'phase-retrieval/loss-is-quartic': ['labels not squared', 'inputs of unit length'],
  'phase-retrieval/flow-stays-on-its-sphere': [
    'sphere: multiplier negated',
    'sphere: multiplier without 1/d',
    'sphere: no multiplier',
    'weights rescaled to the dimension',
  ],
  'phase-retrieval/one-dimension-is-frozen': ['sphere: no multiplier'],
  'phase-retrieval/loss-falls-along-the-flow': ['loss of the start', 'sphere: Euler steps'],
  'phase-retrieval/flow-descends-at-the-rate-of-the-gradient': [
    'flow with 2 for 4',
    'time per sample',
  ],
  'phase-retrieval/flow-mirrors-its-start': [
    'start folded to one side',
    'first entry of a sample without its sign',
  ],
  'phase-retrieval/flow-turns-with-inputs': ['sphere: weights in turn', 'start folded to one side'],
  'phase-retrieval/flow-keeps-its-course-in-other-units': [
    'inputs of unit length',
    'labels not squared',
  ],
  'phase-retrieval/flow-has-no-memory': ['sphere: momentum'],
  'phase-retrieval/flow-on-a-circle': [
    'sphere: Euler steps',
    'flow with 2 for 4',
    'phase inputs of variance one',
  ],
  'phase-retrieval/population-flow-grows-logistically': [
    'population with 4 for 8',
    'overlap without its sphere',
  ],
  'phase-retrieval/population-flow-is-odd-and-has-one-clock': [
    'modulus of the overlap',
    'overlap without its sphere',
  ],
  'phase-retrieval/population-flow-is-the-mean-of-sample-flows': [
    'phase inputs of variance one',
    'multiplier of the wrong sign',
  ],
  'over-parametrised/population-flow-is-riccati': [
    'dimension off by one',
    'half of the time',
    'trace forgotten',
  ],
  'over-parametrised/population-flow-of-one-dimension': [
    'trace forgotten',
    'start made invertible',
  ],
  'over-parametrised/population-flow-ends-algebraically': [
    'dimension off by one',
    'half of the time',
    'trace forgotten',
  ],
  'phase-retrieval/outlier-leaves-to-the-left': [
    'outlier on the other side',
    'transition at twice α',
    'edge for outlier',
    'offset squared',
    'dimensions per sample',
  ],
  'phase-retrieval/outlier-leaves-continuously': ['overlap not squared', 'edge for outlier'],
  'phase-retrieval/hessian-of-a-large-system': ['edge for outlier', 'offset squared'],
  'phase-retrieval/success-rate-counts': ['variance for standard error', 'mean overlap for rate'],
  'phase-retrieval/success-on-a-circle': [
    'sign of the teacher insisted on',
    'success from a small loss',
  ],
  'phase-retrieval/more-samples-more-success': [
    'sign of the teacher insisted on',
    'samples per dimension turned over',
  ],
  'over-parametrised/gram-obeys-its-own-equation': [
    'wide flow with 2 for 4',
    'gradient without 1/m',
    'wide: one side of M A + A M',
  ],
  'over-parametrised/loss-falls': ['mean loss', 'wide: Euler steps in A'],
  'over-parametrised/gram-stays-positive': ['residual subtracted', 'wide: one side of M A + A M'],
  'over-parametrised/rank-is-kept': ['a little noise in the start'],
  'over-parametrised/volume-follows-the-trace-of-the-force': [
    'wide: one side of M A + A M',
    'gradient without 1/m',
  ],
  'over-parametrised/units-only-set-the-clock': [
    'gradient without 1/m',
    'gram without 1/m',
    'units not exchangeable',
    'one unit for all',
  ],
  'over-parametrised/gram-turns-with-inputs': ['moduli of the inputs', 'labels in another order'],
  'over-parametrised/gram-keeps-its-course-in-other-units': [
    'inputs of unit length',
    'labels not squared',
  ],
  'over-parametrised/one-dimension-is-logistic': [
    'wide flow with 2 for 4',
    'gradient without 1/m',
    'labels not squared',
  ],
  'over-parametrised/wide-networks-reach-zero-loss': ['wide flow stopped early'],
  'over-parametrised/many-samples-follow-the-population': [
    'trace forgotten',
    'phase inputs of variance one',
    'wide flow with 2 for 4',
  ],
  'over-parametrised/counting-equations': [
    'unique among matrices of rank one',
    'unique among all symmetric matrices',
  ],
  'over-parametrised/uniqueness-sees-neither-lengths-nor-axes': ['teacher along the first axis'],
  'over-parametrised/more-samples-keep-what-is-unique': ['margin per sample', 'label inverted'],
  'over-parametrised/margin-bounds-what-a-flow-may-miss': ['margin of other multipliers'],
  'over-parametrised/flow-ends-at-the-teacher-only-if-it-must': [
    'label inverted',
    'unique among matrices of rank one',
  ],
};
