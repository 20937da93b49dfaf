import fc from 'fast-check';
import { philoxStream } from '../../reference/numerics/random.ts';
import { inverse, matrixOf } from '../../reference/numerics/small-matrix.ts';
import { logUniform, seeds } from '../arbitraries/numbers.ts';
import { defineErratum } from './erratum.ts';

interface Projection {
  readonly features: number;
  readonly latent: number;
  readonly z: number;
  readonly seed: number;
}

/** Rows of G, p × d, of unit variance; F = G/√d. */
function drawn({ features, latent, seed }: Projection): number[][] {
  const stream = philoxStream(seed);
  return Array.from({ length: features }, () =>
    Array.from({ length: latent }, () => stream.normal()),
  );
}

/** (1/n) tr (M + z)⁻¹ of an n × n matrix. */
function resolventTrace(
  n: number,
  entry: (i: number, j: number) => number,
  z: number,
  weight: (i: number, j: number) => number = (i, j) => (i === j ? 1 : 0),
): number {
  const resolvent = inverse(matrixOf(n, n, (i, j) => entry(i, j) + (i === j ? z : 0)));
  let trace = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) trace += resolvent.data[i * n + j] * weight(j, i);
  return trace / n;
}

const columns = (G: readonly number[][]) => (i: number, j: number) =>
  G.reduce((sum, row) => sum + row[i] * row[j], 0) / G.length;

export const stieltjesOfTheLargerMatrix = defineErratum<Projection, number>({
  id: 'stieltjes-of-the-larger-matrix',
  where: 'Replica solution (hidden manifold)',
  literal: 'g_μ is the Stieltjes transform of F Fᵀ, with F ∈ ℝ^{p×d}',
  right: 'g_μ is the Stieltjes transform of GᵀG/p, d × d, with G = √d F of unit variance',
  why: 'The equations count latent directions. With F as on the slide F Fᵀ is p × p, of which p − d eigenvalues are zero and the others are 1/γ times too large; the paper has F the other way round.',
  law: '1 − z g(−z) is the mean over the latent directions of a/(a + z), a the eigenvalues of GᵀG/p.',
  sources: ['zdeborova2021', 'gerace2020'],
  model: fc.record({
    features: fc.integer({ min: 6, max: 12 }),
    latent: fc.integer({ min: 1, max: 4 }),
    z: logUniform(0.1, 10),
    seed: seeds(),
  }),
  forms: {
    literal: (model) => {
      const G = drawn(model);
      const d = model.latent;
      const rows = (i: number, j: number) => G[i].reduce((sum, x, k) => sum + x * G[j][k], 0) / d;
      return 1 - model.z * resolventTrace(model.features, rows, model.z);
    },
    right: (model) => 1 - model.z * resolventTrace(model.latent, columns(drawn(model)), model.z),
  },
  measure: (response, model) => {
    const A = columns(drawn(model));
    return {
      left: response,
      right: resolventTrace(model.latent, A, model.z, A),
      relation: 'equal',
      allowance: 1e-12,
      because: 'inverses of matrices of at most twelve rows, z at least 1/10',
    };
  },
});
