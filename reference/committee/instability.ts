/**
 * Where K sign units begin to specialise: the linear instability of the state in which every unit has
 * the same overlap with every unit of the teacher (Gaussian weights). With q_d = 0 only
 * T = Σ_l z_l/√K is known, ω ~ N(0, q), T ~ N(ω, 1 − q), and
 *
 *   q/(1 − q) = α E Σ_y (∂_ω Z_y)²/Z_y,
 *   α_c = 1 / E_ω Σ_y Z_y λ_y²,     λ_y(ω) = E[|z_⊥|² | y, ω]/(K − 1) − 1,   z_⊥ = z − T 1/√K.
 *
 * Everything is a Fourier integral. X = ω/q is T seen through noise of variance σ² = (1 − q)/q. With
 *
 *   a(κ) = ∫₀^∞ φ(z) e^{iκz} dz,     b(κ) = ∫₀^∞ (z² − 1) φ(z) e^{iκz} dz = −κ² a + iκ/√(2π),
 *
 * κ = k/√K, the density of y and X, and that of y and X weighted by Σ (z_l² − 1), are
 *
 *   F_y(X) = ∫ dk/2π e^{−ikX − σ²k²/2} Σ_{m ∈ y} C(K, m) a^m ā^{K−m}
 *   S_y(X) = the same with one factor a replaced by b, each in turn
 *
 * (m positive units), and by Tweedie's formula T is X + σ² ∂_X on F:
 *
 *   ∂_ω ln Z = X + F′/(q F),    (K − 1) λ = [S − (X² − 1 + σ²) F − 2σ² X F′ − σ⁴ F″]/F.
 *
 * A difference of densities is good to 1e−16 of the largest one, which is what an average asks for: where
 * F itself is smaller it has no weight.
 *
 * Source: [aubin2018] (K = 2 and large K), [schwarze1993].
 */
import { DomainError } from '../errors.ts';
import { dawson } from '../numerics/dawson.ts';
import { type Estimate, epsilon } from '../numerics/estimate.ts';
import { sqrtTwoPi } from '../numerics/normal.ts';
import { findRoot } from '../numerics/roots.ts';

/** Beyond, binomial weights leave the range of doubles. */
export const mostUnits = 999;

/** Real and imaginary parts of the sums over m ∈ y, at one κ. */
interface Transform {
  readonly F: readonly [number, number];
  readonly S: readonly [number, number];
}

/** C(K, m)/2^K */
const binomialWeights = (units: number): Float64Array => {
  const weights = new Float64Array(units + 1);
  weights[0] = 2 ** -units;
  for (let m = 0; m < units; m++) weights[m + 1] = (weights[m] * (units - m)) / (m + 1);
  return weights;
};

const transform = (weights: Float64Array, from: number, to: number, kappa: number): Transform => {
  const units = weights.length - 1;
  // 2a = ρ e^{iθ}, 2b = β e^{iη}
  const re = Math.exp((-kappa * kappa) / 2);
  const im = (2 / Math.sqrt(Math.PI)) * dawson(kappa * Math.SQRT1_2);
  const rho = Math.hypot(re, im);
  const theta = Math.atan2(im, re);
  const bRe = -kappa * kappa * re;
  const bIm = -kappa * kappa * im + (2 * kappa) / sqrtTwoPi;
  const beta = Math.hypot(bRe, bIm);
  const eta = Math.atan2(bIm, bRe);
  let [f0, f1, s0, s1] = [0, 0, 0, 0];
  for (let m = from; m <= to; m++) {
    const w = weights[m];
    const turn = theta * (2 * m - units);
    f0 += w * Math.cos(turn);
    f1 += w * Math.sin(turn);
    const [p, n] = [turn - theta + eta, turn + theta - eta];
    s0 += w * (m * Math.cos(p) + (units - m) * Math.cos(n));
    s1 += w * (m * Math.sin(p) + (units - m) * Math.sin(n));
  }
  const most = rho ** units;
  const one = beta * rho ** (units - 1);
  return { F: [most * f0, most * f1], S: [one * s0, one * s1] };
};

interface Instability {
  /** A = E Σ_y (∂_ω Z_y)²/Z_y */
  readonly conjugate: number;
  /** E Σ_y Z_y λ_y² */
  readonly growth: number;
}

/** Both averages at overlap q = 1 − V, by trapezoid sums in X (step `step`) and in k. */
const averages = (units: number, q: number, V: number, step: number): Instability => {
  const weights = binomialWeights(units);
  const variance = V / q; // σ²
  const reach = 9 / Math.sqrt(q);
  // Period in X: no image of the density reaches into the range
  const dk = Math.PI / (1.15 * reach);
  const groups: readonly (readonly [number, number, number])[] =
    units % 2 === 1
      ? [[(units + 1) / 2, units, 2]]
      : [
          [units / 2 + 1, units, 2],
          [units / 2, units / 2, 1],
        ];
  const ks: number[] = [];
  for (let k = 0; ; k += dk) {
    const kappa = k / Math.sqrt(units);
    const re = Math.exp((-kappa * kappa) / 2);
    const im = (2 / Math.sqrt(Math.PI)) * dawson(kappa * Math.SQRT1_2);
    const size = Math.hypot(re, im) ** (units - 1) * Math.exp((-variance * k * k) / 2);
    ks.push(k);
    if (size * (1 + k * k) < 1e-18) break;
  }
  const n = Math.ceil(reach / step);
  let conjugate = 0;
  let growth = 0;
  for (const [from, to, multiplicity] of groups) {
    const parts = ks.map((k) => transform(weights, from, to, k / Math.sqrt(units)));
    const damping = ks.map(
      (k, j) => ((j === 0 ? 1 : 2) * dk * Math.exp((-variance * k * k) / 2)) / (2 * Math.PI),
    );
    // The tie is even in X
    for (let i = multiplicity === 1 ? 0 : -n; i <= n; i++) {
      const X = i * step;
      let [F, slope, bend, S] = [0, 0, 0, 0];
      for (let j = 0; j < ks.length; j++) {
        const k = ks[j];
        const c = damping[j] * Math.cos(k * X);
        const s = damping[j] * Math.sin(k * X);
        const { F: f, S: g } = parts[j];
        // Re[e^{−ikX}(f₀ + i f₁)] and Re[−ik e^{−ikX}(f₀ + i f₁)]
        const value = c * f[0] + s * f[1];
        F += value;
        slope += k * (c * f[1] - s * f[0]);
        bend -= k * k * value;
        S += c * g[0] + s * g[1];
      }
      if (!(F > 1e-15)) continue;
      const weight = step * (multiplicity === 1 && i > 0 ? 2 : multiplicity);
      const g = slope / q + X * F;
      const G =
        S - (X * X - 1 + variance) * F - 2 * variance * X * slope - variance * variance * bend;
      conjugate += (weight * g * g) / F;
      growth += (weight * G * G) / F;
    }
  }
  return { conjugate, growth: growth / (units - 1) ** 2 };
};

const steps = { coarse: 0.16, fine: 0.11 };

/** α = n/d at which K units begin to specialise (K ≥ 2, Gaussian weights). */
export const instability = (where: string, units: number): Estimate => {
  if (!Number.isInteger(units) || units < 2 || units > mostUnits)
    throw new DomainError(where, 'units', units, `an integer from 2 to ${mostUnits}`);
  // ln[q/(1 − q)] + ln growth − ln conjugate, with 1 − q = e^{−u}; it rises with the overlap
  const excess =
    (step: number) =>
    (u: number): readonly [number, number] => {
      const [q, V] = [-Math.expm1(-u), Math.exp(-u)];
      const { conjugate, growth } = averages(units, q, V, step);
      return [Math.log((q * growth) / (V * conjugate)), growth];
    };
  const coarse = (u: number) => excess(steps.coarse)(u)[0];
  let lower = 0.7;
  let upper = 1.4;
  while (coarse(upper) < 0) [lower, upper] = [upper, upper + 1];
  const { root } = findRoot(coarse, lower, upper, { tolerance: 1e-14 });
  const [rest, growth] = excess(steps.fine)(root);
  const h = 1e-4;
  const [above, below] = [excess(steps.coarse)(root + h), excess(steps.coarse)(root - h)];
  const slope = (above[0] - below[0]) / (2 * h);
  const turn = Math.log(above[1] / below[1]) / (2 * h);
  // λ is 1/K of the squares it is made of
  const noise = 200 * epsilon * units;
  const place = (Math.abs(rest) + noise) / Math.abs(slope);
  const [, rough] = excess(steps.coarse)(root);
  const relative = Math.abs(growth / rough - 1) + noise + Math.abs(turn) * place;
  return { value: 1 / growth, error: relative / growth };
};
