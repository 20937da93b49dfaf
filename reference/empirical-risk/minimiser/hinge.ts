import { ConvergenceError } from '../../errors.ts';
import { hingeLoss } from '../../losses/hinge.ts';
import { type Cholesky, cholesky } from '../../numerics/cholesky.ts';
import { Accumulator, multiplyAccurately, residualAccurately } from '../../numerics/compensated.ts';
import { epsilon } from '../../numerics/estimate.ts';
import { gramOfRows } from '../../numerics/gram.ts';
import { type Matrix, multiplyTransposed, rowOf } from '../../numerics/matrix.ts';
import { squaredNorm } from './certificate.ts';
import { type InteriorPoint, interiorPoint } from './interior-point.ts';
import { along, type Minimum, norm, type Problem, problem } from './problem.ts';

const MOST_EXCHANGES = 50;
const MOST_REFINEMENTS = 4;

/**
 * The support vector machine without bias: ŵ = argmin Σ_μ max(0, 1 − y_μ z_μ) + (λ/2)|w|², y_μ = ±1.
 *
 * An interior-point method (interior-point.ts) tells the samples apart: outside (u > 1, a = 0), inside
 * (u < 1, a = 1) and on the edge (u = 1, 0 < a < 1). On the edge the rest is a linear system,
 *
 *   u_E = 1:   Z_E Z_Eᵀ a_E = λ − Z_E Z_Iᵀ 1,   Z_μ = y_μ x_μ,   w = Zᵀ a/λ,
 *
 * solved with residuals in twice the working precision. Samples that it sends across an edge change
 * sides until none does; of all that was tried the answer is what proves to be closest.
 */
export function minimiseHinge(lambda: number, matrix: Matrix, labels: ArrayLike<number>): Minimum {
  const question = problem('minimiseHinge', hingeLoss, lambda, matrix, labels);
  const point = interiorPoint(question);
  let best = judge(question, point.w, point.a, undefined);
  let sides = partition(point);
  const seen = new Set<string>();
  for (let exchange = 0; exchange < MOST_EXCHANGES && !seen.has(sides.join('')); exchange++) {
    seen.add(sides.join(''));
    const { minimum, moved } = settle(question, point, sides);
    if (minimum.weightError < best.weightError) best = minimum;
    if (moved === undefined) break;
    sides = moved;
  }
  return best;
}

type Side = 'O' | 'E' | 'I';

/** Complementary pairs: the one that vanishes says where a sample is. a counts in units of the largest. */
export function partition({ a, b, s, t }: InteriorPoint): Side[] {
  const unit = a.reduce((most, x) => Math.max(most, x), 0);
  return Array.from(a, (x, mu) => {
    if (x < unit * s[mu]) return 'O';
    return b[mu] < t[mu] ? 'I' : 'E';
  });
}

export interface Edge {
  readonly samples: readonly number[];
  readonly matrix: Matrix;
  readonly factor: Cholesky;
  /** Whether the samples on the edge are linearly independent, to working precision. */
  readonly regular: boolean;
}

export function edgeOf({ labels, matrix }: Problem, sides: readonly Side[]): Edge | undefined {
  const samples = sides.flatMap((side, mu) => (side === 'E' ? [mu] : []));
  if (samples.length === 0) return undefined;
  const data = new Float64Array(samples.length * matrix.columns);
  samples.forEach((mu, k) => {
    const row = rowOf(matrix, mu);
    for (let i = 0; i < row.length; i++) data[k * row.length + i] = labels[mu] * row[i];
  });
  const rows = { rows: samples.length, columns: matrix.columns, data };
  const gram = gramOfRows(rows);
  let trace = 0;
  for (let k = 0; k < gram.rows; k++) trace += gram.data[k * (gram.rows + 1)];
  if (samples.length <= matrix.columns)
    try {
      return { samples, matrix: rows, factor: cholesky(gram), regular: true };
    } catch (error) {
      if (!(error instanceof ConvergenceError)) throw error;
    }
  // Dependent samples: their a is not unique, w is. A small shift picks the a closest to the first guess.
  for (let k = 0; k < gram.rows; k++)
    gram.data[k * (gram.rows + 1)] += gram.rows * epsilon * Math.max(trace, Number.MIN_VALUE);
  return { samples, matrix: rows, factor: cholesky(gram), regular: false };
}

/** Solves for weights and pulls of a partition; `moved`: the sides as they then are, if they differ. */
function settle(
  question: Problem,
  guess: InteriorPoint,
  sides: readonly Side[],
): { minimum: Minimum; moved: Side[] | undefined } {
  const edge = edgeOf(question, sides);
  let w = guess.w;
  const a = guess.a.map((x, mu) => (sides[mu] === 'O' ? 0 : sides[mu] === 'I' ? 1 : x));
  for (let refinement = 0; refinement < MOST_REFINEMENTS; refinement++) {
    const { v, pulls } = correction(question, w, a, edge);
    w = along(w, 1, v);
    edge?.samples.forEach((mu, k) => {
      a[mu] += pulls[k];
    });
    if (norm(v) <= 4 * epsilon * norm(w)) break;
  }
  const defect = defects(question, w);
  const moved = sides.map((side, mu): Side => {
    if (side === 'E') return a[mu] < 0 ? 'O' : a[mu] > 1 ? 'I' : 'E';
    return (side === 'O' && defect[mu] < 0) || (side === 'I' && defect[mu] > 0) ? 'E' : side;
  });
  const inBox = a.map((x) => Math.min(1, Math.max(0, x)));
  return {
    minimum: judge(question, w, inBox, edge),
    moved: moved.every((side, mu) => side === sides[mu]) ? undefined : moved,
  };
}

/**
 * From (w, a) to the solution of its partition. With δ = u − 1, g = λ w − Zᵀ a and K = Z_E Z_Eᵀ:
 *
 *   v = −Z_Eᵀ K⁻¹ δ_E − (1 − Z_Eᵀ K⁻¹ Z_E) g/λ,   Δa_E = K⁻¹ (Z_E g − λ δ_E)
 *
 * The weights are corrected by themselves: as Zᵀ a/λ they would inherit the rounding of a, 1/λ times.
 */
function correction(
  { labels, lambda, matrix }: Problem,
  w: Float64Array,
  a: Float64Array,
  edge: Edge | undefined,
): { v: Float64Array; pulls: Float64Array } {
  const signed = a.map((x, mu) => x * labels[mu]);
  const g = residualAccurately(lambda, w, matrix, signed);
  if (edge === undefined) return { v: g.map((x) => -x / lambda), pulls: new Float64Array(0) };
  const ones = new Float64Array(edge.samples.length).fill(1);
  const delta = multiplyAccurately(edge.matrix, w, ones);
  const pushed = multiplyAccurately(edge.matrix, g);
  const k = edge.factor.solve(delta);
  const inside = multiplyTransposed(edge.matrix, edge.factor.solve(pushed));
  const moved = multiplyTransposed(edge.matrix, k);
  return {
    v: g.map((x, i) => -moved[i] - (x - inside[i]) / lambda),
    pulls: edge.factor.solve(along(pushed, -lambda, delta)),
  };
}

/** u − 1, accurate however small. */
const defects = ({ labels, matrix }: Problem, w: Float64Array): Float64Array =>
  multiplyAccurately(matrix, w, labels).map((x, mu) => labels[mu] * x);

/**
 * What the pulls a prove about the weights w: with δ = u − 1 and g = λ w − Zᵀ a,
 *
 *   P(w) − D(a) = Σ_{δ<0} |δ| (1 − a) + Σ_{δ>0} δ a + |g|²/(2λ)
 *
 * a sum of positive terms that all vanish at the minimum, where nothing cancels; and |w − ŵ|² is at most
 * 2/λ times that. Where the partition is certain there is a better bound: the solution of the same
 * partition is w + v ({@link correction}), and it is ŵ if, moved by as much, no sample leaves its side.
 * |v| is taken twice, which covers the rounding of v itself, a small part of it. Then too
 *
 *   P(ŵ) = Σ_I |δ| + (λ/2)|w|² − a_E·δ_E + g·v + (λ/2)|v|²
 *
 * where the last three are bounds of the error: the rounding of u = 1 on the edge no longer counts as loss.
 */
export function judge(
  question: Problem,
  weights: Float64Array,
  a: Float64Array,
  edge: Edge | undefined,
): Minimum {
  const { labels, lambda, longestRow, matrix, matrixNorm } = question;
  const { rows: n, columns: d } = matrix;
  const defect = defects(question, weights);
  const signed = a.map((x, mu) => x * labels[mu]);
  const residual = residualAccurately(lambda, weights, matrix, signed);
  const tiny = (d * epsilon) ** 2 * longestRow * norm(weights);
  const residualNorm = norm(residual) + (n * epsilon) ** 2 * matrixNorm * norm(a);
  const loss = new Accumulator();
  const lossInside = new Accumulator();
  let slack = 0;
  for (let mu = 0; mu < n; mu++) {
    slack += Math.abs(defect[mu]) * (defect[mu] < 0 ? 1 - a[mu] : a[mu]) + tiny;
    if (defect[mu] < 0) loss.add(-defect[mu]);
    if (a[mu] === 1) lossInside.add(-defect[mu]);
  }
  const penalty = (lambda / 2) * squaredNorm(weights);
  const dualityGap = (1 + n * epsilon) * slack + residualNorm ** 2 / (2 * lambda);
  const rounding = (value: number) => 8 * epsilon * value + n * tiny;
  const global = Math.sqrt((2 * dualityGap) / lambda);
  const certain = local();
  if (certain === undefined || certain > global) {
    const value = loss.value + penalty;
    const objective = { value, error: dualityGap + rounding(value) };
    return { weights, objective, weightError: global, dualityGap };
  }
  const value = lossInside.value + penalty;
  let pressure = 0;
  for (const mu of edge?.samples ?? []) pressure += a[mu] * (Math.abs(defect[mu]) + tiny);
  const error = pressure + residualNorm * certain + (lambda / 2) * certain ** 2 + rounding(value);
  return { weights, objective: { value, error }, weightError: certain, dualityGap };

  function local(): number | undefined {
    if (edge?.regular === false) return undefined;
    const onEdge = new Set(edge?.samples);
    const { v, pulls } = correction(question, weights, a, edge);
    const distance = 2 * norm(v);
    for (let k = 0; k < pulls.length; k++) {
      const pull = a[edge!.samples[k]];
      const room = 2 * Math.abs(pulls[k]);
      if (!(pull > room && 1 - pull > room)) return undefined;
    }
    for (let mu = 0; mu < n; mu++) {
      if (onEdge.has(mu)) continue;
      const room = longestRow * distance + tiny;
      const certain = (a[mu] === 0 && defect[mu] > room) || (a[mu] === 1 && -defect[mu] > room);
      if (!certain) return undefined;
    }
    return distance;
  }
}
