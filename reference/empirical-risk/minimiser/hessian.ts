import { cholesky } from '../../numerics/cholesky.ts';
import { gramOfColumns, gramOfRows } from '../../numerics/gram.ts';
import { type Matrix, multiply, multiplyTransposed } from '../../numerics/matrix.ts';
import { along, dot, norm, type Problem } from './problem.ts';

/** b ↦ H⁻¹ b, or an approximation of it. */
export type Solver = (b: Float64Array) => Float64Array;

/**
 * Systems with the Hessian H = Xᵀ D X + λ, D_μ ≥ 0, solved directly in the smaller of the two shapes:
 *
 *   columns:  L Lᵀ = Xᵀ D X + λ
 *   rows:     H⁻¹ b = ( b − Xᵀ √D (λ + √D K √D)⁻¹ √D X b )/λ,   K = X Xᵀ
 *
 * The second form never divides by D, which vanishes on samples of large margin; K is formed once.
 */
export class Hessian {
  readonly shape: 'columns' | 'rows';
  private readonly matrix: Matrix;
  private readonly lambda: number;
  private rowGram: Matrix | undefined;

  constructor(
    { matrix, lambda }: Pick<Problem, 'matrix' | 'lambda'>,
    shape: 'columns' | 'rows' = matrix.columns <= matrix.rows ? 'columns' : 'rows',
  ) {
    this.matrix = matrix;
    this.lambda = lambda;
    this.shape = shape;
  }

  /** Multiplications of {@link factor} in units of those of one product H v. */
  get cost(): number {
    const { rows: n, columns: d } = this.matrix;
    const m = this.shape === 'columns' ? d : n;
    return ((n * d * m) / 2 + m ** 3 / 6) / (2 * n * d);
  }

  factor(curvature: Float64Array): Solver {
    return this.shape === 'columns' ? this.factorColumns(curvature) : this.factorRows(curvature);
  }

  private factorColumns(curvature: Float64Array): Solver {
    const gram = gramOfColumns(this.matrix, curvature);
    addToDiagonal(gram, this.lambda);
    const factor = cholesky(gram);
    return (b) => factor.solve(b);
  }

  private factorRows(curvature: Float64Array): Solver {
    const { matrix, lambda } = this;
    this.rowGram ??= gramOfRows(matrix);
    const n = matrix.rows;
    const root = curvature.map(Math.sqrt);
    const inner = { ...this.rowGram, data: this.rowGram.data.slice() };
    for (let i = 0, k = 0; i < n; i++)
      for (let j = 0; j < n; j++, k++) inner.data[k] *= root[i] * root[j];
    addToDiagonal(inner, lambda);
    const factor = cholesky(inner);
    return (b) => {
      const s = factor.solve(multiply(matrix, b).map((x, i) => x * root[i]));
      const back = multiplyTransposed(
        matrix,
        s.map((x, i) => x * root[i]),
      );
      return b.map((x, i) => (x - back[i]) / lambda);
    };
  }
}

function addToDiagonal({ rows, data }: Matrix, lambda: number): void {
  for (let i = 0; i < rows; i++) data[i * (rows + 1)] += lambda;
}

/** H v, in one pass over X. */
export function hessianProduct(
  { kernel, lambda, matrix }: Problem,
  curvature: Float64Array,
  v: Float64Array,
): Float64Array {
  const product = new Float64Array(v.length);
  kernel.sweepLinear(matrix, v, (mu, z) => curvature[mu] * z, product);
  for (let i = 0; i < v.length; i++) product[i] += lambda * v[i];
  return product;
}

/**
 * Conjugate gradients for H x = b from x = 0, until |b − H x| ≤ `tolerance` |b| or `budget` products.
 * `residual` is the recursive one: the caller measures the true one where it matters.
 */
export function conjugateGradients(
  problem: Problem,
  curvature: Float64Array,
  b: Float64Array,
  {
    tolerance,
    budget,
    precondition,
  }: {
    readonly tolerance: number;
    readonly budget: number;
    readonly precondition?: Solver | undefined;
  },
): { x: Float64Array; converged: boolean } {
  let x: Float64Array = new Float64Array(b.length);
  let residual = b;
  const goal = tolerance * norm(b);
  if (norm(residual) <= goal) return { x, converged: true };
  let z = precondition?.(residual) ?? residual;
  let direction = z;
  let rho = dot(residual, z);
  for (let product = 0; product < budget; product++) {
    const image = hessianProduct(problem, curvature, direction);
    const bend = dot(direction, image);
    if (!(bend > 0 && rho > 0)) break; // rounding has the last word
    const step = rho / bend;
    x = along(x, step, direction);
    residual = along(residual, -step, image);
    if (norm(residual) <= goal) return { x, converged: true };
    z = precondition?.(residual) ?? residual;
    const next = dot(residual, z);
    direction = along(z, next / rho, direction);
    rho = next;
  }
  return { x, converged: false };
}
