// SIMD kernels of reference/numerics/tiles.ts, in AssemblyScript (npm run kernels:build).
//
// A panel holds four rows of a matrix, interleaved: entry (r, k) of the panel is panel[4 k + r]. Lanes are
// entries of the result, never terms of a sum: so plain JavaScript follows to the last bit. No fused
// multiply-add, for the same reason. `rowBytes` is the distance of two rows of the square matrix.

/** C[4p + r][s] += sign · Σ_k A_p[r, k] B[s, k] for `panels` successive panels A_p, one panel B. */
export function update(
  a: usize, b: usize, c: usize, depth: i32, panels: i32, rowBytes: usize, sign: f64,
): void {
  const signs = f64x2.splat(sign);
  const end = b + (<usize>depth << 5);
  for (let p = 0; p < panels; p++) {
    let c00 = f64x2.splat(0), c01 = c00, c10 = c00, c11 = c00;
    let c20 = c00, c21 = c00, c30 = c00, c31 = c00;
    for (let bk = b; bk < end; bk += 32) {
      const b0 = v128.load(bk, 0);
      const b1 = v128.load(bk, 16);
      const a0 = v128.load64_splat(a, 0);
      c00 = f64x2.add(c00, f64x2.mul(a0, b0));
      c01 = f64x2.add(c01, f64x2.mul(a0, b1));
      const a1 = v128.load64_splat(a, 8);
      c10 = f64x2.add(c10, f64x2.mul(a1, b0));
      c11 = f64x2.add(c11, f64x2.mul(a1, b1));
      const a2 = v128.load64_splat(a, 16);
      c20 = f64x2.add(c20, f64x2.mul(a2, b0));
      c21 = f64x2.add(c21, f64x2.mul(a2, b1));
      const a3 = v128.load64_splat(a, 24);
      c30 = f64x2.add(c30, f64x2.mul(a3, b0));
      c31 = f64x2.add(c31, f64x2.mul(a3, b1));
      a += 32;
    }
    add(c, c00, c01, signs);
    add(c + rowBytes, c10, c11, signs);
    add(c + 2 * rowBytes, c20, c21, signs);
    add(c + 3 * rowBytes, c30, c31, signs);
    c += 4 * rowBytes;
  }
}

// @ts-ignore: decorator
@inline
function add(c: usize, left: v128, right: v128, signs: v128): void {
  v128.store(c, f64x2.add(v128.load(c, 0), f64x2.mul(signs, left)), 0);
  v128.store(c, f64x2.add(v128.load(c, 16), f64x2.mul(signs, right)), 16);
}

/** Overwrites each of `panels` successive panels P by P L⁻ᵀ, L lower triangular with `depth` rows. */
export function solve(l: usize, p: usize, depth: i32, panels: i32, rowBytes: usize): void {
  for (let n = 0; n < panels; n++) {
    let row = l;
    for (let k = 0; k < depth; k++) {
      const pk = p + (<usize>k << 5);
      let x0 = v128.load(pk, 0);
      let x1 = v128.load(pk, 16);
      let lj = row;
      for (let pj = p; pj < pk; pj += 32) {
        const factor = v128.load64_splat(lj);
        x0 = f64x2.sub(x0, f64x2.mul(factor, v128.load(pj, 0)));
        x1 = f64x2.sub(x1, f64x2.mul(factor, v128.load(pj, 16)));
        lj += 8;
      }
      const pivot = v128.load64_splat(lj);
      v128.store(pk, f64x2.div(x0, pivot), 0);
      v128.store(pk, f64x2.div(x1, pivot), 16);
      row += rowBytes;
    }
    p += <usize>depth << 5;
  }
}
