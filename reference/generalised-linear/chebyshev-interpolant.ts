/**
 * Chebyshev interpolants on an interval, with all their stationary points.
 *
 *   p(x) = Σ_k c_k T_k(t),   t = (2x − a − b)/(b − a) ∈ [−1, 1],
 *
 * through the Lobatto nodes t_j = cos(πj/n). An analytic function is reached geometrically, so the
 * last coefficients tell how far it is; n is doubled (nested nodes, nothing is thrown away), then
 * the interval is halved, until they are small.
 *
 * Source: Trefethen, Approximation Theory and Approximation Practice (SIAM, 2013), ch. 3, 8, 18.
 */
export interface Interpolant {
  readonly low: number;
  readonly high: number;
  readonly coefficients: Float64Array;
}

const COARSE = 8;
const FINE = 32;
/** cos(πk/FINE), k = 0 … 2·FINE: every cosine that either grid needs. */
const COSINES = Float64Array.from({ length: 2 * FINE + 1 }, (_, k) =>
  Math.cos((Math.PI * k) / FINE),
);

function node(low: number, high: number, j: number, n: number): number {
  if (j === 0) return high;
  if (j === n) return low;
  return 0.5 * (low + high) + 0.5 * (high - low) * COSINES[(j * FINE) / n];
}

/** Coefficients of the interpolant through the values at the nodes t_j = cos(πj/n), n = 8, 16 or 32. */
function coefficientsOf(values: Float64Array): Float64Array {
  const n = values.length - 1;
  const stride = FINE / n;
  const c = new Float64Array(n + 1);
  for (let k = 0; k <= n; k++) {
    let sum = 0.5 * (values[0] + (k % 2 === 0 ? values[n] : -values[n]));
    for (let j = 1; j < n; j++) sum += values[j] * COSINES[((j * k) % (2 * n)) * stride];
    c[k] = (2 / n) * sum;
  }
  c[0] *= 0.5;
  c[n] *= 0.5;
  return c;
}

function tail(c: Float64Array): number {
  let largest = 0;
  for (let k = c.length - 4; k < c.length; k++) largest = Math.max(largest, Math.abs(c[k]));
  return largest;
}

/**
 * Interpolates f on [low, high] by as many pieces, in ascending order, as it takes for the last
 * coefficients to fall below `tolerance` times max(1, variation of f on the piece). A value between
 * the nodes is asked for as a check on the coarsest grids, which a narrow feature could slip through.
 */
export function interpolate(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance: number,
  smallestPiece = (high - low) / 256,
): Interpolant[] {
  let values = new Float64Array(0);
  for (let n = COARSE; n <= FINE; n *= 2) {
    const finer = new Float64Array(n + 1);
    for (let j = 0; j <= n; j++)
      finer[j] = values.length > 0 && j % 2 === 0 ? values[j / 2] : f(node(low, high, j, n));
    values = finer;
    const piece = { low, high, coefficients: coefficientsOf(values) };
    const allowed = tolerance * Math.max(1, Math.max(...values) - Math.min(...values));
    if (tail(piece.coefficients) > allowed) continue;
    if (
      n === FINE ||
      Math.abs(f(probe(low, high)) - evaluate(piece, probe(low, high))) <= 10 * allowed
    )
      return [piece];
  }
  if (high - low <= 2 * smallestPiece) return [{ low, high, coefficients: coefficientsOf(values) }];
  const middle = 0.5 * (low + high);
  return [
    ...interpolate(f, low, middle, tolerance, smallestPiece),
    ...interpolate(f, middle, high, tolerance, smallestPiece),
  ];
}

/** Far from every node of the coarse grids. */
const probe = (low: number, high: number): number => low + 0.4 * (high - low);

/** p(x), by Clenshaw's recurrence. */
export function evaluate(p: Interpolant, x: number): number {
  const c = p.coefficients;
  const t = (2 * x - p.low - p.high) / (p.high - p.low);
  let b1 = 0;
  let b2 = 0;
  for (let k = c.length - 1; k > 0; k--) {
    const b = c[k] + 2 * t * b1 - b2;
    b2 = b1;
    b1 = b;
  }
  return c[0] + t * b1 - b2;
}

/** p′, from c′_{k−1} = c′_{k+1} + 2k c_k. */
export function derivative(p: Interpolant): Interpolant {
  const c = p.coefficients;
  const n = c.length - 1;
  const d = new Float64Array(n + 1);
  for (let k = n; k >= 1; k--) d[k - 1] = (k + 1 <= n ? d[k + 1] : 0) + 2 * k * c[k];
  d[0] *= 0.5;
  const scale = 2 / (p.high - p.low);
  for (let k = 0; k <= n; k++) d[k] *= scale;
  return { low: p.low, high: p.high, coefficients: d };
}

/** The sign change of f in [a, b] by bisection, to the last digits; f(a) and f(b) differ in sign. */
function bisect(f: (x: number) => number, a: number, b: number): number {
  const signA = Math.sign(f(a));
  let [lo, hi] = [a, b];
  for (let i = 0; i < 60; i++) {
    const middle = 0.5 * (lo + hi);
    if (middle <= lo || middle >= hi) break;
    if (Math.sign(f(middle)) === signA) lo = middle;
    else hi = middle;
  }
  return 0.5 * (lo + hi);
}

/**
 * Zeros of p′ inside (low, high), ascending. Between two neighbouring zeros of p″ p′ is monotone and
 * has one zero at most: a pair of stationary points however close is not overlooked.
 */
export function stationaryPoints(p: Interpolant): number[] {
  const slope = derivative(p);
  const bend = derivative(slope);
  const at = (q: Interpolant) => (x: number) => evaluate(q, x);
  const n = 2 * p.coefficients.length;
  const grid: number[] = [p.low];
  let previous = evaluate(bend, p.low);
  for (let i = 1; i <= n; i++) {
    const x = i === n ? p.high : p.low + ((p.high - p.low) * i) / n;
    const here = evaluate(bend, x);
    const last = grid[grid.length - 1];
    if (here * previous < 0) grid.push(bisect(at(bend), last, x));
    grid.push(x);
    previous = here;
  }
  const found: number[] = [];
  for (let i = 1; i < grid.length; i++) {
    const a = evaluate(slope, grid[i - 1]);
    const b = evaluate(slope, grid[i]);
    if (a * b < 0) found.push(bisect(at(slope), grid[i - 1], grid[i]));
    else if (b === 0 && i < grid.length - 1) found.push(grid[i]);
  }
  return found;
}
