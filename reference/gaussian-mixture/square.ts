/**
 * Two classes with the square loss ½(1 − u)²: closed once u_y = 1/(1 + V_y) are known (`leverage.ts`).
 * With a_y = p_y u_y and r_y = 1 − m − y b, the mean residual before the fit,
 *
 *   m̂ = α Σ a_y r_y,  Σ y a_y r_y = 0 if b is free:   m̂ = κ (1 − m),
 *     κ = 4α a₊a₋/(a₊ + a₋) and b = (1 − m)(a₊ − a₋)/(a₊ + a₋)    (free),   κ = α(a₊ + a₋), b = 0  (none)
 *   1 − m = 1/(1 + κ⟨t/D⟩)
 *   q_y = ⟨s_y N/D²⟩,   N = m̂² t + Σ_y β_y (r_y² + q_y) s_y,   β_y = α p_y u_y²
 *   E_t = ½ Σ p_y u_y² (r_y² + q_y)
 *
 * The linear system for q is nearly singular at small λ and α → 1 (double descent). In the unknowns
 * q_y u_y its rows have the sums 1 + λ⟨s_y/D²⟩, and a matrix with negative off-diagonal entries and known
 * positive row sums is inverted by additions alone (Grassmann, Taksar and Heyman).
 *
 * Source: [mignacco2020]; [loureiro2021mixture] for unequal covariances.
 */
import { type Estimate, epsilon, rounded } from '../numerics/estimate.ts';
import { leverage } from './leverage.ts';
import {
  classProbabilities,
  type MixtureProblem,
  type MixtureState,
  type PerClass,
} from './problem.ts';
import { average } from './spectrum.ts';

export function squareState(problem: MixtureProblem): MixtureState {
  const { alpha, lambda, spectrum } = problem;
  const { weights, plus, minus, mean: t } = spectrum;
  const p = classProbabilities(problem);
  const s: PerClass<readonly number[]> = [plus, minus];
  const { remainder, susceptibility, denominator } = leverage({
    alpha,
    lambda,
    weights,
    covariances: s,
    probabilities: p,
  });
  const u: PerClass<number> = [remainder[0], remainder[1]];
  const mean = (g: (block: number) => number): number => average(weights, g);

  const a: PerClass<number> = [p[0] * u[0], p[1] * u[1]];
  const total = a[0] + a[1];
  const free = problem.bias === 'free';
  const kappa = free ? (4 * alpha * a[0] * a[1]) / total : alpha * total;
  const signal = mean((j) => t[j] / denominator[j]);
  const unlearnt = 1 / (1 + kappa * signal); // 1 − m
  const conjugate = kappa * unlearnt;
  const overlap = conjugate * signal;
  // a₊ − a₋ of two numbers near 1, by u₊ − u₋ = u₊u₋(V₋ − V₊)
  const byProbability = ((p[0] - p[1]) * (u[0] + u[1])) / 2;
  const byCovariance = (V: number): number => (u[0] * u[1] * V) / 2;
  const [first, second] = susceptibility;
  const lever = free ? unlearnt / total : 0;
  const bias = free ? lever * (byProbability + byCovariance(second - first)) : 0;
  const residual: PerClass<number> = free
    ? [(2 * unlearnt * a[1]) / total, (2 * unlearnt * a[0]) / total]
    : [unlearnt, unlearnt];

  const beta = both((c) => alpha * p[c] * u[c] * u[c]);
  const pair = (c: number, e: number): number =>
    mean((j) => (s[c][j] * s[e][j]) / denominator[j] ** 2);
  const source = both(
    (c) =>
      conjugate ** 2 * mean((j) => (s[c][j] * t[j]) / denominator[j] ** 2) +
      pair(c, 0) * beta[0] * residual[0] ** 2 +
      pair(c, 1) * beta[1] * residual[1] ** 2,
  );
  const excess = both((c) => 1 + lambda * mean((j) => s[c][j] / denominator[j] ** 2));
  const coupling = both((c) => (pair(c, 1 - c) * beta[1 - c]) / u[1 - c]);
  const determinant = excess[0] * excess[1] + excess[0] * coupling[1] + excess[1] * coupling[0];
  const norm = both((c) => {
    const o = 1 - c;
    const scaled = (excess[o] + coupling[o]) * source[c] + coupling[c] * source[o];
    return scaled / determinant / u[c];
  });

  const squaredForce = both((c) => u[c] ** 2 * (residual[c] ** 2 + norm[c]));
  const weightNorm = mean((j) => {
    const noise = alpha * (p[0] * squaredForce[0] * plus[j] + p[1] * squaredForce[1] * minus[j]);
    return (conjugate ** 2 * t[j] + noise) / denominator[j] ** 2;
  });

  // Sums of positive terms throughout: a few dozen roundings, amplified little
  const ulps = 64 + 4 * weights.length;
  const estimate = (value: number): Estimate => rounded(value, ulps);
  return {
    overlap: estimate(overlap),
    norm: [estimate(norm[0]), estimate(norm[1])],
    susceptibility: [estimate(susceptibility[0]), estimate(susceptibility[1])],
    bias: {
      value: bias,
      error: ulps * epsilon * lever * (Math.abs(byProbability) + byCovariance(first + second)),
    },
    weightNorm: estimate(weightNorm),
    trainingLoss: estimate((p[0] * squaredForce[0] + p[1] * squaredForce[1]) / 2),
  };
}

const both = <T>(f: (place: 0 | 1) => T): PerClass<T> => [f(0), f(1)];
