import { DomainError } from '../errors.ts';
import { epsilon } from '../numerics/estimate.ts';
import { gramOfColumns } from '../numerics/gram.ts';
import { type Matrix, requireMatrix, requireVector, rowOf } from '../numerics/matrix.ts';
import { type Flow, requireTimes } from '../numerics/runge-kutta.ts';
import { certifiedFlow } from '../numerics/two-tolerances.ts';

export interface GramTrajectory {
  /** A = WᵀW/m at each of the times. */
  readonly gram: readonly Matrix[];
  readonly loss: readonly number[];
  readonly error: { readonly gram: number; readonly loss: number };
}

/**
 * Gradient flow of a two-layer network of m hidden units with square activation, W ∈ ℝ^{m×d}, unconstrained:
 *
 *   L = Σ_μ r_μ²,   r_μ = y_μ² − x_μᵀ A x_μ,   A = WᵀW/m;     dW/dt = −∇_W L = (4/m) W M,   M = Σ_μ r_μ x_μ x_μᵀ
 *
 * followed in W, so that A stays positive semi-definite and keeps its rank, whatever the steps.
 *
 * @throws {@link DomainError} for shapes that do not match, negative labels, times that do not increase;
 *   {@link ConvergenceError} for a trajectory that double precision does not determine to 1e-8.
 * Source: [sarao2020optimization].
 */
export function overParametrisedFlow(
  matrix: Matrix,
  labels: ArrayLike<number>,
  initial: Matrix,
  times: ArrayLike<number>,
): GramTrajectory {
  const where = 'overParametrisedFlow';
  requireProblem(where, matrix, labels);
  requireMatrix(where, 'initial', initial);
  requireTimes(where, times);
  const { rows: n, columns: d } = matrix;
  const m = initial.rows;
  if (initial.columns !== d)
    throw new DomainError(where, 'columns of initial', initial.columns, `${d}, those of matrix`);
  const hidden = new Float64Array(m);
  const velocity = (W: Float64Array, f: Float64Array): number => {
    f.fill(0);
    let loss = 0;
    for (let mu = 0; mu < n; mu++) {
      const x = mu * d;
      let output = 0;
      for (let unit = 0; unit < m; unit++) {
        const row = unit * d;
        let h = 0;
        for (let i = 0; i < d; i++) h += W[row + i] * matrix.data[x + i];
        hidden[unit] = h;
        output += h * h;
      }
      const gap = labels[mu] * labels[mu] - output / m;
      loss += gap * gap;
      const force = (4 / m) * gap;
      for (let unit = 0; unit < m; unit++) {
        const row = unit * d;
        const scaled = force * hidden[unit];
        for (let i = 0; i < d; i++) f[row + i] += scaled * matrix.data[x + i];
      }
    }
    return loss;
  };
  const rounding = roundingOf(matrix, labels, initial);
  const run = certifiedFlow(where, { velocity, rounding }, initial.data, times);
  const gram = run.states.map((W) => gramOf(W, m, d));
  const gramErrors = run.states.map((W, index) => {
    // |δA_ij| ≤ (1/m) Σ_a (|W_ai| + |W_aj| + δ) δ
    let widest = 0;
    for (let i = 0; i < d; i++) {
      let column = 0;
      for (let unit = 0; unit < m; unit++) column += Math.abs(W[unit * d + i]);
      widest = Math.max(widest, column / m);
    }
    const delta = run.errors[index];
    return (2 * widest + delta) * delta + 4 * epsilon * m * widest * widest;
  });
  return {
    gram,
    loss: run.potentials,
    error: {
      gram: Math.max(...gramErrors),
      loss: lossError(matrix, labels, gram, gramErrors, run.potentials, rounding),
    },
  };
}

/**
 * The same flow closed in A: m only sets the unit of time,
 *
 *   dA/dt = (4/m)(M A + A M),   M = Σ_μ (y_μ² − x_μᵀ A x_μ) x_μ x_μᵀ.
 *
 * Rank and positivity are kept by the equation, not by the method: use {@link overParametrisedFlow} where they matter.
 */
export function gramFlow(
  matrix: Matrix,
  labels: ArrayLike<number>,
  initial: Matrix,
  units: number,
  times: ArrayLike<number>,
): GramTrajectory {
  const where = 'gramFlow';
  requireProblem(where, matrix, labels);
  requireMatrix(where, 'initial', initial);
  requireTimes(where, times);
  const { rows: n, columns: d } = matrix;
  if (initial.rows !== d || initial.columns !== d)
    throw new DomainError(
      where,
      'shape of initial',
      `${initial.rows} × ${initial.columns}`,
      `${d} × ${d}`,
    );
  if (!Number.isInteger(units) || units < 1)
    throw new DomainError(where, 'units', units, 'an integer >= 1');
  const image = new Float64Array(d);
  const velocity = (A: Float64Array, f: Float64Array): number => {
    f.fill(0);
    let loss = 0;
    for (let mu = 0; mu < n; mu++) {
      const x = mu * d;
      let output = 0;
      for (let i = 0; i < d; i++) {
        let sum = 0;
        for (let j = 0; j < d; j++) sum += A[i * d + j] * matrix.data[x + j];
        image[i] = sum;
        output += sum * matrix.data[x + i];
      }
      const gap = labels[mu] * labels[mu] - output;
      loss += gap * gap;
      const force = (4 / units) * gap;
      // x (A x)ᵀ + (A x) xᵀ
      for (let i = 0; i < d; i++) {
        const first = force * matrix.data[x + i];
        const second = force * image[i];
        for (let j = 0; j < d; j++) f[i * d + j] += first * image[j] + second * matrix.data[x + j];
      }
    }
    return loss;
  };
  const flow: Flow = { velocity };
  const run = certifiedFlow(where, flow, initial.data, times);
  const gram = run.states.map((data) => ({ rows: d, columns: d, data }));
  const gramErrors = run.errors;
  return {
    gram,
    loss: run.potentials,
    error: {
      gram: Math.max(...gramErrors),
      loss: lossError(matrix, labels, gram, gramErrors, run.potentials, () => 0),
    },
  };
}

function requireProblem(where: string, matrix: Matrix, labels: ArrayLike<number>): void {
  requireMatrix(where, 'matrix', matrix);
  requireVector(where, 'labels', labels, matrix.rows);
  for (let mu = 0; mu < labels.length; mu++)
    if (labels[mu] < 0)
      throw new DomainError(where, `labels[${mu}]`, labels[mu], '>= 0, a modulus');
}

/** WᵀW/m. */
export function gramOf(W: Float64Array, m: number, d: number): Matrix {
  const sum = gramOfColumns({ rows: m, columns: d, data: W });
  return { ...sum, data: sum.data.map((x) => x / m) };
}

const squareOf = (x: Float64Array): number => x.reduce((sum, y) => sum + y * y, 0);

/** How much L may seem to rise: residuals are known to ε times what they are differences of. */
function roundingOf(matrix: Matrix, labels: ArrayLike<number>, initial: Matrix) {
  const { rows: n, columns: d } = matrix;
  const power = squareOf(initial.data) / initial.rows;
  let noise = 0;
  for (let mu = 0; mu < n; mu++) {
    const size = 2 * labels[mu] ** 2 + squareOf(rowOf(matrix, mu)) * power;
    noise += (8 * Math.sqrt(d) * epsilon * size) ** 2;
  }
  return (loss: number): number => 2 * Math.sqrt(loss * noise) + noise;
}

/** |δL| ≤ Σ (2 |r_μ| + δr_μ) δr_μ with δr_μ ≤ (Σ_i |x_μi|)² δA. */
function lossError(
  matrix: Matrix,
  labels: ArrayLike<number>,
  gram: readonly Matrix[],
  errors: readonly number[],
  losses: readonly number[],
  rounding: (loss: number) => number,
): number {
  const { rows: n, columns: d, data } = matrix;
  let worst = 0;
  gram.forEach((A, index) => {
    let sum = rounding(losses[index]) + n * epsilon * losses[index];
    for (let mu = 0; mu < n; mu++) {
      let output = 0;
      let moduli = 0;
      for (let i = 0; i < d; i++) {
        const x = data[mu * d + i];
        moduli += Math.abs(x);
        for (let j = 0; j < d; j++) output += x * A.data[i * d + j] * data[mu * d + j];
      }
      const gap = Math.abs(labels[mu] ** 2 - output);
      const off = moduli * moduli * errors[index];
      sum += (2 * gap + off) * off;
    }
    worst = Math.max(worst, sum);
  });
  return worst;
}
