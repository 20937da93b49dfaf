/**
 * The sign of x·w − c, exactly, for the doubles as they are.
 *
 * A label cell's wall is a tie, and with inputs ±1/√d ties are common: the rounded sum of numbers that
 * cancel is ±1e-17, and its sign is noise. Here the sum is formed without error, as an expansion
 * (non-overlapping doubles in increasing order, none of them zero, whose last term has the sign of the whole).
 * Exact as long as no product under- or overflows (entries between 1e-140 and 1e140 in modulus).
 *
 * Source: Shewchuk, "Adaptive precision floating-point arithmetic and fast robust geometric predicates",
 * Discrete & Computational Geometry 18 (1997): two-sum, two-product, grow-expansion.
 */
export function signOfDot(
  x: ArrayLike<number>,
  w: ArrayLike<number>,
  c: number,
  from = 0,
): -1 | 0 | 1 {
  const terms: number[] = [];
  grow(terms, -c);
  for (let i = 0; i < w.length; i++) {
    const product = x[from + i] * w[i];
    const rest = productError(x[from + i], w[i], product);
    if (rest !== 0) grow(terms, rest); // never for weights ±1
    grow(terms, product);
  }
  if (terms.length === 0) return 0;
  return terms[terms.length - 1] > 0 ? 1 : -1;
}

/** Adds b to an expansion, in place and without error. */
function grow(terms: number[], b: number): void {
  let sum = b;
  let kept = 0;
  for (const term of terms) {
    const next = sum + term;
    const virtual = next - sum;
    const error = sum - (next - virtual) + (term - virtual);
    if (error !== 0) terms[kept++] = error;
    sum = next;
  }
  terms.length = kept;
  if (sum !== 0) terms.push(sum);
}

/** x y − fl(x y), by Veltkamp's splitting into halves of 26 bits. */
export function productError(x: number, y: number, product: number): number {
  const xHigh = high(x);
  const yHigh = high(y);
  const xLow = x - xHigh;
  const yLow = y - yHigh;
  return xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow);
}

function high(x: number): number {
  const c = 134217729 * x; // 2²⁷ + 1
  return c - (c - x);
}
