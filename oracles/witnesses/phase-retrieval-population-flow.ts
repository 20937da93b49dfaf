import type { Witness } from '../oracle.ts';
import type {
  PhaseRetrievalPopulationFlowParams,
  PhaseRetrievalPopulationFlowResult,
} from '../types/phase-retrieval.population-flow.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { extrapolated } from './extrapolated.ts';

/**
 * Averages of polynomials of degree up to nine over a normal variable by the five-point Gauss–Hermite rule, whose nodes
 * are the roots of x⁵ − 10x³ + 15x.
 */
const roots = [0, Math.sqrt(5 - Math.sqrt(10)), Math.sqrt(5 + Math.sqrt(10))];
const nodes = [-roots[2], -roots[1], 0, roots[1], roots[2]];
const weights = nodes.map((x) => 120 / (5 * x ** 4 - 30 * x ** 2 + 15) ** 2);

/** E (h*² − h²)² with h* = u, h = cos θ u + sin θ v: the loss per sample at an angle θ from the teacher. */
const lossAt = (cosine: number, sine: number): number => {
  let sum = 0;
  for (const [i, u] of nodes.entries())
    for (const [j, v] of nodes.entries())
      sum += weights[i] * weights[j] * (u ** 2 - (cosine * u + sine * v) ** 2) ** 2;
  return sum;
};

export const averagedLoss: Witness<
  PhaseRetrievalPopulationFlowParams,
  PhaseRetrievalPopulationFlowResult
> = {
  id: 'averaged-loss',
  method:
    'descent along a great circle of radius √d of n times the loss averaged by a Gauss–Hermite rule, in the angle: dθ/dt = −(n/d) dE/dθ, differenced',
  ...attempting(({ alpha, initialOverlap, times }) => {
    const last = times[times.length - 1];
    if (16 * alpha * last > 40) throw new OutOfReach('long after the end');
    // E is a polynomial of degree four in cos θ, sin θ: differences over these many angles are exact.
    const slope = (theta: number): number => {
      const count = 10;
      let sum = 0;
      for (let k = 0; k < count; k++) {
        const angle = theta + (2 * Math.PI * (k + 0.5)) / count;
        const kernel = ((k % 2 === 0 ? 1 : -1) * 1) / (4 * Math.sin((angle - theta) / 2) ** 2);
        sum += kernel * lossAt(Math.cos(angle), Math.sin(angle));
      }
      return (2 * sum) / count;
    };
    const field = ([theta]: readonly number[]): number[] => [-alpha * slope(theta)];
    let theta = [Math.acos(initialOverlap)];
    let t = 0;
    let off = 4e-16;
    const overlap = times.map((end) => {
      const steps = Math.ceil(16 * alpha * (end - t)) + 1;
      const { y, error } = extrapolated(field, theta, end - t, steps);
      // what is uncertain is stretched on the way off the saddle
      off = off * Math.exp(8 * alpha * (end - t)) + 4 * error + 1e-15 * steps * 30;
      theta = y;
      t = end;
      return Math.cos(y[0]);
    });
    return { result: { overlap }, error: { overlap: off + 4e-16 } };
  }),
};
