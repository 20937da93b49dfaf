import type { Witness } from '../oracle.ts';
import type {
  PhaseRetrievalGradientFlowParams,
  PhaseRetrievalGradientFlowResult,
} from '../types/phase-retrieval.gradient-flow.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { phaseLoss } from './phase-retrieval-gradient.ts';

const order = 24;
/** Work: steps × samples × weights × order². */
const most = 3e8;

/**
 * Equal steps of a Taylor series, coefficient after coefficient from the flow's own equation. With the radius
 * of convergence of the order of the inverse of the largest curvature, a fifth of that is a step.
 */
export const taylorSteps: Witness<
  PhaseRetrievalGradientFlowParams,
  PhaseRetrievalGradientFlowResult
> = {
  id: 'taylor-steps',
  method:
    'Taylor series of order 24 in equal steps, without any correction of the radius; its error from a second run with steps 2/3 as long and a disturbed start',
  ...attempting((params) => {
    const { matrix, labels, initial, times } = params;
    const d = initial.length;
    const norm = initial.reduce((sum, x) => sum + x * x, 0);
    const curvature = matrix.reduce((sum, row, mu) => {
      const power = row.reduce((z, x) => z + x * x, 0);
      return sum + (12 * power * norm + 4 * labels[mu] ** 2) * power;
    }, 0);
    const last = times[times.length - 1];
    const steps = Math.ceil((last * curvature) / 2) + 1;
    if (2.5 * steps * matrix.length * d * order + steps * d * order ** 2 > most / 10)
      throw new OutOfReach('too many steps');
    const run = follow(params, norm, last / steps, 0);
    const other = follow(params, norm, last / (1.5 * steps), 1e-14);
    let worst = 0;
    for (const [k, w] of run.entries())
      for (const [i, x] of w.entries()) worst = Math.max(worst, Math.abs(x - other[k][i]));
    const off = 8 * worst + 1e-14 * Math.sqrt(norm);
    const loss = run.map((w) => phaseLoss(matrix, labels, w));
    // |∇L| and the curvature over the error of w
    const slope = Math.max(
      ...run.map((w) =>
        matrix.reduce((sum, row, mu) => {
          const h = row.reduce((z, x, i) => z + x * w[i], 0);
          const size = row.reduce((z, x) => z + Math.abs(x), 0);
          return sum + 4 * Math.abs((labels[mu] ** 2 - h ** 2) * h) * size;
        }, 0),
      ),
    );
    return {
      result: { weights: run, loss },
      error: {
        weights: off,
        loss:
          slope * off +
          d * curvature * off ** 2 +
          1e-15 * matrix.length * (norm ** 2 + Math.max(...loss)),
      },
    };
  }),
};

function follow(
  { matrix, labels, initial, times }: PhaseRetrievalGradientFlowParams,
  norm: number,
  longest: number,
  disturbance: number,
): number[][] {
  const n = matrix.length;
  const d = initial.length;
  let w = initial.map((x, i) => x * (1 + disturbance * (i % 2 === 0 ? 1 : -1)));
  let t = 0;
  const seen: number[][] = [];
  for (const end of times) {
    const steps = Math.ceil((end - t) / longest);
    const h = (end - t) / Math.max(1, steps);
    for (let step = 0; step < steps; step++) {
      // coefficients of w, of the fields, of y² − h², of (y² − h²) h and of the multiplier
      const W = [w];
      const H: number[][] = [];
      const R: number[][] = [];
      const P: number[][] = [];
      const M: number[] = [];
      const V: number[][] = [];
      for (let k = 0; k < order; k++) {
        H.push(matrix.map((row) => row.reduce((z, x, i) => z + x * W[k][i], 0)));
        R.push(
          labels.map((y, mu) => {
            let square = 0;
            for (let j = 0; j <= k; j++) square += H[j][mu] * H[k - j][mu];
            return (k === 0 ? y * y : 0) - square;
          }),
        );
        P.push(
          labels.map((_, mu) => {
            let product = 0;
            for (let j = 0; j <= k; j++) product += R[j][mu] * H[k - j][mu];
            return product;
          }),
        );
        // −∇L
        const force = Array.from({ length: d }, () => 0);
        for (let mu = 0; mu < n; mu++)
          for (let i = 0; i < d; i++) force[i] += 4 * matrix[mu][i] * P[k][mu];
        V.push(force);
        let along = 0;
        for (let j = 0; j <= k; j++) for (let i = 0; i < d; i++) along -= W[j][i] * V[k - j][i];
        M.push(along / norm);
        W.push(
          force.map((f, i) => {
            let pulled = f;
            for (let j = 0; j <= k; j++) pulled += M[j] * W[k - j][i];
            return pulled / (k + 1);
          }),
        );
      }
      w = w.map((_, i) => {
        let sum = 0;
        for (let k = order; k >= 0; k--) sum = sum * h + W[k][i];
        return sum;
      });
    }
    t = end;
    seen.push(w);
  }
  return seen;
}
