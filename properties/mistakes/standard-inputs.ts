import { type Loose, misheard, mistake } from './mistake.ts';

const perRootDimension = ({ matrix }: Loose) => ({
  matrix: matrix.map((row: number[]) => row.map((x) => x / Math.sqrt(row.length))),
});

export const standardInputs = mistake({
  id: 'standard-inputs',
  title: 'inputs taken for entries of variance 1 instead of 1/d',
  mistake: 'The matrix is divided by √d once more before it is used.',
  symptom: 'Signals are √d too small: posteriors stay close to the prior, weights grow.',
  seen: '“Take random iid Gaussian X” on a slide of the source document, next to formulas for variance 1/d.',
  formula: 'X_μi ~ N(0, 1/d), so that z = Σ_i X_μi w_i is of order one',
  oracles: ['glm.gamp', 'glm.exact-posterior', 'erm.minimiser'],
  ways: [misheard(perRootDimension)],
});
