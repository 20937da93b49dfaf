import fc from 'fast-check';
import { symmetricEigen } from '../../reference/numerics/symmetric-eigen.ts';
import { normals } from '../arbitraries/flow.ts';
import { seeds } from '../arbitraries/numbers.ts';
import { defineErratum } from './erratum.ts';

interface Network {
  readonly dimension: number;
  readonly seed: number;
}

/** The rank of A(0) = WᵀW/m of a generic start with m units. */
function rankOf({ dimension: d, seed }: Network, units: number): number {
  const W = normals(units, d, seed);
  const data = new Float64Array(d * d);
  for (const w of W)
    for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) data[i * d + j] += w[i] * w[j];
  const { values } = symmetricEigen({ rows: d, columns: d, data });
  return values.filter((x) => x > 1e-12 * values[d - 1]).length;
}

export const wideMeansAsWide = defineErratum<Network, number>({
  id: 'wide-means-as-wide',
  where: 'Gradient descent for phase retrieval (over-parametrisation)',
  literal: 'Wide (m > d) over-parametrised two-layer neural network',
  right: 'm ≥ d, as in theorems 3.1 and 4.1',
  why: 'What the theorems need is that A(0) = WᵀW/m has full rank, which the flow keeps. With generic weights d units are enough, and d − 1 are not.',
  law: 'The narrowest network whose A(0) has full rank is the narrowest wide one.',
  sources: ['zdeborova2021', 'sarao2020optimization'],
  model: fc.record({ dimension: fc.integer({ min: 1, max: 8 }), seed: seeds() }),
  forms: {
    literal: ({ dimension }) => dimension + 1,
    right: ({ dimension }) => dimension,
  },
  measure: (narrowest, model) => {
    const widths = Array.from({ length: model.dimension + 2 }, (_, k) => k + 1);
    return {
      left: narrowest,
      right: widths.find((units) => rankOf(model, units) === model.dimension) ?? Number.NaN,
      relation: 'equal',
      allowance: 0,
      because: 'ranks are integers',
    };
  },
});
