/**
 * K classes with the square loss: V = v·I, and everything is closed once u = 1/(1 + v) is known
 * (`leverage.ts`). With c = αu, D = λ + c s, G = ⟨T/D⟩, P = diag(p) and 1 = (1, …, 1),
 *
 *   residual before the fit   R_k = e_k − M_k − b:   R = (I + c C G)⁻¹ E
 *     free b:  C = P − p pᵀ, E = I − p 1ᵀ, b = p − M p        no b:  C = P, E = I
 *   M = c R P G
 *   Q = [c² R P ⟨s T/D²⟩ P Rᵀ + B R P Rᵀ]/(1 − B),   B = α u² ⟨s²/D²⟩,   1 − B = u (1 + λ⟨s/D²⟩)
 *   E_t = ½ u² tr(R P Rᵀ + Q)
 *
 * The last form of 1 − B has no cancellation at small λ, where B → 1 at α = 1 (double descent).
 *
 * Source: [loureiro2021mixture]; closed form derived here.
 */
import { type Estimate, epsilon } from '../numerics/estimate.ts';
import type { Matrix } from '../numerics/matrix.ts';
import {
  combination,
  diagonal,
  entry,
  identity,
  matrixOf,
  trace,
} from '../numerics/small-matrix.ts';
import { leverage } from './leverage.ts';
import {
  type CheckedMulticlassProblem,
  estimateMatrix,
  type MulticlassState,
} from './multiclass-problem.ts';
import { average } from './spectrum.ts';
import * as uncertain from './uncertain.ts';

export function multiclassSquareState(problem: CheckedMulticlassProblem): MulticlassState {
  const { alpha, lambda, probabilities: p, classes: K, weights, covariance: s, means } = problem;
  const {
    remainder: [u],
    susceptibility: [v],
    denominator: D,
  } = leverage({ alpha, lambda, weights, covariances: [s], probabilities: [1] });
  const ulps = 32 + weights.length;
  const mean = (g: (block: number) => number): number => average(weights, g);
  const averaged = (g: (block: number) => number): uncertain.Uncertain =>
    uncertain.known(
      combination(...means.map((t, j): [number, Matrix] => [weights[j] * g(j), t])),
      ulps,
    );

  const c = alpha * u;
  const free = problem.bias === 'free';
  const P = uncertain.known(diagonal(p));
  const G = averaged((j) => 1 / D[j]);
  const C = uncertain.known(
    matrixOf(K, K, (k, l) => (k === l ? p[k] * (free ? 1 - p[k] : 1) : free ? -p[k] * p[l] : 0)),
  );
  const E = uncertain.known(matrixOf(K, K, (k, l) => (k === l ? 1 : 0) - (free ? p[k] : 0)));
  const one = { value: identity(K), error: matrixOf(K, K, () => 0) };
  const R = uncertain.solve(uncertain.combination(ulps, [1, one], [c, uncertain.product(C, G)]), E);
  const RP = uncertain.product(R, P);
  const M = uncertain.combination(ulps, [c, uncertain.product(RP, G)]);

  const contracted = mean((j) => s[j] / D[j] ** 2);
  const spread = u * (1 + lambda * contracted); // 1 − B
  const B = alpha * u * u * mean((j) => (s[j] / D[j]) ** 2);
  const sourceOf = (g: (block: number) => number): uncertain.Uncertain =>
    uncertain.product(RP, averaged(g), uncertain.transpose(RP));
  const RPR = uncertain.product(RP, uncertain.transpose(R));
  const Q = uncertain.combination(
    ulps,
    [(c * c) / spread, sourceOf((j) => s[j] / D[j] ** 2)],
    [B / spread, RPR],
  );
  const squared = uncertain.combination(ulps, [1, RPR], [1, Q]);
  const weightNorm = uncertain.combination(
    ulps,
    [c * c, sourceOf((j) => 1 / D[j] ** 2)],
    [alpha * u * u * contracted, squared],
  );

  const bias = Array.from({ length: K }, (_, k): Estimate => {
    if (!free) return { value: 0, error: 0 };
    let value = p[k];
    let error = 2 * epsilon * p[k];
    for (let l = 0; l < K; l++) {
      value -= entry(M.value, k, l) * p[l];
      error += p[l] * (entry(M.error, k, l) + 2 * K * epsilon * Math.abs(entry(M.value, k, l)));
    }
    return { value, error };
  });
  const halfTrace = (factor: number, a: uncertain.Uncertain): Estimate => ({
    value: factor * trace(a.value),
    error: factor * (trace(a.error) + ulps * epsilon * trace(a.value)),
  });
  return {
    overlap: estimateMatrix(M.value, M.error),
    norm: estimateMatrix(Q.value, Q.error),
    susceptibility: estimateMatrix(identity(K, v), identity(K, ulps * epsilon * v)),
    bias,
    trainingLoss: halfTrace((u * u) / 2, squared),
    weightNorm: halfTrace(1, weightNorm),
  };
}
