/**
 * Dawson's integral D(x) = e^{−x²} ∫₀ˣ e^{t²} dt, the imaginary part of the Fourier transform of a
 * half-normal density:
 *
 *   ∫₀^∞ φ(z) e^{ikz} dz = ½ e^{−k²/2} + i D(k/√2)/√π
 *
 * By Rybicki's sum, exponentially exact in its step,
 *
 *   D(x) = (1/√π) Σ_{n odd} e^{−(x − n h)²}/n + O(e^{−(π/2h)²}),
 *
 * with h = 1/4 (1e−17). Near zero the terms of n and −n cancel; there Taylor's series takes over,
 * D = x − 2x³/3 + 4x⁵/15 − …
 *
 * Source: [rybicki1989].
 */
const h = 0.25;
/** e^{−40}: nothing beyond. */
const reach = 6.4;

export const dawson = (x: number): number => {
  const size = Math.abs(x);
  if (size < 0.4) {
    // D_{k+1} = −2x² D_k/(2k + 3)
    let term = x;
    let sum = x;
    for (let k = 0; Math.abs(term) > 1e-18 * Math.abs(sum); k++) {
      term *= (-2 * x * x) / (2 * k + 3);
      sum += term;
    }
    return sum;
  }
  const first = Math.floor((size - reach) / (2 * h)) * 2 + 1;
  const last = Math.ceil((size + reach) / (2 * h)) * 2 + 1;
  let sum = 0;
  for (let n = first; n <= last; n += 2) {
    const gap = size - n * h;
    sum += Math.exp(-gap * gap) / n;
  }
  return (Math.sign(x) * sum) / Math.sqrt(Math.PI);
};
