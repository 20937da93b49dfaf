import fc from 'fast-check';
import { logUniform, offsets, oneOf, seeds } from '../../oracles/arbitraries/index.ts';
import { symmetricEigen } from '../../reference/numerics/symmetric-eigen.ts';
import { law } from '../define.ts';
import { type Measured, scaled, sum } from '../measured.ts';
import { atMost, equal } from '../near.ts';
import { drawnPhase, meanOf, onSphere, times } from './models.ts';
import { hessian, hessianTransition } from './questions.ts';

interface Landscape {
  readonly offset: number;
  /** α over that of the transition. */
  readonly ratio: number;
}

const landscapes: fc.Arbitrary<Landscape> = fc.record({
  offset: offsets(),
  ratio: oneOf([1, fc.constant(2)], [3, logUniform(0.3, 30)]),
});

const needs = ['phase-retrieval.hessian', 'phase-retrieval.hessian-transition'];
const sources = ['sarao2020complex', 'bonnaire2024'] as const;

const order = law<Landscape>({
  id: 'phase-retrieval/outlier-leaves-to-the-left',
  statement: 'What leaves the bulk leaves it downwards, along the teacher, and at the transition.',
  formula:
    'outlier ≤ edge,  0 ≤ overlap² ≤ 1;   α < α_c: outlier = edge, overlap = 0;   α > α_c: outlier < edge, overlap > 0',
  catches:
    'an outlier on the wrong side; a transition at another α; the offset squared; α inverted',
  needs,
  model: landscapes.filter(({ ratio }) => Math.abs(ratio - 1) > 0.05),
  async check(bench, { offset, ratio }) {
    const transition = await hessianTransition(bench, offset);
    const alpha = ratio * transition.value;
    const { edge, outlier, squaredOverlap } = await hessian(bench, alpha, offset);
    const common = [
      atMost('outlier ≤ edge', outlier, edge),
      atMost('overlap² ≥ 0', 0, squaredOverlap),
      atMost('overlap² ≤ 1', squaredOverlap, 1),
    ];
    if (ratio < 1)
      return [
        ...common,
        equal('no outlier', outlier, edge),
        equal('no overlap', squaredOverlap, 0),
      ];
    // Beyond it an overlap of at least a twentieth of the distance, for the whole range of offsets.
    return [...common, atMost('overlap² > 0', 0.05 * Math.min(1, ratio - 1), squaredOverlap)];
  },
  cost: 'moderate',
  sources,
});

const continuous = law<{ readonly offset: number; readonly excess: number }>({
  id: 'phase-retrieval/outlier-leaves-continuously',
  statement:
    'Where the edge is a smooth one the outlier leaves it quadratically, and knows the teacher linearly in the distance.',
  formula: 'α = α_c (1 + δ), a ≤ 1: overlap² = O(δ),  edge − outlier = O(δ²)',
  catches: 'an overlap that is not squared; an eigenvector that is not normalised',
  needs,
  model: fc.record({ offset: logUniform(0.01, 1), excess: logUniform(1e-3, 3e-2) }),
  async check(bench, { offset, excess }) {
    const transition = await hessianTransition(bench, offset);
    const at = (delta: number) => hessian(bench, transition.value * (1 + delta), offset);
    const near = await at(excess);
    const farther = await at(2 * excess);
    const claim = (4 * bench.accuracy) / excess;
    const ratio = (x: Measured, y: Measured): Measured => ({
      value: y.value / x.value,
      error: (Math.abs(y.error) + 2 * Math.abs(x.error)) / Math.abs(x.value) + 4 * claim,
    });
    const gap = ({ edge, outlier }: typeof near): Measured => sum(edge, scaled(-1, outlier));
    const because = 'next order in δ, and the accuracy of α over its distance';
    return [
      equal('overlap²(2δ)/overlap²(δ)', ratio(near.squaredOverlap, farther.squaredOverlap), 2, {
        amount: 6 * excess,
        because,
      }),
      equal('gap(2δ)/gap(δ)', ratio(gap(near), gap(farther)), 4, { amount: 20 * excess, because }),
    ];
  },
  cost: 'moderate',
  sources,
});

const draws = 64;
const spreads = 9;
const size = 30;

const decomposed = law<{ readonly offset: number; readonly ratio: number; readonly seed: number }>({
  id: 'phase-retrieval/hessian-of-a-large-system',
  statement:
    'The smallest eigenvalue of an actual Hessian, and where its eigenvector points, are the predicted ones.',
  formula: 'λ_min(Xᵀ diag(c) X) → outlier,  (v·w*)²/d → overlap²,   c = (12h² − 4y²)/(a + y²)',
  catches:
    'weights of the plain loss; inputs of another variance; the edge reported for the outlier; another offset',
  needs: ['phase-retrieval.hessian', 'phase-retrieval.hessian-transition'],
  model: fc.record({
    offset: fc.constantFrom(0.3, 0.1),
    ratio: fc.constantFrom(4, 6),
    seed: seeds(),
  }),
  async check(bench, { offset, ratio, seed }) {
    const transition = await hessianTransition(bench, offset);
    const samples = Math.round(ratio * transition.value * size);
    const { edge, outlier, squaredOverlap } = await hessian(bench, samples / size, offset);
    const lowest: number[] = [];
    const overlaps: number[] = [];
    for (let draw = 0; draw < draws; draw++) {
      const { matrix, teacher, labels } = drawnPhase(samples, size, seed, draw);
      const h = times(matrix, onSphere(size, seed, 2 * draw + 8));
      const data = new Float64Array(size * size);
      matrix.forEach((x, mu) => {
        const c = (12 * h[mu] ** 2 - 4 * labels[mu] ** 2) / (offset + labels[mu] ** 2);
        for (let i = 0; i < size; i++)
          for (let j = 0; j <= i; j++) data[i * size + j] += c * x[i] * x[j];
      });
      for (let i = 0; i < size; i++)
        for (let j = 0; j < i; j++) data[j * size + i] = data[i * size + j];
      const { values, vectors } = symmetricEigen({ rows: size, columns: size, data });
      lowest.push(values[0]);
      const along = teacher.reduce((total, x, i) => total + x * vectors.data[i], 0);
      overlaps.push(along ** 2 / size);
    }
    const width = Math.abs(edge.value - outlier.value) + Math.abs(outlier.value);
    const compared = (values: readonly number[], bias: number) => {
      const { mean, standardError } = meanOf(values);
      return {
        mean,
        slack: {
          amount: spreads * standardError + bias,
          because: `${spreads} standard errors of ${draws} systems, and a bias of order 1/d`,
        },
      };
    };
    const value = compared(lowest, width / size);
    const overlap = compared(overlaps, 1 / size);
    return [
      equal('λ_min', value.mean, outlier, value.slack),
      equal('(v·w*)²/d', overlap.mean, squaredOverlap, overlap.slack),
    ];
  },
  // Of nine standard errors and a bias seven and a half are counted on: an eigenvalue is not quite normal.
  statistics: {
    falseAlarm: 1e-9,
    tail: { model: 'student', statistics: 2, deviations: 7.5, freedom: draws - 1 },
    power: { mistake: 'edge for outlier', atLeast: 0.9 },
  },
  cost: 'expensive',
  sources,
});

export const hessianLaws = [order, continuous, decomposed] as const;
