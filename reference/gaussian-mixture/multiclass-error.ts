/**
 * The probability that a fresh sample is given to a wrong class. Its K scores are ω_k ~ N(M_k + b, Q)
 * in class k, and class j wins where ω_j exceeds all others:
 *
 *   test error = Σ_k p_k Σ_{j≠k} P(ω_j > ω_l for all l ≠ j | k)
 *
 * a sum of positive orthant probabilities in K − 1 differences, so that a small error keeps its digits.
 */
import { ConvergenceError } from '../errors.ts';
import { type Estimate, epsilon, exactly, plus, scaled } from '../numerics/estimate.ts';
import { normalDensity } from '../numerics/normal.ts';
import { orthantProbability } from '../numerics/orthant.ts';
import { matrixOf } from '../numerics/small-matrix.ts';
import type { MulticlassState } from './multiclass-problem.ts';

export function multiclassError(
  { overlap: M, norm: Q, bias: b }: Pick<MulticlassState, 'overlap' | 'norm' | 'bias'>,
  probabilities: readonly number[],
): Estimate {
  const K = probabilities.length;
  let total = exactly(0);
  for (let k = 0; k < K; k++)
    for (let j = 0; j < K; j++)
      if (j !== k) total = plus(total, scaled(probabilities[k], winner(j, k)));
  return total;

  /** P(class j wins | class k). */
  function winner(j: number, k: number): Estimate {
    const others = Array.from({ length: K }, (_, l) => l).filter((l) => l !== j);
    const mean = others.map((l) => M[j][k].value - M[l][k].value + b[j].value - b[l].value);
    const n = others.length;
    const covariance = matrixOf(n, n, (a, c) => {
      const [l, m] = [others[a], others[c]];
      return Q[j][j].value - Q[j][m].value - Q[l][j].value + Q[l][m].value;
    });
    for (let a = 0; a < n; a++)
      if (!(covariance.data[a * n + a] > 0))
        throw new ConvergenceError('multiclassFixedPoint', 'the scores of two classes are equal');
    const { value, error } = orthantProbability(mean, covariance);
    return { value, error: error + sensitivity() };

    /** How far the probability moves when the means and covariances do. */
    function sensitivity(): number {
      let moved = 0;
      others.forEach((l, a) => {
        const deviation = Math.sqrt(covariance.data[a * n + a]);
        const h = mean[a] / deviation;
        const shift =
          M[j][k].error +
          M[l][k].error +
          b[j].error +
          b[l].error +
          epsilon *
            (Math.abs(M[j][k].value) +
              Math.abs(M[l][k].value) +
              Math.abs(b[j].value) +
              Math.abs(b[l].value));
        moved += (normalDensity(h) * shift) / deviation;
        others.forEach((m, c) => {
          const change = [Q[j][j], Q[j][m], Q[l][j], Q[l][m]].reduce(
            (sum, e) => sum + e.error + epsilon * Math.abs(e.value),
            0,
          );
          moved += covarianceSlope(a, c, h, deviation) * change;
        });
      });
      return moved;
    }

    /** ∂P/∂covariance: |h| φ(h)/2variance on the diagonal, at most the bivariate density off it. */
    function covarianceSlope(a: number, c: number, h: number, deviation: number): number {
      if (a === c) return (Math.abs(h) * normalDensity(h)) / (2 * deviation * deviation);
      const variance = covariance.data[c * n + c];
      const cross = covariance.data[a * n + c] / (deviation * Math.sqrt(variance));
      const hc = mean[c] / Math.sqrt(variance);
      const joint =
        Math.exp(-Math.max(h * h, hc * hc) / 2) / (2 * Math.PI * Math.sqrt(1 - cross * cross));
      return joint / (2 * deviation * Math.sqrt(variance));
    }
  }
}
