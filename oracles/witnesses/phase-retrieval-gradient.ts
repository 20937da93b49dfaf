import type { Witness } from '../oracle.ts';
import type {
  PhaseRetrievalGradientParams,
  PhaseRetrievalGradientResult,
} from '../types/phase-retrieval.gradient.ts';

/** L as it is defined. */
export function phaseLoss(
  matrix: readonly (readonly number[])[],
  labels: readonly number[],
  w: readonly number[],
): number {
  return matrix.reduce((sum, row, mu) => {
    const h = row.reduce((z, x, i) => z + x * w[i], 0);
    return sum + (labels[mu] ** 2 - h ** 2) ** 2;
  }, 0);
}

/** The slope of a polynomial of degree four from five of its values. */
export const differencedLoss: Witness<PhaseRetrievalGradientParams, PhaseRetrievalGradientResult> =
  {
    id: 'differenced-loss',
    method:
      'the loss summed as it is defined; its slope along each axis by a five-point difference, which is exact for a polynomial of degree four',
    applies: () => true,
    testify: ({ matrix, labels, weights }) => {
      const norm = weights.reduce((sum, x) => sum + x * x, 0);
      const step = Math.sqrt(norm / weights.length);
      const at = (i: number, k: number): number =>
        phaseLoss(
          matrix,
          labels,
          weights.map((x, j) => (j === i ? x + k * step : x)),
        );
      const loss = phaseLoss(matrix, labels, weights);
      let largest = loss;
      const gradient = weights.map((_, i) => {
        const [a, b, c, d] = [at(i, -2), at(i, -1), at(i, 1), at(i, 2)];
        largest = Math.max(largest, a, d);
        return (a - 8 * b + 8 * c - d) / (12 * step);
      });
      // Terms of the sums: y⁴ and h⁴, which are larger than what is left of them.
      const size = matrix.reduce((sum, row, mu) => {
        const reach = row.reduce((z, x, i) => z + Math.abs(x) * (Math.abs(weights[i]) + step), 0);
        return sum + (labels[mu] ** 2 + reach ** 2) ** 2;
      }, largest);
      const off = (4e-16 * (weights.length + 8) * size) / step;
      const multiplier = weights.reduce((sum, x, i) => sum + x * gradient[i], 0) / norm;
      return {
        result: { loss, gradient, multiplier },
        error: {
          loss: off * step,
          gradient: off,
          multiplier: (off * weights.length * step) / norm + (4e-16 * weights.length * size) / norm,
        },
      };
    },
  };
