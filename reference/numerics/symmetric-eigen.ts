import { ConvergenceError, DomainError } from '../errors.ts';
import { epsilon } from './estimate.ts';
import type { Matrix } from './matrix.ts';

export interface SymmetricEigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** Orthonormal; row k belongs to values[k]. */
  readonly vectors: Matrix;
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
  const n = matrix.rows;
  if (matrix.columns !== n)
    throw new DomainError(
      'symmetricEigen',
      'shape of matrix',
      `${n} × ${matrix.columns}`,
      'square',
    );
  const vectors = matrix.data.slice();
  const diagonal = new Float64Array(n);
  const below = new Float64Array(n);
  tridiagonalise(vectors, n, diagonal, below);
  diagonalise(vectors, n, diagonal, below);
  const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[i] - diagonal[j]);
  const data = new Float64Array(n * n);
  order.forEach((from, to) => {
    data.set(vectors.subarray(from * n, (from + 1) * n), to * n);
  });
  return {
    values: Float64Array.from(order, (k) => diagonal[k]),
    vectors: { rows: n, columns: n, data },
  };
}

/**
 * Reduces the symmetric `a` (lower triangle read) to T: `diagonal`, and `below`[i] = T_{i, i−1}. `a` becomes
 * the orthogonal matrix whose rows are the columns of Q.
 *
 * Reflection k works on rows 0 … k − 1: H = 1 − u uᵀ/h takes row k to its last entry; the rest is updated by
 * A ← A − u qᵀ − q uᵀ, q = p − (u·p/2h) u, p = A u/h. The vectors u stay in the rows they cleared.
 */
function tridiagonalise(
  a: Float64Array,
  n: number,
  diagonal: Float64Array,
  below: Float64Array,
): void {
  const halves = new Float64Array(n); // h = |u|²/2, or 0 for no reflection
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

  // Qᵀ = … H₂ H₁ built up from the smallest reflection, which touches the fewest entries
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
}

/** Diagonalises T in place; the rows of `vectors` are rotated with it. */
function diagonalise(
  vectors: Float64Array,
  n: number,
  diagonal: Float64Array,
  below: Float64Array,
): void {
  for (let i = 1; i < n; i++) below[i - 1] = below[i];
  if (n > 0) below[n - 1] = 0;
  for (let l = 0; l < n; l++)
    for (let iteration = 0; ; iteration++) {
      let m = l;
      while (m < n - 1) {
        const scale = Math.abs(diagonal[m]) + Math.abs(diagonal[m + 1]);
        if (Math.abs(below[m]) <= epsilon * scale || below[m] === 0) break;
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
        rotate(vectors, i * n, (i + 1) * n, n, c, s);
      }
      if (i >= l) continue;
      diagonal[l] -= p;
      below[l] = g;
      below[m] = 0;
    }
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
