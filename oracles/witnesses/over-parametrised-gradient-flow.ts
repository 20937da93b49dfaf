import type { Witness } from '../oracle.ts';
import type {
  OverParametrisedGradientFlowParams,
  OverParametrisedGradientFlowResult,
} from '../types/over-parametrised.gradient-flow.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { extrapolated } from './extrapolated.ts';

/** The equation that A obeys by itself, which never sees the weights. */
export const closedEquation: Witness<
  OverParametrisedGradientFlowParams,
  OverParametrisedGradientFlowResult
> = {
  id: 'closed-equation',
  method: 'dA/dt = (4/m)(M A + A M) by an extrapolated midpoint rule in equal steps',
  ...attempting(({ matrix, labels, initial, times }) => {
    const d = matrix[0].length;
    const m = initial.length;
    const start: number[] = [];
    for (let i = 0; i < d; i++)
      for (let j = 0; j < d; j++)
        start.push(initial.reduce((sum, row) => sum + row[i] * row[j], 0) / m);
    const residuals = (A: readonly number[]): number[] =>
      matrix.map((x, mu) => {
        let output = 0;
        for (let i = 0; i < d; i++)
          for (let j = 0; j < d; j++) output += x[i] * A[i * d + j] * x[j];
        return labels[mu] ** 2 - output;
      });
    const field = (A: readonly number[]): number[] => {
      const r = residuals(A);
      const M = A.map(() => 0);
      matrix.forEach((x, mu) => {
        for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) M[i * d + j] += r[mu] * x[i] * x[j];
      });
      const slope = A.map(() => 0);
      for (let i = 0; i < d; i++)
        for (let j = 0; j < d; j++) {
          let sum = 0;
          for (let k = 0; k < d; k++)
            sum += M[i * d + k] * A[k * d + j] + A[i * d + k] * M[k * d + j];
          slope[i * d + j] = (4 / m) * sum;
        }
      return slope;
    };
    // No rate exceeds (16/m) Σ ‖x‖⁴ tr A + (8/m) Σ y² ‖x‖²; tr A stays within what explains the labels.
    const power = matrix.map((x) => x.reduce((sum, y) => sum + y * y, 0));
    const trace = Array.from({ length: d }, (_, i) => start[i * d + i]).reduce((a, b) => a + b);
    const rate = power.reduce(
      (sum, p, mu) => sum + (16 * p * p * trace + 8 * labels[mu] ** 2 * p) / m,
      0,
    );
    const total = times[times.length - 1] * rate;
    if (total * d * d * matrix.length > 3e5) throw new OutOfReach('too many steps');
    let error = 0;
    const gram: number[][][] = [];
    const loss: number[] = [];
    for (const end of times) {
      const { y: A, error: gap } = extrapolated(field, start, end, Math.ceil(end * rate * 0.7) + 1);
      error = Math.max(error, 8 * gap + 1e-14 * Math.max(...A.map(Math.abs)));
      gram.push(Array.from({ length: d }, (_, i) => A.slice(i * d, (i + 1) * d)));
      loss.push(residuals(A).reduce((sum, r) => sum + r * r, 0));
    }
    const slope = loss.map((l) => 2 * Math.sqrt(l) * power.reduce((s, p) => s + p, 0) * d);
    return {
      result: { gram, loss },
      error: {
        gram: error,
        loss:
          Math.max(...slope) * error +
          (d * power.reduce((s, p) => s + p, 0) * error) ** 2 +
          1e-15 * Math.max(...loss),
      },
    };
  }),
};
