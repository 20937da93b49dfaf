import { gauss } from './panels.ts';

/**
 * What Y = r^{1/2} w + ξ tells of two weights, with r of eigenvalues r_± on (1, ±1)/√2: mean overlaps
 * q_± = E (ŵ₁ ± ŵ₂)²/2 and ψ = E ln E_w e^{...}, from a table of the posterior.
 */
export interface SeenPair {
  readonly plus: number;
  readonly minus: number;
  /** ψ(r) */
  readonly potential: number;
}

const reach = 8.5;

/** Gaussian weights: each direction is a weight by itself, of posterior variance 1/(1 + r). */
const gaussianPair = (rPlus: number, rMinus: number): SeenPair => ({
  plus: 1 - 1 / (1 + rPlus),
  minus: 1 - 1 / (1 + rMinus),
  potential: (rPlus + rMinus - Math.log(1 + rPlus) - Math.log(1 + rMinus)) / 2,
});

const states: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, -1],
  [-1, 1],
  [-1, -1],
];

/**
 * The true weights are (1, 1) or (1, −1), the rest by symmetry; the noise is on a plain grid, and the
 * four states are weighed one by one.
 */
const rademacherPair = (rPlus: number, rMinus: number, step: number): SeenPair => {
  const [a, b] = [Math.sqrt(rPlus), Math.sqrt(rMinus)];
  const h = step * Math.min(1, 1.2 / (1 + Math.max(a, b)));
  const n = Math.ceil(reach / h);
  const axis = (amplitude: number) => {
    // A direction that is not seen tells nothing: its noise need not be averaged over
    if (amplitude === 0) return [{ x: 0, w: 1 }];
    return Array.from({ length: 2 * n + 1 }, (_, k) => {
      const x = (k - n) * h;
      return { x, w: h * gauss(x) };
    });
  };
  let [plus, minus, potential] = [0, 0, 0];
  for (const truth of [states[0], states[1]])
    for (const first of axis(a))
      for (const second of axis(b)) {
        const weight = (first.w * second.w) / 2;
        if (weight < 1e-18) continue;
        const field = [
          (a * (truth[0] + truth[1])) / Math.SQRT2 + first.x,
          (b * (truth[0] - truth[1])) / Math.SQRT2 + second.x,
        ];
        // wᵀ r w₀ + wᵀ r^{1/2} ξ − wᵀ r w/2
        const scores = states.map(([w1, w2]) => {
          const [u, v] = [(w1 + w2) / Math.SQRT2, (w1 - w2) / Math.SQRT2];
          return a * u * field[0] + b * v * field[1] - (rPlus * u * u + rMinus * v * v) / 2;
        });
        const top = Math.max(...scores);
        let [sum, m1, m2] = [0, 0, 0];
        states.forEach(([w1, w2], k) => {
          const p = Math.exp(scores[k] - top);
          sum += p;
          m1 += p * w1;
          m2 += p * w2;
        });
        plus += (weight * ((m1 + m2) / sum) ** 2) / 2;
        minus += (weight * ((m1 - m2) / sum) ** 2) / 2;
        potential += weight * (top + Math.log(sum / 4));
      }
  return { plus, minus, potential };
};

export const seenPair = (
  prior: 'gaussian' | 'rademacher',
  rPlus: number,
  rMinus: number,
  step: number,
): SeenPair =>
  prior === 'gaussian' ? gaussianPair(rPlus, rMinus) : rademacherPair(rPlus, rMinus, step);
