import { riskQuestions } from '../arbitraries/risk.ts';
import type { Witness } from '../oracle.ts';
import type { ErmMinimiserParams, ErmMinimiserResult } from '../types/erm.minimiser.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { lossAt, slopeAt } from './loss.ts';

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * b[i], 0);

const objective = ({ loss, lambda, matrix, labels }: ErmMinimiserParams, w: readonly number[]) =>
  matrix.reduce((sum, row, mu) => sum + lossAt(loss, labels[mu] * dot(row, w)), 0) +
  (lambda / 2) * dot(w, w);

/** Distance of w to the minimum, and what it makes of the objective there. */
const testimony = (params: ErmMinimiserParams, weights: number[], distance: number) => {
  const value = objective(params, weights);
  return {
    result: { weights, objective: value },
    error: {
      weights: distance,
      objective: params.lambda * distance ** 2 * 1e3 + 1e-13 * value,
    },
  };
};

/** Downhill, with the momentum that suits a strongly convex function. */
export const descended: Witness<ErmMinimiserParams, ErmMinimiserResult> = {
  id: 'descended',
  method:
    'square and logistic loss: accelerated gradient descent until the gradient g is rounding; |w − ŵ| ≤ |g|/λ by strong convexity',
  ...attempting((params) => {
    const { loss, lambda, matrix, labels } = params;
    if (loss === 'hinge') throw new OutOfReach('no gradient');
    const power = matrix.reduce((sum, row) => sum + dot(row, row), 0);
    const steepest = lambda + (loss === 'square' ? power : power / 4);
    if (steepest > 3e4 * lambda) throw new OutOfReach('a long way down');
    const gradient = (w: readonly number[]): number[] => {
      const g = w.map((x) => lambda * x);
      matrix.forEach((row, mu) => {
        const slope = labels[mu] * slopeAt(loss, labels[mu] * dot(row, w));
        row.forEach((x, i) => {
          g[i] += slope * x;
        });
      });
      return g;
    };
    const ratio = Math.sqrt(lambda / steepest);
    const momentum = (1 - ratio) / (1 + ratio);
    let w: number[] = matrix[0].map(() => 0);
    let ahead = w;
    const steps = Math.ceil(60 / ratio);
    for (let step = 0; step < steps; step++) {
      const g = gradient(ahead);
      const next = ahead.map((x, i) => x - g[i] / steepest);
      ahead = next.map((x, i) => x + momentum * (x - w[i]));
      w = next;
    }
    const left = Math.sqrt(dot(gradient(w), gradient(w)));
    const rounding = 1e-15 * matrix.length * (Math.sqrt(power) + lambda * Math.sqrt(dot(w, w)));
    return testimony(params, w, (left + rounding) / lambda);
  }),
};

/** Every way of putting the samples below, on and beyond the margin; one of them is consistent. */
export const sortedMargins: Witness<ErmMinimiserParams, ErmMinimiserResult> = {
  id: 'sorted-margins',
  method:
    'hinge loss, up to six samples: all assignments to below, on and beyond the margin, until one meets the optimality conditions',
  ...attempting((params) => {
    const { loss, lambda, matrix, labels } = params;
    const n = matrix.length;
    if (loss !== 'hinge' || n > 6) throw new OutOfReach('not asked here');
    const signed = matrix.map((row, mu) => row.map((x) => labels[mu] * x));
    // margins = gram · pulls
    const gram = signed.map((a) => signed.map((b) => dot(a, b) / lambda));
    for (let code = 0; code < 3 ** n; code++) {
      const place = Array.from({ length: n }, (_, mu) => Math.floor(code / 3 ** mu) % 3);
      const on = place.flatMap((p, mu) => (p === 1 ? [mu] : []));
      const pulls = place.map((p): number => (p === 0 ? 1 : 0));
      const inverse = inverted(on.map((mu) => on.map((nu) => gram[mu][nu])));
      if (inverse === null) continue;
      const missing = on.map((mu) => 1 - dot(gram[mu], pulls));
      on.forEach((mu, k) => {
        pulls[mu] = dot(inverse[k], missing);
      });
      const condition = inverse.reduce((most, row) => Math.max(most, ...row.map(Math.abs)), 1);
      const slack = 1e-13 * condition * (1 + Math.max(...gram.flat()));
      const margins = gram.map((row) => dot(row, pulls));
      const consistent = place.every((p, mu) =>
        p === 0
          ? margins[mu] <= 1 + slack
          : p === 2
            ? margins[mu] >= 1 - slack
            : pulls[mu] >= -slack && pulls[mu] <= 1 + slack,
      );
      if (!consistent) continue;
      const w = matrix[0].map((_, i) =>
        signed.reduce((sum, row, mu) => sum + (pulls[mu] * row[i]) / lambda, 0),
      );
      const longest = Math.max(...signed.map((row) => Math.sqrt(dot(row, row))));
      return testimony(params, w, (n * slack * longest) / lambda + 1e-15 * Math.sqrt(dot(w, w)));
    }
    throw new OutOfReach('no assignment is consistent to rounding');
  }),
  sample: riskQuestions(6, 8).map((question) => ({ ...question, loss: 'hinge' as const })),
};

/** Gauss–Jordan with pivoting; null where it is singular to rounding. */
function inverted(matrix: readonly (readonly number[])[]): number[][] | null {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  const size = Math.max(1e-300, ...matrix.flat().map(Math.abs));
  for (let k = 0; k < n; k++) {
    const pivot = rows.reduce(
      (best, row, i) => (i >= k && Math.abs(row[k]) > Math.abs(rows[best][k]) ? i : best),
      k,
    );
    if (Math.abs(rows[pivot][k]) < 1e-10 * size) return null;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    rows[k] = rows[k].map((x) => x / rows[k][k]);
    rows.forEach((row, i) => {
      if (i !== k) rows[i] = row.map((x, j) => x - row[k] * rows[k][j]);
    });
  }
  return rows.map((row) => row.slice(n));
}
