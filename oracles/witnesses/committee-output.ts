/**
 * Averages of the outputs of two sign units over ω ~ N(0, q), as they are defined: on a plain grid of
 * standard normal ξ_±, with every output by Bayes' rule.
 */
import { OutOfReach } from './attempt.ts';
import { type Factor, factorOf, observer } from './committee-sector.ts';

export interface OutputAverages {
  /** E Σ_y Z ln Z */
  readonly potential: number;
  /** A_± = E Σ_y Z g_±² */
  readonly plus: number;
  readonly minus: number;
  /** ½ E(y − ŷ)² */
  readonly halfSquare: number;
  /** P(y ≠ y′) */
  readonly disagreement: number;
}

const reach = 8;
/** More points than this take too long. */
const most = 40_000;

/** The grid has `step` in ξ, or finer where what an output tells changes faster. */
export function averagedOutputs(
  plus: number,
  minus: number,
  step: number,
  order = 16,
): OutputAverages {
  const [vPlus, vMinus] = [1 - plus, 1 - minus];
  if (!(Math.min(vPlus, vMinus) > 0.02)) throw new OutOfReach('too sharp for a plain grid');
  const width = Math.sqrt((vPlus + vMinus) / 2);
  const spacing = (q: number) => step * Math.min(1, (0.8 * width) / Math.sqrt(Math.max(q, 1e-12)));
  const axis = (q: number, h: number) => {
    if (q === 0) return [{ x: 0, w: 1 }];
    const n = Math.ceil(reach / h);
    return Array.from({ length: n + 1 }, (_, k) => ({
      x: Math.sqrt(q) * k * h,
      // the other half by symmetry
      w: ((k === 0 ? 1 : 2) * h * Math.exp(-((k * h) ** 2) / 2)) / Math.sqrt(2 * Math.PI),
    }));
  };
  const along = axis(plus, spacing(plus));
  const across = axis(minus, spacing(minus));
  if (along.length * across.length > most) throw new OutOfReach('too many points');
  // z = (z₊ + z₋, z₊ − z₋)/√2
  const factor: Factor = factorOf((vPlus + vMinus) / 2, (vPlus - vMinus) / 2, (vPlus + vMinus) / 2);
  const [l, m, n] = factor;
  const see = observer(factor, order, 2);
  const sums = { potential: 0, plus: 0, minus: 0, halfSquare: 0, disagreement: 0 };
  for (const a of along)
    for (const b of across) {
      const weight = a.w * b.w;
      if (weight < 1e-15) continue;
      const [w1, w2] = [(a.x + b.x) * Math.SQRT1_2, (a.x - b.x) * Math.SQRT1_2];
      const P = [0, 0, 0];
      for (const y of [-1, 0, 1]) {
        const { logMass, mean } = see(y, w1, w2);
        const Z = Math.exp(logMass);
        P[y + 1] = Z;
        if (Z < 1e-13) continue;
        sums.potential += weight * Z * logMass;
        // g = A⁻ᵀ E ζ
        const g2 = mean[1] / n;
        const g1 = (mean[0] - m * g2) / l;
        sums.plus += (weight * Z * (g1 + g2) ** 2) / 2;
        sums.minus += (weight * Z * (g1 - g2) ** 2) / 2;
      }
      const mean = P[2] - P[0];
      sums.halfSquare += (weight * (P[2] + P[0] - mean * mean)) / 2;
      sums.disagreement += 2 * weight * (P[0] * P[1] + P[0] * P[2] + P[1] * P[2]);
    }
  return sums;
}
