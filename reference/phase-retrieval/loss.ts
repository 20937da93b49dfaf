import { DomainError } from '../errors.ts';
import { epsilon } from '../numerics/estimate.ts';
import { type Kernel, kernelFor } from '../numerics/kernels.ts';
import { type Matrix, requireMatrix, requireVector } from '../numerics/matrix.ts';

/** Kernels by number of columns: each has a small memory of its own, which is worth keeping. */
const kernels = new Map<number, Kernel>();
const kernelOf = (columns: number): Kernel => {
  const known = kernels.get(columns);
  if (known !== undefined) return known;
  if (kernels.size >= 16) kernels.clear();
  const made = kernelFor(columns);
  kernels.set(columns, made);
  return made;
};

/**
 * The loss of phase retrieval, a sum over samples without any factor,
 *
 *   L(w) = Σ_μ (y_μ² − h_μ²)²,   h = X w,   ∇L = −4 Xᵀ[(y² − h²) ∘ h],   ∇²L = Xᵀ diag(12h² − 4y²) X
 *
 * in one pass over the matrix each. y² − h² is formed as (y − h)(y + h), which keeps its digits where
 * the student agrees with the teacher.
 */
export class PhaseLoss {
  readonly samples: number;
  readonly dimension: number;
  readonly matrix: Matrix;
  private readonly labels: Float64Array;
  private readonly kernel: Kernel;
  /** h at the point of the last gradient. */
  private readonly fields: Float64Array;

  constructor(where: string, matrix: Matrix, labels: ArrayLike<number>) {
    requireMatrix(where, 'matrix', matrix);
    requireVector(where, 'labels', labels, matrix.rows);
    for (let mu = 0; mu < labels.length; mu++)
      if (labels[mu] < 0)
        throw new DomainError(where, `labels[${mu}]`, labels[mu], '>= 0, a modulus');
    this.matrix = matrix;
    this.samples = matrix.rows;
    this.dimension = matrix.columns;
    this.labels = Float64Array.from(labels);
    this.kernel = kernelOf(matrix.columns);
    this.fields = new Float64Array(matrix.rows);
  }

  /** Writes ∇L(w) and returns L(w). */
  gradient(w: Float64Array, gradient: Float64Array): number {
    const { labels, fields } = this;
    let loss = 0;
    const respond = (mu: number, h: number): number => {
      const y = labels[mu];
      const gap = (y - h) * (y + h);
      loss += gap * gap;
      fields[mu] = h;
      return -4 * gap * h;
    };
    this.kernel.sweepLinear(this.matrix, w, respond, gradient);
    return loss;
  }

  /** Writes ∇²L v, at the point of the last gradient. */
  curvature(v: Float64Array, product: Float64Array): void {
    const { labels, fields } = this;
    const respond = (mu: number, along: number): number => {
      const h = fields[mu];
      const y = labels[mu];
      return (12 * h * h - 4 * y * y) * along;
    };
    this.kernel.sweepLinear(this.matrix, v, respond, product);
  }

  /**
   * Writes dw/dt = −∇L + μ w, tangent to the sphere through w, and returns L and μ = w·∇L/‖w‖².
   */
  descent(w: Float64Array, velocity: Float64Array): { loss: number; multiplier: number } {
    const loss = this.gradient(w, velocity);
    const multiplier = inner(w, velocity) / inner(w, w);
    for (let i = 0; i < w.length; i++) velocity[i] = multiplier * w[i] - velocity[i];
    return { loss, multiplier };
  }
}

/** a·b, two sums in turn. */
export function inner(a: Float64Array, b: Float64Array): number {
  let even = 0;
  let odd = 0;
  let i = 0;
  for (; i + 1 < a.length; i += 2) {
    even += a[i] * b[i];
    odd += a[i + 1] * b[i + 1];
  }
  if (i < a.length) even += a[i] * b[i];
  return even + odd;
}

/** Throws for a vector whose squared length is zero, or underflows: its direction would be lost. */
export function requireLength(where: string, parameter: string, square: number): void {
  if (!(square > 1e-290))
    throw new DomainError(
      where,
      `‖${parameter}‖²`,
      square,
      '> 1e-290: a null vector has no direction and no sphere',
    );
}

export interface PhaseGradient {
  readonly loss: number;
  readonly gradient: Float64Array;
  readonly multiplier: number;
  readonly error: {
    readonly loss: number;
    readonly gradient: number;
    readonly multiplier: number;
  };
}

/**
 * L, ∇L and the multiplier μ = w·∇L/‖w‖² = −4 Σ h²(y² − h²)/‖w‖² that keeps a flow on the sphere.
 *
 * Errors: a sum of k products is known to k ε times the sum of moduli (Higham, section 3.1), and what that
 * makes of (y² − h²)² and of 4(y² − h²)h is written out to the last power: a field may cancel to nothing.
 */
export function phaseGradient(
  matrix: Matrix,
  labels: ArrayLike<number>,
  weights: ArrayLike<number>,
): PhaseGradient {
  const where = 'phaseGradient';
  const problem = new PhaseLoss(where, matrix, labels);
  requireVector(where, 'weights', weights, matrix.columns);
  const w = Float64Array.from(weights);
  const norm = inner(w, w);
  requireLength(where, 'weights', norm);
  const gradient = new Float64Array(matrix.columns);
  const loss = problem.gradient(w, gradient);
  const multiplier = inner(w, gradient) / norm;

  const { rows: n, columns: d, data } = matrix;
  const roundings = epsilon * (d + 8);
  const spread = new Float64Array(d);
  let lossError = 0;
  let slack = 0;
  for (let mu = 0; mu < n; mu++) {
    let h = 0;
    let moduli = 0;
    for (let i = 0; i < d; i++) {
      const term = data[mu * d + i] * w[i];
      h += term;
      moduli += Math.abs(term);
    }
    const y = labels[mu];
    const gap = Math.abs((y - h) * (y + h));
    const off = roundings * moduli;
    lossError +=
      gap * (4 * Math.abs(h) * off + 4 * off * off) + (2 * Math.abs(h) * off + off * off) ** 2;
    lossError += epsilon * (n + 8) * gap * gap;
    const force =
      (Math.abs(12 * h * h - 4 * y * y) + (12 * Math.abs(h) + 4 * off) * off) * off +
      epsilon * (n + 8) * 4 * gap * Math.abs(h);
    slack += force * moduli + 4 * gap * Math.abs(h) * off;
    for (let i = 0; i < d; i++) spread[i] += Math.abs(data[mu * d + i]) * force;
  }
  return {
    loss,
    gradient,
    multiplier,
    error: {
      loss: lossError + Number.MIN_VALUE,
      gradient: Math.max(...spread) + Number.MIN_VALUE,
      multiplier: slack / norm + roundings * Math.abs(multiplier) + Number.MIN_VALUE,
    },
  };
}
