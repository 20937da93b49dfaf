import { ConvergenceError, DomainError } from '../errors.ts';
import { epsilon } from './estimate.ts';
import { type Matrix, requireVector } from './matrix.ts';

export interface SymmetricEigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** Orthonormal; row k belongs to values[k]. */
  readonly vectors: Matrix;
}

export interface Projections {
  /** Eigenvalues, ascending. */
  readonly values: Float64Array;
  /** v_k·x for the eigenvector v_k of values[k]; the sign of v_k is arbitrary. */
  readonly components: Float64Array;
}

/** Iterations of the QL method for one eigenvalue: two or three are the rule. */
const MOST_ITERATIONS = 60;

/**
 * All eigenvalues and eigenvectors of a real symmetric matrix: Householder's reduction to tridiagonal
 * form, then the QL method with implicit shifts.
 *
 *   A = Q T Qᵀ,  T = U Λ Uᵀ,   A v_k = λ_k v_k with v_k = Q u_k
 *
 * Backward stable: A + E with |E| = O(n ε |A|) is what is decomposed; eigenvalues are that good, and so
 * are residuals and orthogonality. The vectors are kept as rows, for each rotation combines two of them.
 *
 * Source: Martin, Reinsch & Wilkinson (tred2) and Bowdler et al. (tql2), Numer. Math. 11 (1968).
 */
export function symmetricEigen(matrix: Matrix): SymmetricEigen {
  const n = requireSquare(matrix);
  const reduction = tridiagonalise(matrix.data.slice(), n);
  const { values, order, rotated } = diagonalise(reduction, transposeOfQ(reduction), n);
  const data = new Float64Array(n * n);
  order.forEach((from, to) => {
    data.set(rotated.subarray(from * n, (from + 1) * n), to * n);
  });
  return { values, vectors: { rows: n, columns: n, data } };
}

/**
 * The eigenvalues and the components of one vector along the eigenvectors, by the same method; but the
 * rotations act on that vector only, so that the work is that of the reduction, a quarter of the whole.
 */
export function symmetricProjections(matrix: Matrix, x: ArrayLike<number>): Projections {
  const n = requireSquare(matrix);
  requireVector('symmetricProjections', 'x', x, n);
  const reduction = tridiagonalise(matrix.data.slice(), n);
  const { values, order, rotated } = diagonalise(reduction, applyTransposeOfQ(reduction, x), 1);
  return { values, components: Float64Array.from(order, (k) => rotated[k]) };
}

function requireSquare({ rows, columns }: Matrix): number {
  if (columns === rows) return rows;
  throw new DomainError('symmetricEigen', 'shape of matrix', `${rows} × ${columns}`, 'square');
}

/** A = Q T Qᵀ with Q = H_{n−1} … H₁, H_k = 1 − u_k u_kᵀ/h_k on the first k coordinates. */
interface Reduction {
  readonly size: number;
  readonly diagonal: Float64Array;
  /** T_{i, i−1} at i. */
  readonly below: Float64Array;
  /** u_k is the first k entries of row k. */
  readonly reflections: Float64Array;
  /** h_k = |u_k|²/2, or 0 for no reflection. */
  readonly halves: Float64Array;
}

/**
 * Reduces the symmetric `a`, of which the lower triangle is read and overwritten.
 *
 * Reflection k works on rows 0 … k − 1: it takes row k to its last entry; the rest is updated by
 * A ← A − u qᵀ − q uᵀ, q = p − (u·p/2h) u, p = A u/h. The vectors u stay in the rows they cleared.
 */
function tridiagonalise(a: Float64Array, n: number): Reduction {
  const diagonal = new Float64Array(n);
  const below = new Float64Array(n);
  const halves = new Float64Array(n);
  const p = new Float64Array(n);
  for (let k = n - 1; k > 0; k--) {
    const row = k * n;
    let largest = 0;
    for (let j = 0; j < k - 1; j++) largest = Math.max(largest, Math.abs(a[row + j]));
    if (largest === 0) {
      below[k] = a[row + k - 1]; // nothing to clear
      continue;
    }
    largest = Math.max(largest, Math.abs(a[row + k - 1]));
    let squares = 0;
    for (let j = 0; j < k; j++) {
      const x = (a[row + j] /= largest);
      squares += x * x;
    }
    const last = a[row + k - 1];
    const length = last > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
    below[k] = largest * length;
    const h = squares - last * length;
    halves[k] = h;
    a[row + k - 1] = last - length;

    // p = A u/h from the lower triangle alone: row j gives to p_j and, by symmetry, takes u_j to p_i
    for (let j = 0; j < k; j++) {
      const at = j * n;
      const uj = a[row + j];
      let sum = 0;
      for (let i = 0; i < j; i++) {
        sum += a[at + i] * a[row + i];
        p[i] += a[at + i] * uj;
      }
      p[j] = sum + a[at + j] * uj;
    }
    let product = 0;
    for (let j = 0; j < k; j++) product += (p[j] /= h) * a[row + j];
    const shift = product / (2 * h);
    for (let j = 0; j < k; j++) {
      const at = j * n;
      const uj = a[row + j];
      const qj = (p[j] -= shift * uj);
      for (let i = 0; i <= j; i++) a[at + i] -= uj * p[i] + qj * a[row + i];
    }
    p.fill(0, 0, k);
  }
  for (let k = 0; k < n; k++) diagonal[k] = a[k * n + k];

  return { size: n, diagonal, below, reflections: a, halves };
}

/** Qᵀ x = H₁ … H_{n−1} x. */
function applyTransposeOfQ({ size, halves, reflections }: Reduction, x: ArrayLike<number>) {
  const image = Float64Array.from(x);
  for (let k = size - 1; k > 0; k--) {
    if (halves[k] === 0) continue;
    const row = k * size;
    let sum = 0;
    for (let j = 0; j < k; j++) sum += image[j] * reflections[row + j];
    sum /= halves[k];
    for (let j = 0; j < k; j++) image[j] -= sum * reflections[row + j];
  }
  return image;
}

/** Qᵀ, in place of the reflections: from the smallest one on, which touches the fewest entries. */
function transposeOfQ({ size: n, halves, reflections: a }: Reduction): Float64Array {
  for (let k = 0; k < n; k++) {
    const row = k * n;
    const h = halves[k];
    if (h !== 0)
      for (let i = 0; i < k; i++) {
        const at = i * n;
        let sum = 0;
        for (let j = 0; j < k; j++) sum += a[at + j] * a[row + j];
        sum /= h;
        for (let j = 0; j < k; j++) a[at + j] -= sum * a[row + j];
      }
    for (let j = 0; j < k; j++) a[row + j] = a[j * n + k] = 0;
    a[row + k] = 1;
  }
  return a;
}

/** Diagonalises T; the rows of `rotated`, of `length` entries each, are rotated with it. */
function diagonalise(
  { size: n, diagonal, below }: Reduction,
  rotated: Float64Array,
  length: number,
) {
  below.copyWithin(0, 1);
  below[n - 1] = 0;
  for (let l = 0; l < n; l++)
    for (let iteration = 0; ; iteration++) {
      let m = l;
      while (m < n - 1) {
        const scale = Math.abs(diagonal[m]) + Math.abs(diagonal[m + 1]);
        if (Math.abs(below[m]) <= epsilon * scale + 8 * Number.MIN_VALUE) break;
        m++;
      }
      if (m === l) break;
      if (iteration === MOST_ITERATIONS || !Number.isFinite(diagonal[l]))
        throw new ConvergenceError('symmetricEigen', `eigenvalue ${l + 1} of ${n} is not found`);
      const quotient = (diagonal[l + 1] - diagonal[l]) / (2 * below[l]);
      const root = Math.sqrt(quotient * quotient + 1);
      let g = diagonal[m] - diagonal[l] + below[l] / (quotient + (quotient >= 0 ? root : -root));
      let [s, c, p] = [1, 1, 0];
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * below[i];
        const b = c * below[i];
        const r = Math.abs(f) > Math.abs(g) ? stretch(f, g) : stretch(g, f);
        below[i + 1] = r;
        if (r === 0) {
          diagonal[i + 1] -= p; // underflow: the matrix has split here
          below[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = diagonal[i + 1] - p;
        const t = (diagonal[i] - g) * s + 2 * c * b;
        p = s * t;
        diagonal[i + 1] = g + p;
        g = c * t - b;
        rotate(rotated, i * length, (i + 1) * length, length, c, s);
      }
      if (i >= l) continue;
      diagonal[l] -= p;
      below[l] = g;
      below[m] = 0;
    }
  const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[i] - diagonal[j]);
  return { values: Float64Array.from(order, (k) => diagonal[k]), order, rotated };
}

/** √(x² + y²) for |x| ≥ |y|, without overflow. */
const stretch = (x: number, y: number): number => {
  if (x === 0) return 0;
  const ratio = y / x;
  return Math.abs(x) * Math.sqrt(1 + ratio * ratio);
};

function rotate(v: Float64Array, i: number, j: number, n: number, c: number, s: number): void {
  for (let k = 0; k < n; k++) {
    const x = v[i + k];
    const y = v[j + k];
    v[j + k] = s * x + c * y;
    v[i + k] = c * x - s * y;
  }
}
