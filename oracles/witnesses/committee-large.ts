import { normalCdf } from '../../reference/numerics/normal.ts';
import type { Witness } from '../oracle.ts';
import type { CommitteeLargeParams, CommitteeLargeResult } from '../types/committee.large.ts';
import type {
  CommitteeLargeUnspecialisedParams,
  CommitteeLargeUnspecialisedResult,
} from '../types/committee.large-unspecialised.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { gauss, panels } from './panels.ts';

/** Entropy of the sign of ω + √(1−γ) ξ given ω ~ N(0, γ): Ψ(γ), from its definition on panels. */
export function signEntropy(gamma: number, order: number): number {
  const width = Math.sqrt(1 - gamma);
  const root = Math.sqrt(gamma);
  const { x, w } = panels(-9 * root, 9 * root, [{ at: 0, width: Math.min(width, root) }], order);
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const p = normalCdf(x[i] / width);
    const n = normalCdf(-x[i] / width);
    const term = (p > 0 ? p * Math.log(p) : 0) + (n > 0 ? n * Math.log(n) : 0);
    sum += w[i] * gauss(x[i], gamma) * term;
  }
  return sum;
}

/** Probability that the likelier sign is wrong, and that two samples differ, from their definitions. */
export function signMistakes(gamma: number, order: number) {
  const width = Math.sqrt(1 - gamma);
  const root = Math.sqrt(gamma);
  const { x, w } = panels(0, 9 * root, [{ at: 0, width: Math.min(width, root) }], order);
  let bayes = 0;
  let gibbs = 0;
  for (let i = 0; i < x.length; i++) {
    const n = normalCdf(-x[i] / width);
    bayes += 2 * w[i] * gauss(x[i], gamma) * n;
    gibbs += 4 * w[i] * gauss(x[i], gamma) * n * (1 - n);
  }
  return { bayes, gibbs };
}

/**
 * Covariance of two sums of many signs: of each pair of units alike E sign z sign z′ = (2/π) arcsin q_d,
 * and all the others share what q_a gives them.
 */
export const sharedVariance = (specialisation: number, sum: number): number =>
  (2 / Math.PI) * (sum + Math.asin(specialisation));

/** The zero of a smooth function by secants, from two places near it. */
export function secant(f: (x: number) => number, x0: number, x1: number): number {
  let [a, b] = [x0, x1];
  let [fa, fb] = [f(a), f(b)];
  for (let i = 0; i < 60 && Math.abs(b - a) > 1e-15 * Math.abs(b) && fb !== fa; i++) {
    const c = b - (fb * (b - a)) / (fb - fa);
    [a, fa] = [b, fb];
    [b, fb] = [c, f(c)];
    if (!Number.isFinite(fb)) throw new OutOfReach('the secants leave the domain');
  }
  return Math.abs(fa) < Math.abs(fb) ? a : b;
}

/** f/K as a function of x, q_d = x²-free coordinate: q_d = 1 − e^{−x}. */
export const entropyPerUnit = (alpha: number, order: number) => (x: number) => {
  const q = -Math.expm1(-x);
  return (q - x) / 2 + alpha * signEntropy(sharedVariance(q, 1 - q), order);
};

/** f′ by differences of eighth order. */
export const slopeOf =
  (f: (x: number) => number, h: number) =>
  (x: number): number => {
    const d = (k: number) => f(x + k * h) - f(x - k * h);
    return (672 * d(1) - 168 * d(2) + 32 * d(3) - 3 * d(4)) / (840 * h);
  };

/** The specialised local maximum of f: the last sign change of its slope on a scan from above. */
export function specialisedMaximum(alpha: number, order: number): number {
  const slope = slopeOf(entropyPerUnit(alpha, order), 0.04);
  const top = 2 * Math.log(1 + alpha) + 2;
  let before = top;
  if (slope(top) >= 0) throw new OutOfReach('the maximum lies beyond the scan');
  for (let x = top - 0.3; x > 0.3; x -= 0.3) {
    if (slope(x) > 0) return secant(slope, before, x);
    before = x;
  }
  throw new OutOfReach('no specialised maximum on the scan');
}

/** The free entropy on a scan of q_d. */
export const scannedEntropy: Witness<CommitteeLargeParams, CommitteeLargeResult> = {
  id: 'scanned-entropy',
  method:
    'the last local maximum of the free entropy on a scan of the overlap, with the entropy of a sign and both error rates integrated from their definitions',
  ...attempting(({ alphaPerUnit, branch }) => {
    if (!(alphaPerUnit < 200)) throw new OutOfReach('too sharp for the scan');
    const read = (order: number) => {
      const x = branch === 'specialised' ? specialisedMaximum(alphaPerUnit, order) : 0;
      const q = -Math.expm1(-x);
      const gamma = sharedVariance(q, 1 - q);
      const { bayes, gibbs } = signMistakes(gamma, order);
      return {
        specialisation: q,
        generalisationError: gibbs,
        bayesClassification: bayes,
        freeEntropyPerUnit: entropyPerUnit(alphaPerUnit, order)(x),
      };
    };
    const [fine, coarse] = [read(16), read(12)];
    // The differences see the curvature of f only to rounding over their step
    const slope = 3e-12 * (1 + alphaPerUnit);
    const off = (field: keyof typeof fine) => 4 * Math.abs(fine[field] - coarse[field]) + slope;
    return {
      result: fine,
      error: {
        specialisation: branch === 'specialised' ? off('specialisation') : 1e-300,
        generalisationError: off('generalisationError'),
        bayesClassification: off('bayesClassification'),
        freeEntropyPerUnit: off('freeEntropyPerUnit'),
      },
    };
  }),
};

/** The same for the sum of the units alone. */
export const scannedSum: Witness<
  CommitteeLargeUnspecialisedParams,
  CommitteeLargeUnspecialisedResult
> = {
  id: 'scanned-sum',
  method:
    'the maximum of the free entropy in the overlap of the sum of the units, by its differences, with the entropy of a sign integrated from its definition',
  ...attempting(({ alpha }) => {
    if (!(alpha > 0.02 && alpha < 100)) throw new OutOfReach('too close to an end for differences');
    const read = (order: number) => {
      const entropy = (x: number) => {
        const q = -Math.expm1(-x);
        return (q - x) / 2 + alpha * signEntropy(sharedVariance(0, q), order);
      };
      const guess = Math.log1p((4 * alpha) / Math.PI ** 2);
      const slope = slopeOf(entropy, Math.min(0.04, guess / 8));
      const x = secant(slope, guess, 1.2 * guess);
      const q = -Math.expm1(-x);
      const { bayes, gibbs } = signMistakes(sharedVariance(0, q), order);
      return {
        overlap: q,
        generalisationError: gibbs,
        bayesClassification: bayes,
        freeEntropy: entropy(x),
      };
    };
    const [fine, coarse] = [read(16), read(12)];
    const off = (field: keyof typeof fine) =>
      4 * Math.abs(fine[field] - coarse[field]) + 3e-12 * (1 + alpha);
    return {
      result: fine,
      error: {
        overlap: off('overlap') + (1e-12 * (1 + alpha)) / alpha,
        generalisationError: off('generalisationError'),
        bayesClassification: off('bayesClassification'),
        freeEntropy: off('freeEntropy'),
      },
    };
  }),
};
