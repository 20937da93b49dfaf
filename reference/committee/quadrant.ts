/**
 * The probability of a quadrant and its derivatives,
 *
 *   L(a, b; ϱ) = P(x > −a, y > −b),   (x, y) standard normal of correlation ϱ,   κ² = 1 − ϱ²,
 *
 * in logarithms, however improbable the quadrant is. With the less probable coordinate first (a ≤ b)
 *
 *   L = ∫_{−a}^∞ e^{ℓ(x)} dx/√(2π),   ℓ(x) = −x²/2 + ln Φ(t),   t = (b + ϱx)/κ,
 *
 * where ℓ is concave: the mode is found, factored out, and the rest is integrated on panels that grow away
 * from it, with the moments of x and of y given x, of which
 *
 *   E[y | x] = ϱx + κ h(t),   Var[y | x] = κ² [1 − h(t) (h(t) + t)],   h = φ/Φ.
 *
 * Derivatives with respect to (a, b), each by the form that keeps more digits: the closed ones
 *
 *   g_a = φ(a) Φ((b − ϱa)/κ)/L,   ∂_a g_a = −g_a [a + (ϱ/κ) h + g_a],   ∂_b g_a = g_a [h/κ − g_b],
 *
 * (h at (b − ϱa)/κ), or in the tail, where these cancel, from the moments: R g = E(x, y),
 * R ∂g R = Cov(x, y) − R with R the correlation matrix.
 *
 * Where digits of L beside one are enough, L = Φ(a) Φ(b) + ∫₀^{arcsin ϱ} e^{−(a² + b² − 2ab sin θ)/2 cos² θ} dθ/2π.
 * Source: [genz1992] for the conditioning, [plackett1954] for the last form.
 */
import { epsilon } from '../numerics/estimate.ts';
import { certifiedIntegrals } from '../numerics/joint-quadrature.ts';
import {
  halfLogTwoPi,
  logNormalCdf,
  millsExcess,
  millsRatio,
  normalCdf,
  normalDensity,
} from '../numerics/normal.ts';
import { gaussLegendre } from '../numerics/quadrature.ts';
import { findRoot } from '../numerics/roots.ts';

/** ln L, its gradient and its Hessian with respect to (a, b), with bounds of their errors. */
export interface Quadrant {
  readonly logL: number;
  readonly logError: number;
  readonly g: readonly [number, number];
  readonly gError: readonly [number, number];
  /** ∂_a g_a, ∂_a g_b, ∂_b g_b */
  readonly dg: readonly [number, number, number];
  readonly dgError: number;
}

/** `kappa2` = 1 − ϱ², known better to whoever knows the determinant. */
export const quadrant = (a: number, b: number, rho: number, kappa2: number): Quadrant => {
  if (a > b) {
    const { g, gError, dg, ...rest } = quadrant(b, a, rho, kappa2);
    return {
      ...rest,
      g: [g[1], g[0]],
      gError: [gError[1], gError[0]],
      dg: [dg[2], dg[1], dg[0]],
    };
  }
  return conditioned(a, b, rho, Math.sqrt(kappa2));
};

/** Rounding and quadrature of Plackett's form and of the closed derivatives, absolutely. */
export const plackettError = 16 * epsilon;
/** Its 20 nodes are enough up to here. */
export const plackettCorrelation = 0.9;

const plackett = (a: number, b: number, rho: number): number => {
  const top = Math.asin(rho);
  const { nodes, weights } = gaussLegendre(20);
  const square = a * a + b * b;
  const mixed = 2 * a * b;
  let sum = 0;
  for (let i = 0; i < 20; i++) {
    const sine = Math.sin((top * (1 + nodes[i])) / 2);
    sum += weights[i] * Math.exp((mixed * sine - square) / (2 * (1 - sine * sine)));
  }
  return normalCdf(a) * normalCdf(b) + (top * sum) / (4 * Math.PI);
};

/** L, ∂_a L, ∂_b L, ∂_aa L, ∂_ab L, ∂_bb L, good to an absolute {@link plackettError}; |ϱ| ≤ 0.9. */
export const quadrantDerivatives = (
  a: number,
  b: number,
  rho: number,
  kappa: number,
  out: Float64Array,
): void => {
  const densityA = normalDensity(a);
  const u = (b - rho * a) / kappa;
  const first = densityA * normalCdf(u);
  const second = normalDensity(b) * normalCdf((a - rho * b) / kappa);
  const both = (densityA * normalDensity(u)) / kappa;
  out[0] = plackett(a, b, rho);
  out[1] = first;
  out[2] = second;
  out[3] = -a * first - rho * both;
  out[4] = both;
  out[5] = -b * second - rho * both;
};

const conditioned = (a: number, b: number, rho: number, kappa: number): Quadrant => {
  const t = (x: number) => (b + rho * x) / kappa;
  const log = (x: number) => -(x * x) / 2 + logNormalCdf(t(x));
  const slope = (x: number) => -x + (rho / kappa) * millsRatio(t(x));
  // The mode: at the boundary, or where the slope vanishes; only its neighbourhood matters
  const low = -a;
  let mode = low;
  if (slope(low) > 0) {
    let step = 1;
    while (slope(low + step) > 0) step *= 2;
    mode = findRoot(slope, low, low + step, { tolerance: 1e-3 * Math.min(1, kappa) }).root;
  }
  const peak = log(mode);
  const ends = panels(log, slope, mode, low, rho, kappa, b);
  const centre = rho * mode + kappa * millsRatio(t(mode));
  const integrand = (x: number, out: Float64Array): void => {
    const p = Math.exp(log(x) - peak);
    const s = t(x);
    const h = millsRatio(s);
    const dx = x - mode;
    const dy = rho * x + kappa * h - centre;
    out[0] = p;
    out[1] = p * dx;
    out[2] = p * dy;
    out[3] = p * dx * dx;
    out[4] = p * dx * dy;
    out[5] = p * (dy * dy + kappa * kappa * truncatedVariance(s, h));
  };
  let pieces = ends;
  // e^{ℓ} is off by the rounding of ℓ
  const ulps = 16 + mode * mode + t(mode) ** 2;
  let moments = certifiedIntegrals(integrand, pieces, 6, ulps);
  for (
    let halving = 0;
    halving < 4 && moments[0].error > (1e-13 + ulps * epsilon) * moments[0].value;
    halving++
  ) {
    pieces = pieces.flatMap((x, i) => (i === 0 ? [x] : [(x + pieces[i - 1]) / 2, x]));
    moments = certifiedIntegrals(integrand, pieces, 6, ulps);
  }
  const mass = moments[0].value;
  const unsure = moments[0].error / mass;
  const [mx, my, mxx, mxy, myy] = moments.slice(1).map(({ value }) => value / mass);
  const Ey = centre + my;
  const logL = peak + Math.log(mass) - halfLogTwoPi;

  // g: the density on the two edges over the mass
  const u = (b - rho * a) / kappa;
  const w = (a - rho * b) / kappa;
  const ga = Math.exp(log(low) - peak) / mass;
  const exponent = -(b * b) / 2 + logNormalCdf(w) - peak;
  const closed = Math.exp(exponent) / mass;
  const size = Math.abs(Ey) + Math.abs(rho * ga);
  const closedError = closed * (unsure + epsilon * (8 + b * b + w * w + Math.abs(peak)));
  const momentError = size * (unsure + 16 * epsilon);
  const gb = closedError < momentError ? closed : Ey - rho * ga;
  const gaError =
    ga * (unsure + epsilon * (8 + (mode === low ? 0 : low * low + mode * mode + Math.abs(peak))));
  const gbError = Math.min(closedError, momentError);

  const h = millsRatio(u);
  const closedHessian: [number, number, number] = [
    -ga * (a + (rho / kappa) * h + ga),
    ga * (h / kappa - gb),
    -gb * (b + (rho / kappa) * millsRatio(w) + gb),
  ];
  const closedHessianError =
    4 *
    (unsure + 8 * epsilon + (gaError / ga || 0) + (gbError / gb || 0)) *
    (ga * (Math.abs(a) + Math.abs(rho / kappa) * h + ga + h / kappa + gb) +
      gb * (Math.abs(b) + Math.abs(rho / kappa) * millsRatio(w) + gb));
  // R⁻¹ (C − R) R⁻¹ with C = Cov(x, y)
  const kappa2 = kappa * kappa;
  const [cxx, cxy, cyy] = [mxx - mx * mx, mxy - mx * my, myy - my * my];
  const d = [cxx - 1, cxy - rho, cyy - 1];
  const inverse = 1 / (kappa2 * kappa2);
  const momentHessian: [number, number, number] = [
    (d[0] - 2 * rho * d[1] + rho * rho * d[2]) * inverse,
    (-rho * d[0] + (1 + rho * rho) * d[1] - rho * d[2]) * inverse,
    (d[2] - 2 * rho * d[1] + rho * rho * d[0]) * inverse,
  ];
  const momentHessianError =
    (unsure + 32 * epsilon) * (2 + mxx + myy + mx * mx + my * my) * 4 * inverse;
  const byMoments = momentHessianError < closedHessianError;
  return {
    logL,
    logError: unsure + 2 * epsilon * (8 + Math.abs(peak) + mode * mode),
    g: [ga, gb],
    gError: [gaError, gbError],
    dg: byMoments ? momentHessian : closedHessian,
    dgError: Math.min(momentHessianError, closedHessianError),
  };
};

/** 1 − h (h + t): the variance of a normal truncated to ζ > −t; ~ 1/t² as t → −∞. */
const truncatedVariance = (t: number, h: number): number =>
  t < -1e4 ? 1 / (t * t) : Math.max(0, 1 - h * millsExcess(t));

/** ln of what counts as nothing. */
const depth = 44;

/** Ends of panels from the mode to where the integrand is lost, growing on either side. */
const panels = (
  log: (x: number) => number,
  slope: (x: number) => number,
  mode: number,
  low: number,
  rho: number,
  kappa: number,
  b: number,
): number[] => {
  const peak = log(mode);
  // −ℓ″ = 1 + (ϱ/κ)² h (h + t)
  const t = (b + rho * mode) / kappa;
  const curvature = 1 + (rho / kappa) ** 2 * millsRatio(t) * millsExcess(t);
  const steep = Math.abs(slope(mode));
  const width = 3 / (steep + Math.sqrt(steep * steep + 2 * curvature));
  const marks: number[] = [mode];
  for (const side of [-1, 1]) {
    let distance = width;
    for (;;) {
      // The boundary is an end where it comes first, however deep it lies
      const x = Math.max(low, mode + side * distance);
      marks.push(x);
      if (x === low || log(x) < peak - depth) break;
      distance *= 1.7;
    }
  }
  const [first, last] = [Math.min(...marks), Math.max(...marks)];
  // Φ(t) steps within κ/|ϱ| of t = 0
  if (rho !== 0) for (const k of [-8, -4, -1.5, 1.5, 4, 8]) marks.push((k * kappa - b) / rho);
  return [...new Set(marks)].filter((x) => x >= first && x <= last).sort((x, y) => x - y);
};
