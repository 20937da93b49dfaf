import { philoxStream } from '../../reference/numerics/random.ts';
import type { Witness } from '../oracle.ts';
import type {
  OverParametrisedPopulationFlowParams,
  OverParametrisedPopulationFlowResult,
} from '../types/over-parametrised.population-flow.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { extrapolated } from './extrapolated.ts';

/**
 * The force on A from its definition, M = n E (xᵀDx) x xᵀ over Gaussian inputs, entry by entry by Wick's theorem, for a teacher
 * that lies along no axis; nothing is known of eigenvalues.
 */
export const wholeMatrix: Witness<
  OverParametrisedPopulationFlowParams,
  OverParametrisedPopulationFlowResult
> = {
  id: 'whole-matrix',
  method:
    'the d × d equation dA/dt = (4/m)(M A + A M) with M = n E (xᵀDx) x xᵀ by Wick’s theorem, teacher off the axes, extrapolated midpoint rule',
  ...attempting(({ dimension: d, signal, bulk, times }) => {
    if (d > 5) throw new OutOfReach('a small matrix');
    const last = times[times.length - 1];
    const rate = 6 * d + 6 * signal + 2 * (d + 2) * bulk;
    if (last * rate > 200) throw new OutOfReach('too many steps');
    const stream = philoxStream(d);
    const drawn = Array.from({ length: d }, () => stream.normal());
    const length = Math.sqrt(drawn.reduce((sum, x) => sum + x * x, 0));
    const e = drawn.map((x) => x / length);
    const at = (i: number, j: number) => i * d + j;
    const target = Array.from({ length: d * d }, (_, k) => d * e[Math.floor(k / d)] * e[k % d]);
    const start = target.map(
      (x, k) => (x / d) * (signal - bulk) + (Math.floor(k / d) === k % d ? bulk : 0),
    );
    const delta = (i: number, j: number): number => (i === j ? 1 : 0);
    const field = (A: readonly number[]): number[] => {
      const D = target.map((x, k) => x - A[k]);
      // d² E x_i x_j x_k x_l = δ_ij δ_kl + δ_ik δ_jl + δ_il δ_jk
      const M = A.map((_, k) => {
        const [i, j] = [Math.floor(k / d), k % d];
        let sum = 0;
        for (let p = 0; p < d; p++)
          for (let q = 0; q < d; q++)
            sum +=
              D[at(p, q)] *
              (delta(i, j) * delta(p, q) + delta(i, p) * delta(j, q) + delta(i, q) * delta(j, p));
        return sum;
      });
      return A.map((_, k) => {
        const [i, j] = [Math.floor(k / d), k % d];
        let sum = 0;
        for (let p = 0; p < d; p++) sum += M[at(i, p)] * A[at(p, j)] + A[at(i, p)] * M[at(p, j)];
        return sum;
      });
    };
    let error = 0;
    const seen = times.map((end) => {
      const { y: A, error: gap } = extrapolated(field, start, end, Math.ceil(end * rate) + 1);
      error = Math.max(error, 20 * gap + 1e-13 * (d + signal + bulk));
      const along = e.reduce(
        (sum, x, i) => sum + x * e.reduce((inner, z, j) => inner + A[at(i, j)] * z, 0),
        0,
      );
      const trace = Array.from({ length: d }, (_, i) => A[at(i, i)]).reduce((sum, x) => sum + x, 0);
      return { signal: along, bulk: d === 1 ? Number.NaN : (trace - along) / (d - 1) };
    });
    if (!(error < 1e-3)) throw new OutOfReach('what rounding does to a small eigenvalue grows');
    return {
      result: {
        signal: seen.map((p) => p.signal),
        ...(d > 1 && { bulk: seen.map((p) => p.bulk) }),
      },
      error: { signal: error, bulk: error },
    };
  }),
};
