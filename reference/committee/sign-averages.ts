/**
 * Averages over the three outputs y = (sign z₁ + sign z₂)/2 of two sign units, z ~ N(ω, V), ω ~ N(0, q):
 *
 *   Ψ    = E_ω Σ_y Z_y ln Z_y
 *   A_±  = E_ω Σ_y Z_y g_±² = E_ω Σ_y (∂_± Z_y)²/Z_y,     g = ∇ ln Z,   g_± = (g₁ ± g₂)/√2
 *   D    = 1 − E_ω Σ_y Z_y²                               probability that two samples disagree
 *
 * In ω_± = (ω₁ ± ω₂)/√2 everything is independent, and with the sectors Q of sector.ts
 *
 *   Z_{±1} = Q(±ω_+, ω_−; V_+, V_−),    Z_0 = Q(ω_−, ω_+; V_−, V_+) + Q(−ω_−, ω_+; V_−, V_+)
 *
 * (a sum: 1 − Z₁ − Z_{−1} would cancel). The gradients are closed forms. The averages are trapezoid sums
 * over ω_+ ≥ 0 and ω_− ≥ 0: y → −y with ω → −ω, and the exchange of the units, give the rest.
 *
 * At small q_− everything odd in ω_− is of the order of ω_−, and A_−/q_− has a limit,
 *
 *   a(q_+) = E_ω Σ_y Z_y (∂²_{ω_−} ln Z_y)² at ω_− = 0,
 *
 * from which the specialisation of the units starts: what is returned is the ratio.
 *
 * Source: [aubin2018].
 */
import {
  boundaryConjugate,
  boundaryEntropy,
  boundaryInformation,
  boundaryPotential,
} from '../channels/decision-boundary.ts';
import { normalDensity, sqrtTwoPi } from '../numerics/normal.ts';
import { tabulatedNormalCdf as normalCdf } from '../numerics/normal-table.ts';
import { gaussianAxis } from './axis.ts';
import type { CommitteeOverlaps } from './overlaps.ts';
import { sectorLine, sectorsAlong } from './sector.ts';

export interface SignAverages {
  /** Ψ_out */
  readonly potential: number;
  /** A_+ */
  readonly plus: number;
  /** A_−/q_−; at q_− = 0 its limit a(q_+). */
  readonly minusPerOverlap: number;
  /** E Σ_y Z_y g₁ g₂ = (A_+ − A_−)/2, without the difference. */
  readonly cross: number;
  /** P(y ≠ y′) of two samples of the posterior. */
  readonly disagreement: number;
}

const step0 = 0.4;
/** Below this the contribution of an output is lost beside the others. */
const nothing = 1e-200;

/** Z ln Z from Z and from the probability of all other outputs. */
const entropy = (Z: number, rest: number): number =>
  Z > 0.5 ? Z * Math.log1p(-rest) : Z > nothing ? Z * Math.log(Z) : 0;

/** Φ(m + d) − Φ(m − d) for d ≥ 0, by Taylor's series where d is small. */
const between = (m: number, d: number): number => {
  const x = m * m;
  const y = d * d;
  if (d * (1 + Math.abs(m)) > 0.1)
    // The smaller ones of the two complements
    return m > 0 ? normalCdf(d - m) - normalCdf(-m - d) : normalCdf(m + d) - normalCdf(m - d);
  const series =
    1 +
    (y / 6) * (x - 1) +
    ((y * y) / 120) * (x * x - 6 * x + 3) +
    ((y * y * y) / 5040) * (x * x * x - 15 * x * x + 45 * x - 15);
  return 2 * d * normalDensity(m) * series;
};

export const signAverages = (
  { plus, minus }: CommitteeOverlaps,
  step: number,
  refine = 1,
): SignAverages => {
  const [A, B] = [plus.V, minus.V];
  const v = (A + B) / 2;
  const lean = (A - B) / (A + B); // c/v
  const s = Math.sqrt((A * B) / v);
  const far = Math.sqrt(A + B);
  const near = (along: number, across: number) =>
    Math.min(far, Math.sqrt((along * (A + B)) / across));
  // Z_0 has two edges, alike in ω_−: at ω_+ = L its zeros are πv/L from the real ω_−. What the rule
  // misses for them, e^{−2π (πv/L)/h}, matters with their weight e^{−L²/4v − L²/2q_+}
  const weightOfEdges = 1 / (4 * v) + 1 / (2 * Math.max(plus.q, Number.MIN_VALUE));
  const edges = (0.22 * v * Math.sqrt(weightOfEdges)) / step0;
  const sharp = far < 0.45;
  const extent = sharp ? 8.7 * far : Number.POSITIVE_INFINITY;
  const axisPlus = gaussianAxis(plus.q, near(A, B), far, step, extent);
  const axisMinus = gaussianAxis(minus.q, Math.min(edges, near(B, A)), far, step, extent);
  const linePlus = sectorLine(axisPlus.nodes, A, B, refine);
  const lineMinus = sectorLine(axisMinus.nodes, B, A, refine);
  const [m, k] = [axisPlus.middle, axisMinus.middle];

  // Z_0 on the quarter plane: a line along ω_− for each ω_+
  const undecided = new Float64Array((m + 1) * (k + 1));
  const sectors = new Float64Array(Math.max(axisPlus.nodes.length, axisMinus.nodes.length));
  for (let i = 0; i <= m; i++) {
    sectorsAlong(lineMinus, axisPlus.nodes[m + i], B, A, sectors);
    for (let j = 0; j <= k; j++) undecided[i * (k + 1) + j] = sectors[k + j] + sectors[k - j];
  }

  const root = Math.sqrt(v);
  const scale = 1 / (sqrtTwoPi * root);
  let potential = 0;
  let conjugatePlus = 0;
  let conjugateMinus = 0;
  let cross = 0;
  let disagreement = 0;
  for (let j = 0; j <= k; j++) {
    const across = axisMinus.nodes[k + j];
    sectorsAlong(linePlus, across, A, B, sectors);
    for (let i = 0; i <= m; i++) {
      const along = axisPlus.nodes[m + i];
      const weight =
        (i === 0 ? 1 : 2) * (j === 0 ? 1 : 2) * axisPlus.weights[m + i] * axisMinus.weights[k + j];
      if (weight < 1e-30) continue;
      const up = sectors[m + i];
      const down = sectors[m - i];
      const tie = undecided[i * (k + 1) + j];
      const w1 = (along + across) * Math.SQRT1_2;
      const w2 = (along - across) * Math.SQRT1_2;
      const f1 = scale * Math.exp((-w1 * w1) / (2 * v));
      const f2 = scale * Math.exp((-w2 * w2) / (2 * v));
      const first = sharp ? lone(w1 / root) : none;
      const second = sharp ? lone(w2 / root) : none;
      potential +=
        weight *
        (entropy(up, down + tie) +
          entropy(down, up + tie) +
          entropy(tie, up + down) -
          first.potential -
          second.potential);
      disagreement +=
        2 * weight * (up * down + (up + down) * tie - first.variance - second.variance);
      const edge = sharp ? (weight / (2 * v)) * (first.information + second.information) : 0;

      const h1 = (w1 - lean * w2) / s;
      const h2 = (w2 - lean * w1) / s;
      const [p1, p2, n1, n2] = [normalCdf(h1), normalCdf(h2), normalCdf(-h1), normalCdf(-h2)];
      // √2 ∂_+ of Z_1, Z_{−1}, Z_0
      const upPlus = f1 * p2 + f2 * p1;
      const downPlus = -(f1 * n2 + f2 * n1);
      const tiePlus = f1 * (n2 - p2) + f2 * (n1 - p1);
      conjugatePlus +=
        -edge + (weight / 2) * (ratio(upPlus, up) + ratio(downPlus, down) + ratio(tiePlus, tie));

      cross +=
        weight *
        f1 *
        f2 *
        (over(p1 * p2, up) + over(n1 * n2, down) + over((n1 - p1) * (n2 - p2), tie));

      // √2 ∂_− of the same, over ω_−
      let upMinus: number;
      let downMinus: number;
      let tieMinus: number;
      const bend = Math.SQRT2 * (1 + lean);
      if (across === 0) {
        const h = h2;
        const density = normalDensity(h);
        const curve = (Math.SQRT2 * w1) / v;
        upMinus = -f1 * (curve * p2 + (bend * density) / s);
        downMinus = -f1 * (-curve * n2 + (bend * density) / s);
        tieMinus = -f1 * (curve * (n2 - p2) - (2 * bend * density) / s);
      } else {
        const delta = (-along * across) / v;
        // (h₁ ± h₂)/2: the difference of h₁ and h₂ themselves would have lost the digits of ω_−
        const step12 = between((Math.SQRT1_2 * (1 - lean) * along) / s, (bend * across) / (2 * s));
        if (delta > -0.5) {
          const e = Math.expm1(delta);
          upMinus = (f2 * (e * p2 - step12)) / across;
          downMinus = (f2 * (-e * n2 - step12)) / across;
          tieMinus = (f2 * (e * (n2 - p2) + 2 * step12)) / across;
        } else {
          upMinus = (f1 * p2 - f2 * p1) / across;
          downMinus = (f2 * n1 - f1 * n2) / across;
          tieMinus = (f1 * (n2 - p2) - f2 * (n1 - p1)) / across;
        }
      }
      const x2 = minus.q === 0 ? 1 : (across * across) / minus.q;
      conjugateMinus +=
        -edge / (minus.q || 1) +
        (weight / 2) * x2 * (ratio(upMinus, up) + ratio(downMinus, down) + ratio(tieMinus, tie));
    }
  }
  if (sharp) {
    // ω_l ~ N(0, q₁₁), z_l ~ N(ω_l, v)
    const diagonal = (plus.q + minus.q) / 2;
    const conjugate = boundaryConjugate(diagonal, v).value;
    potential += 2 * boundaryPotential(diagonal, v).value;
    conjugatePlus += conjugate;
    conjugateMinus += conjugate / minus.q;
    disagreement += (2 * angle(v)) / Math.PI;
  }
  return { potential, plus: conjugatePlus, minusPerOverlap: conjugateMinus, cross, disagreement };
};

/** What one unit alone contributes at x = ω/√v: Φ ln Φ + Φ̄ ln Φ̄, φ²/(ΦΦ̄) and ΦΦ̄. */
const lone = (x: number) => {
  const size = Math.abs(x);
  const density = normalDensity(size);
  const tail = normalCdf(-size);
  return {
    potential: -density * boundaryEntropy(size),
    information: density * boundaryInformation(size),
    variance: tail * (1 - tail),
  };
};
const none = { potential: 0, information: 0, variance: 0 };

/** arccos(1 − v) */
export const angle = (v: number): number => 2 * Math.asin(Math.sqrt(v / 2));

const over = (product: number, Z: number): number => (Z > nothing ? product / Z : 0);

/** (∂Z)²/Z */
const ratio = (slope: number, Z: number): number => (Z > nothing ? (slope * slope) / Z : 0);
