/**
 * What a Gaussian observation of the weights of two units tells, for r with eigenvalues r_±:
 *
 *   ψ(r) = E ln E_w exp(wᵀ r w₀ + wᵀ r^{1/2} ξ − wᵀ r w/2),   q = 2 ∂ψ/∂r,   V = 1 − q
 *
 * It decouples in (w₁ ± w₂)/√2. What enters the free entropy is F = ψ − Tr(r q)/2.
 *
 * Gaussian weights: q_± = r_±/(1 + r_±), F = ½ Σ_± [q_± + ln(1 − q_±)].
 *
 * Rademacher weights: ((w₁ + w₂)/√2, (w₁ − w₂)/√2) is (±√2, 0) or (0, ±√2), a quarter each. With
 *
 *   C_± = e^{−r_±} cosh(√(2 r_±) Y_±),   p_± = C_±/(C_+ + C_−),   t_± = tanh(√(2 r_±) Y_±)
 *
 * the density of Y = √r u + ξ is φ(Y_+) φ(Y_−) (C_+ + C_−)/2, and
 *
 *   ψ = E ln[(C_+ + C_−)/2],   q_± = 2 E p_±² t_±²,   V_± = 2 E p_± (1 − p_± t_±²),
 *
 * trapezoid sums over a quarter of the plane. q_−/r_− has the limit 4 E p_−² Y_−² at r_− → 0.
 */
import { log1pMinus } from '../numerics/log-sum-exp.ts';
import { sqrtTwoPi } from '../numerics/normal.ts';
import type { CommitteeOverlaps, Overlap } from './overlaps.ts';

export type CommitteePrior = 'gaussian' | 'rademacher';

export interface WeightAverages extends CommitteeOverlaps {
  /** q_−/r_−, also at r_− = 0. */
  readonly minusPerConjugate: number;
  /** F = ψ − Tr(r q)/2 */
  readonly entropy: number;
}

const gaussianWeights = (rPlus: number, rMinus: number): WeightAverages => {
  const pair = (r: number) => ({ q: r / (1 + r), V: 1 / (1 + r) });
  // q + ln(1 − q) = r/(1 + r) − ln(1 + r)
  const cost = (r: number) => (r < 1 ? log1pMinus(-r / (1 + r)) : r / (1 + r) - Math.log1p(r)) / 2;
  return {
    plus: pair(rPlus),
    minus: pair(rMinus),
    minusPerConjugate: 1 / (1 + rMinus),
    entropy: cost(rPlus) + cost(rMinus),
  };
};

interface Column {
  /** φ(Y) with the weight of the rule, e^{−r} cosh √(2r)Y, tanh² and (1 − tanh²) of it, tanh²/r. */
  readonly weight: Float64Array;
  readonly C: Float64Array;
  readonly square: Float64Array;
  readonly rest: Float64Array;
  readonly squarePerR: Float64Array;
}

const column = (r: number, step: number): Column => {
  const amplitude = Math.sqrt(2 * r);
  // Poles of tanh(√(2r) Y) at π/2 √(2r); the Gaussian itself asks for a step below 0.7
  const spacing = step * Math.min(1, 1.4 / amplitude);
  // The class that has Y in it reaches to √(2r) + 9; e^{−r} cosh rides on the density
  const n = Math.ceil((amplitude + 9) / spacing) + 1;
  const [weight, C, square, rest, squarePerR] = Array.from(
    { length: 5 },
    () => new Float64Array(n),
  );
  for (let k = 0; k < n; k++) {
    const Y = k * spacing;
    const x = amplitude * Y;
    weight[k] = ((k === 0 ? 1 : 2) * spacing * Math.exp((-Y * Y) / 2)) / sqrtTwoPi;
    const e = Math.exp(-2 * x);
    C[k] = (Math.exp(x - r) * (1 + e)) / 2;
    const t = Math.tanh(x);
    square[k] = t * t;
    rest[k] = (4 * e) / ((1 + e) * (1 + e));
    squarePerR[k] = r === 0 ? 2 * Y * Y : (t * t) / r;
  }
  return { weight, C, square, rest, squarePerR };
};

const rademacherWeights = (rPlus: number, rMinus: number, step: number): WeightAverages => {
  const a = column(rPlus, step);
  const b = column(rMinus, step);
  let psi = 0;
  let [qPlus, qMinus, vPlus, vMinus] = [0, 0, 0, 0];
  let perConjugate = 0;
  for (let i = 0; i < a.weight.length; i++) {
    const A = a.C[i];
    const [aSquare, aRest] = [a.square[i], a.rest[i]];
    let [s0, s1, s2, s3, s4, s5] = [0, 0, 0, 0, 0, 0];
    for (let j = 0; j < b.weight.length; j++) {
      const B = b.C[j];
      const sum = A + B;
      if (sum === 0) continue;
      const p = A / sum;
      const n = B / sum;
      const w = (b.weight[j] * sum) / 2;
      s0 += w * Math.log(sum / 2);
      s1 += w * p * p;
      s2 += w * p * n;
      s3 += w * n * n * b.square[j];
      s4 += w * n * (p + n * b.rest[j]);
      s5 += w * n * n * b.squarePerR[j];
    }
    const w = a.weight[i];
    psi += w * s0;
    qPlus += 2 * w * aSquare * s1;
    vPlus += 2 * w * (s2 + aRest * s1);
    qMinus += 2 * w * s3;
    vMinus += 2 * w * s4;
    perConjugate += 2 * w * s5;
  }
  return {
    plus: complementary(qPlus, vPlus),
    minus: complementary(qMinus, vMinus),
    minusPerConjugate: perConjugate,
    entropy: psi - (rPlus * qPlus + rMinus * qMinus) / 2,
  };
};

/** q and V are both sums of positive terms and add up to one: the larger from the smaller. */
const complementary = (q: number, V: number): Overlap =>
  q > V ? { q: 1 - V, V } : { q, V: 1 - q };

/** At conjugates r_+, r_− ≥ 0; `step` is that of the rule, in units that suit the integrand. */
export const weightAverages = (
  prior: CommitteePrior,
  rPlus: number,
  rMinus: number,
  step: number,
): WeightAverages =>
  prior === 'gaussian' ? gaussianWeights(rPlus, rMinus) : rademacherWeights(rPlus, rMinus, step);
