// SIMD kernels of reference/numerics/kernels.ts, in AssemblyScript (npm run kernels:build).
//
// Four rows at a time, two columns at a time. Each row has one two-lane accumulator per sum, and the
// column sums take the four rows one after another: so blocking changes nothing in the order of
// summation, and plain JavaScript can follow it to the last bit. No fused multiply-add, for the same
// reason. `bytes` is the length of a padded row (a multiple of 16); all pointers are multiples of 16.

function lanes(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** sums[k] = F_k·a and sums[4 + k] = F_k²·v for the four rows at `rows`. */
export function project(rows: usize, bytes: usize, a: usize, v: usize, sums: usize): void {
  let p0 = f64x2.splat(0), p1 = p0, p2 = p0, p3 = p0;
  let q0 = p0, q1 = p0, q2 = p0, q3 = p0;
  for (let i: usize = 0; i < bytes; i += 16) {
    const row = rows + i;
    const f0 = v128.load(row);
    const f1 = v128.load(row + bytes);
    const f2 = v128.load(row + 2 * bytes);
    const f3 = v128.load(row + 3 * bytes);
    const ai = v128.load(a + i);
    const vi = v128.load(v + i);
    p0 = f64x2.add(p0, f64x2.mul(f0, ai));
    p1 = f64x2.add(p1, f64x2.mul(f1, ai));
    p2 = f64x2.add(p2, f64x2.mul(f2, ai));
    p3 = f64x2.add(p3, f64x2.mul(f3, ai));
    q0 = f64x2.add(q0, f64x2.mul(f64x2.mul(f0, f0), vi));
    q1 = f64x2.add(q1, f64x2.mul(f64x2.mul(f1, f1), vi));
    q2 = f64x2.add(q2, f64x2.mul(f64x2.mul(f2, f2), vi));
    q3 = f64x2.add(q3, f64x2.mul(f64x2.mul(f3, f3), vi));
  }
  store<f64>(sums, lanes(p0), 0);
  store<f64>(sums, lanes(p1), 8);
  store<f64>(sums, lanes(p2), 16);
  store<f64>(sums, lanes(p3), 24);
  store<f64>(sums, lanes(q0), 32);
  store<f64>(sums, lanes(q1), 40);
  store<f64>(sums, lanes(q2), 48);
  store<f64>(sums, lanes(q3), 56);
}

/** b_i += F_ki weights[k] and c_i += F_ki² weights[4 + k], k = 0, 1, 2, 3 in this order. */
export function backproject(rows: usize, bytes: usize, b: usize, c: usize, weights: usize): void {
  const g0 = v128.load64_splat(weights, 0);
  const g1 = v128.load64_splat(weights, 8);
  const g2 = v128.load64_splat(weights, 16);
  const g3 = v128.load64_splat(weights, 24);
  const h0 = v128.load64_splat(weights, 32);
  const h1 = v128.load64_splat(weights, 40);
  const h2 = v128.load64_splat(weights, 48);
  const h3 = v128.load64_splat(weights, 56);
  for (let i: usize = 0; i < bytes; i += 16) {
    const row = rows + i;
    const f0 = v128.load(row);
    const f1 = v128.load(row + bytes);
    const f2 = v128.load(row + 2 * bytes);
    const f3 = v128.load(row + 3 * bytes);
    let bi = v128.load(b + i);
    let ci = v128.load(c + i);
    bi = f64x2.add(bi, f64x2.mul(f0, g0));
    ci = f64x2.add(ci, f64x2.mul(f64x2.mul(f0, f0), h0));
    bi = f64x2.add(bi, f64x2.mul(f1, g1));
    ci = f64x2.add(ci, f64x2.mul(f64x2.mul(f1, f1), h1));
    bi = f64x2.add(bi, f64x2.mul(f2, g2));
    ci = f64x2.add(ci, f64x2.mul(f64x2.mul(f2, f2), h2));
    bi = f64x2.add(bi, f64x2.mul(f3, g3));
    ci = f64x2.add(ci, f64x2.mul(f64x2.mul(f3, f3), h3));
    v128.store(b + i, bi);
    v128.store(c + i, ci);
  }
}

/** `project` without the squares (scalar-variance G-AMP): sums[k] = F_k·a. */
export function projectLinear(rows: usize, bytes: usize, a: usize, sums: usize): void {
  let p0 = f64x2.splat(0), p1 = p0, p2 = p0, p3 = p0;
  for (let i: usize = 0; i < bytes; i += 16) {
    const row = rows + i;
    const ai = v128.load(a + i);
    p0 = f64x2.add(p0, f64x2.mul(v128.load(row), ai));
    p1 = f64x2.add(p1, f64x2.mul(v128.load(row + bytes), ai));
    p2 = f64x2.add(p2, f64x2.mul(v128.load(row + 2 * bytes), ai));
    p3 = f64x2.add(p3, f64x2.mul(v128.load(row + 3 * bytes), ai));
  }
  store<f64>(sums, lanes(p0), 0);
  store<f64>(sums, lanes(p1), 8);
  store<f64>(sums, lanes(p2), 16);
  store<f64>(sums, lanes(p3), 24);
}

/** `backproject` without the squares: b_i += F_ki weights[k]. */
export function backprojectLinear(rows: usize, bytes: usize, b: usize, weights: usize): void {
  const g0 = v128.load64_splat(weights, 0);
  const g1 = v128.load64_splat(weights, 8);
  const g2 = v128.load64_splat(weights, 16);
  const g3 = v128.load64_splat(weights, 24);
  for (let i: usize = 0; i < bytes; i += 16) {
    const row = rows + i;
    let bi = v128.load(b + i);
    bi = f64x2.add(bi, f64x2.mul(v128.load(row), g0));
    bi = f64x2.add(bi, f64x2.mul(v128.load(row + bytes), g1));
    bi = f64x2.add(bi, f64x2.mul(v128.load(row + 2 * bytes), g2));
    bi = f64x2.add(bi, f64x2.mul(v128.load(row + 3 * bytes), g3));
    v128.store(b + i, bi);
  }
}
