/**
 * The n-point Gauss–Hermite rule for averages over a standard normal variable,
 *
 *   E f(ξ) = Σᵢ wᵢ f(xᵢ),   exact for polynomials of degree < 2n,
 *
 * with the zeros of the orthonormal Hermite polynomial h_n as nodes and wᵢ = 1/(n h_{n−1}(xᵢ)²). For an f
 * analytic in |Im ξ| < a it errs by about e^{−2a√n}.
 */

import type { Rule } from './quadrature.ts';
import { matrixOf, symmetricEigen } from './small-matrix.ts';

const rules = new Map<number, Rule>();

export const gaussHermite = (n: number): Rule => {
  const known = rules.get(n);
  if (known !== undefined) return known;
  // Eigenvalues of the matrix of the recurrence, polished by Newton's method on the recurrence itself
  const recurrence = matrixOf(n, n, (i, j) =>
    Math.abs(i - j) === 1 ? Math.sqrt(Math.max(i, j)) : 0,
  );
  const nodes = symmetricEigen(recurrence).values.sort();
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = 2 * i + 1 === n ? 0 : nodes[i];
    let below = 0;
    for (let step = 0; step < 3; step++) {
      below = 0;
      let value = 1;
      for (let k = 1; k <= n; k++) {
        const next = (x * value - Math.sqrt(k - 1) * below) / Math.sqrt(k);
        below = value;
        value = next;
      }
      // h_n′ = √n h_{n−1}
      if (step < 2) x -= value / (Math.sqrt(n) * below);
    }
    nodes[i] = x;
    weights[i] = 1 / (n * below * below);
  }
  const rule = { nodes, weights };
  rules.set(n, rule);
  return rule;
};
