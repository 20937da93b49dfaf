/**
 * The bulk of the eigenvalues of GᵀG/p: density √((a₊ − a)(a − a₋))/(2πγa) on [(1 − √γ)², (1 + √γ)²],
 * as nodes and weights of the trapezoid rule in the angle a = a₋ + (a₊ − a₋) sin²(θ/2), 0 < θ < π. The
 * integrand is periodic and even in θ, so that the rule converges geometrically.
 */
export function bulk(gamma: number, intervals: number) {
  const low = (1 - Math.sqrt(gamma)) ** 2;
  const spread = 4 * Math.sqrt(gamma);
  const a = new Float64Array(intervals - 1);
  const w = new Float64Array(intervals - 1);
  for (let k = 1; k < intervals; k++) {
    const angle = (Math.PI * k) / intervals;
    a[k - 1] = low + spread * Math.sin(angle / 2) ** 2;
    const height = (spread * Math.sin(angle)) / 2;
    w[k - 1] = ((Math.PI / intervals) * height ** 2) / (2 * Math.PI * gamma * a[k - 1]);
  }
  return { a, w };
}
