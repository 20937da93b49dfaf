/**
 * The bulk of the eigenvalues of GᵀG/p: density √((a₊ − a)(a − a₋))/(2πγa) on [(1 − √γ)², (1 + √γ)²],
 * as nodes and weights of the midpoint rule in the angle a = a₋ + (a₊ − a₋) sin²(θ/2), 0 < θ < π. The
 * integrand is periodic and even in θ, so that the rule converges geometrically.
 */
export function bulk(gamma: number, intervals: number) {
  const low = (1 - Math.sqrt(gamma)) ** 2;
  const spread = 4 * Math.sqrt(gamma);
  const angles = Float64Array.from(
    { length: intervals },
    (_, k) => (Math.PI * (k + 0.5)) / intervals,
  );
  const a = angles.map((angle) => low + spread * Math.sin(angle / 2) ** 2);
  const w = angles.map((angle, k) => {
    const height = (spread * Math.sin(angle)) / 2;
    return ((Math.PI / intervals) * height ** 2) / (2 * Math.PI * gamma * a[k]);
  });
  return { a, w };
}
