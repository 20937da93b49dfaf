import { ConvergenceError } from '../errors.ts';
import { type Cholesky, cholesky } from '../numerics/cholesky.ts';
import { epsilon } from '../numerics/estimate.ts';
import { type Matrix, multiply, multiplyTransposed, rowOf } from '../numerics/matrix.ts';
import { type CertificateProblem, norm } from './certificate-problem.ts';

/*
 * An interior-point method for the certificate,
 *
 *   max t :  U = S(λ) − t I ⪰ 0,  |λ_k| ≤ 1,  Q λ = 0      (Q: the balance)
 *   min Σ (s⁺ + s⁻) :  v_kᵀ Z v_k − (Qᵀν)_k = s⁺_k − s⁻_k,  tr Z = 1,  Z ⪰ 0,  s± ≥ 0,
 *
 * which keeps both sides feasible and drives U Z, s⁺(1 − λ) and s⁻(1 + λ) to μ → 0. Z is a variable of its own:
 * as μ U⁻¹ it would lose half of its digits to the rounding of S − tI.
 *
 * Direction: C. Helmberg, F. Rendl, R. J. Vanderbei and H. Wolkowicz, SIAM J. Optim. 6 (1996) 342. As the
 * constraint matrices are v_k v_kᵀ, its system is a product entry by entry, (v_kᵀ U⁻¹ v_l)(v_kᵀ Z v_l).
 */

export interface Iterate {
  readonly lambda: Float64Array;
  /** 1 − λ and 1 + λ, with all their digits where they are small. */
  readonly room: Float64Array;
  readonly depth: Float64Array;
  readonly t: number;
  /** U = L Lᵀ. */
  readonly factor: Cholesky;
  readonly Z: Matrix;
  /** Qᵀν. */
  readonly pulled: Float64Array;
  readonly above: Float64Array;
  readonly below: Float64Array;
}

/** The Cholesky factor, or null of a matrix that is not positive definite to working precision. */
export function positive(matrix: Matrix): Cholesky | null {
  try {
    return cholesky(matrix);
  } catch (error) {
    if (error instanceof ConvergenceError) return null;
    throw error;
  }
}

/** S(λ) − t I, or null outside of the primal domain. */
function primalAt(problem: CertificateProblem, lambda: Float64Array, t: number): Cholesky | null {
  for (const l of lambda) if (!(Math.abs(l) <= 1)) return null;
  const U = combined(problem, lambda, t);
  return positive(U);
}

/** Σ λ_k v_k v_kᵀ − t I. */
function combined(
  { samples: n, size, across }: CertificateProblem,
  lambda: Float64Array,
  t: number,
): Matrix {
  const data = new Float64Array(size * size);
  for (let k = 0; k < n; k++) {
    const v = k * size;
    for (let i = 0; i < size; i++) {
      const scaled = lambda[k] * across.data[v + i];
      const row = i * size;
      for (let j = 0; j <= i; j++) data[row + j] += scaled * across.data[v + j];
    }
  }
  for (let i = 0; i < size; i++) {
    data[i * size + i] -= t;
    for (let j = 0; j < i; j++) data[j * size + i] = data[i * size + j];
  }
  return { rows: size, columns: size, data };
}

/** λ = 0, t = −1, Z = I/(d − 1), ν = 0: feasible on both sides. */
export function firstIterate(problem: CertificateProblem): Iterate {
  const { samples: n, size, across } = problem;
  const data = new Float64Array(size * size);
  for (let i = 0; i < size; i++) data[i * size + i] = 1 / size;
  const below = new Float64Array(n).fill(1 / size);
  const above = Float64Array.from(below, (s, k) => s + norm(rowOf(across, k)) ** 2 / size);
  const lambda = new Float64Array(n);
  const factor = primalAt(problem, lambda, -1);
  if (factor === null) throw new ConvergenceError('uniqueness', 'no first iterate');
  return {
    lambda,
    room: new Float64Array(n).fill(1),
    depth: new Float64Array(n).fill(1),
    t: -1,
    factor,
    Z: { rows: size, columns: size, data },
    pulled: new Float64Array(n),
    above,
    below,
  };
}

/** How far each side may go towards its boundary. */
const boundary = 0.97;

/**
 * One step with the target σ μ; `sigma` as it suited the last step. Null where rounding leaves no positive
 * definite system.
 */
export function step(
  problem: CertificateProblem,
  { lambda, room, depth, t, factor, Z, pulled, above, below }: Iterate,
  sigma: number,
): { readonly iterate: Iterate; readonly length: number } | null {
  const { samples: n, size, across, balance, free } = problem;
  const inverse = inverseOf(factor);
  // UZ = μ at the centre; s (1 ∓ λ) likewise
  let complementarity = 0;
  const U = combined(problem, lambda, t);
  for (let i = 0; i < U.data.length; i++) complementarity += U.data[i] * Z.data[i];
  for (let k = 0; k < n; k++) complementarity += above[k] * room[k] + below[k] * depth[k];
  const mu = (sigma * complementarity) / (size + 2 * n);

  const ofInverse = vectorsThrough(inverse, across);
  const ofZ = vectorsThrough(Z, across);
  //   (H + D) dλ − p dt + Qᵀν = b,   −p·dλ + tr(U⁻¹Z) dt = 1 − μ tr U⁻¹,   Q dλ = 0
  const system = { rows: n, columns: n, data: new Float64Array(n * n) };
  const right = new Float64Array(n);
  const mixed = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    for (let l = 0; l <= k; l++) {
      let a = 0;
      let b = 0;
      for (let i = 0; i < size; i++) {
        const v = across.data[l * size + i];
        a += ofInverse[k * size + i] * v;
        b += ofZ[k * size + i] * v;
      }
      system.data[k * n + l] = system.data[l * n + k] = a * b;
      if (l === k) right[k] = mu * (a - 1 / room[k] + 1 / depth[k]);
    }
    system.data[k * n + k] += above[k] / room[k] + below[k] / depth[k];
    for (let i = 0; i < size; i++) mixed[k] += ofInverse[k * size + i] * ofZ[k * size + i];
  }
  let traceOfProduct = 0;
  let rightOfT = 1;
  for (let i = 0; i < size; i++) rightOfT -= mu * inverse.data[i * size + i];
  for (let i = 0; i < size * size; i++) traceOfProduct += inverse.data[i] * Z.data[i];

  // On the balanced λ = Fᵀx, and t, which enters like the λ of a matrix −I: positive definite, where H + D by
  // itself is lost in rounding next to a corner.
  const f = free.rows;
  const N = f + 1;
  const image = times(free, system);
  const reduced = { rows: N, columns: N, data: new Float64Array(N * N) };
  const reducedRight = new Float64Array(N);
  for (let a = 0; a < f; a++) {
    const row = a * n;
    for (let c = 0; c <= a; c++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += image.data[row + k] * free.data[c * n + k];
      reduced.data[a * N + c] = sum;
    }
    for (let k = 0; k < n; k++) {
      reduced.data[f * N + a] -= free.data[row + k] * mixed[k];
      reducedRight[a] += free.data[row + k] * right[k];
    }
  }
  reduced.data[f * N + f] = traceOfProduct;
  reducedRight[f] = rightOfT;
  const solved = positive(reduced);
  if (solved === null) return null;
  const x = solved.solve(reducedRight);
  const dt = x[f];
  const change = f === 0 ? new Float64Array(n) : multiplyTransposed(free, x.subarray(0, f));
  // What the equation leaves over is Qᵀν.
  const rest = multiply(system, change).map((y, k) => right[k] + mixed[k] * dt - y);
  const pull =
    balance.rows === 0 ? new Float64Array(n) : multiplyTransposed(balance, multiply(balance, rest));

  // dZ = μ U⁻¹ − Z − (Z dU U⁻¹ + U⁻¹ dU Z)/2
  const dU = combined(problem, change, dt);
  const turned = times(times(inverse, dU), Z);
  const dZ = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      dZ[i * size + j] =
        mu * inverse.data[i * size + j] -
        Z.data[i * size + j] -
        (turned.data[i * size + j] + turned.data[j * size + i]) / 2;
  const dAbove = above.map((s, k) => (mu + s * change[k]) / room[k] - s);
  const dBelow = below.map((s, k) => (mu - s * change[k]) / depth[k] - s);

  let primal = 1;
  for (let k = 0; k < n; k++) {
    if (change[k] > 0) primal = Math.min(primal, (boundary * room[k]) / change[k]);
    if (change[k] < 0) primal = Math.min(primal, (boundary * depth[k]) / -change[k]);
  }
  let dual = 1;
  for (let k = 0; k < n; k++) {
    if (dAbove[k] < 0) dual = Math.min(dual, (boundary * above[k]) / -dAbove[k]);
    if (dBelow[k] < 0) dual = Math.min(dual, (boundary * below[k]) / -dBelow[k]);
  }
  const moved = longest(primal, (a) => {
    const next = lambda.map((x, k) => x + a * change[k]);
    keepBalance(balance, next);
    const nextFactor = primalAt(problem, next, t + a * dt);
    return nextFactor === null
      ? null
      : {
          lambda: next,
          room: room.map((x, k) => x - a * change[k]),
          depth: depth.map((x, k) => x + a * change[k]),
          t: t + a * dt,
          factor: nextFactor,
        };
  });
  const lifted = longest(dual, (a) => {
    const data = Z.data.map((x, i) => x + a * dZ[i]);
    return positive({ rows: size, columns: size, data }) === null ? null : { a, data };
  });
  if (moved === null || lifted === null) return null;
  const { a } = lifted.value;
  return {
    iterate: {
      ...moved.value,
      Z: { rows: size, columns: size, data: lifted.value.data },
      pulled: pulled.map((x, k) => x + a * (pull[k] - x)),
      above: above.map((s, k) => s + a * dAbove[k]),
      below: below.map((s, k) => s + a * dBelow[k]),
    },
    length: Math.min(moved.length, lifted.length),
  };
}

/** The first of `most`, and shorter ones, that stays inside; then a little less, not to end on the boundary. */
function longest<T>(
  most: number,
  at: (length: number) => T | null,
): { readonly value: T; readonly length: number } | null {
  for (let length = most; length > 1e-8; length *= 0.8) {
    if (at(length) === null) continue;
    const shorter = length === 1 ? 1 : boundary * length;
    const value = at(shorter);
    if (value !== null) return { value, length: shorter };
  }
  return null;
}

/** A v_k, one a row. */
function vectorsThrough(A: Matrix, { rows: n, columns: size, data }: Matrix): Float64Array {
  const out = new Float64Array(n * size);
  for (let k = 0; k < n; k++)
    for (let i = 0; i < size; i++) {
      const x = data[k * size + i];
      for (let j = 0; j < size; j++) out[k * size + j] += x * A.data[i * size + j];
    }
  return out;
}

function times(a: Matrix, b: Matrix): Matrix {
  return { rows: a.rows, columns: b.columns, data: vectorsThrough(b, a) };
}

/** Σ (s⁺ + s⁻): what the dual variables claim, exact as long as they are feasible. */
export function dualObjective({ above, below }: Iterate): number {
  return above.reduce((sum, s, k) => sum + s + below[k], 0);
}

/**
 * Σ_k |v_kᵀ Z v_k − (Qᵀν)_k| / tr Z: an upper bound of the optimum for any Z ⪰ 0 and any ν. Z is
 * positive definite up to the rounding of its factorisation, by more than which it is shifted.
 */
export function dualValue(
  { samples: n, size, across }: CertificateProblem,
  { Z, pulled }: Iterate,
): number {
  const shift = 8 * (size + 1) * epsilon * norm(Z.data);
  const through = vectorsThrough(Z, across);
  const sizes = vectorsThrough({ ...Z, data: Z.data.map(Math.abs) }, absolute(across));
  let trace = 0;
  for (let i = 0; i < size; i++) trace += Z.data[i * size + i];
  let sum = 0;
  for (let k = 0; k < n; k++) {
    let form = 0;
    let moduli = Math.abs(pulled[k]);
    for (let i = 0; i < size; i++) {
      const v = across.data[k * size + i];
      form += through[k * size + i] * v;
      moduli += sizes[k * size + i] * Math.abs(v);
      form += shift * v * v;
    }
    sum += Math.abs(form - pulled[k]) + 2 * (size + 4) * epsilon * moduli;
  }
  return sum / trace;
}

const absolute = (a: Matrix): Matrix => ({ ...a, data: a.data.map(Math.abs) });

/** U⁻¹ = L⁻ᵀ L⁻¹. */
function inverseOf(factor: Cholesky): Matrix {
  const { size } = factor;
  const data = new Float64Array(size * size);
  const unit = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    unit.fill(0);
    unit[i] = 1;
    data.set(factor.solve(unit), i * size);
  }
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++)
      data[i * size + j] = data[j * size + i] = (data[i * size + j] + data[j * size + i]) / 2;
  return { rows: size, columns: size, data };
}

/** Takes out of λ what rounding has left along the balanced combinations. */
function keepBalance({ rows, data }: Matrix, lambda: Float64Array): void {
  const n = lambda.length;
  for (let i = 0; i < rows; i++) {
    let along = 0;
    for (let k = 0; k < n; k++) along += data[i * n + k] * lambda[k];
    for (let k = 0; k < n; k++) lambda[k] -= along * data[i * n + k];
  }
}
