import { normalCdf } from '../../reference/numerics/normal.ts';
import { committeeThresholds } from '../arbitraries/committee.ts';
import type { Witness } from '../oracle.ts';
import type {
  CommitteeThresholdParams,
  CommitteeThresholdResult,
} from '../types/committee.threshold.ts';
import { attempting, OutOfReach } from './attempt.ts';
import {
  entropyPerUnit,
  secant,
  sharedVariance,
  signEntropy,
  slopeOf,
  specialisedMaximum,
} from './committee-large.ts';
import { averagedOutputs } from './committee-output.ts';
import { seenPair } from './committee-weights.ts';
import { gauss, legendre, panels } from './panels.ts';

/**
 * P(y | T) and E[|z_⊥|²; y | T] for the sum T of the fields of two or three units, by the geometry of the
 * rest: for two units z_⊥ is a number, for three a vector of the plane, cut by three lines.
 */
interface Given {
  readonly y: number;
  readonly p: number;
  /** E[|z_⊥|²/(K − 1) − 1; y | T] */
  readonly excess: number;
}

/** z = (T ± s)/√2, s ~ N(0, 1). */
const givenTwo = (T: number): Given[] => {
  const size = Math.abs(T);
  const inside = 1 - 2 * normalCdf(-size);
  // E[s² − 1; |s| < t] = −2 t φ(t)
  const excess = -2 * size * gauss(size);
  return [
    { y: Math.sign(T), p: inside, excess },
    { y: 0, p: 2 * normalCdf(-size), excess: -excess },
  ];
};

/** z_l = T/√3 + √(2/3) ρ cos(θ + 2πl/3): the ray of each θ is cut where one of them vanishes. */
const givenThree = (T: number, order: number): Given[] => {
  const share = T / Math.sqrt(3);
  const rule = legendre(order);
  const found = { p: 0, excess: 0 };
  // A third of the circle, mirrored: cosines change sign or order at multiples of π/6
  const pieces = [0, Math.PI / 6, Math.PI / 3];
  for (let k = 0; k + 1 < pieces.length; k++)
    for (let i = 0; i < order; i++) {
      const half = (pieces[k + 1] - pieces[k]) / 2;
      const theta = pieces[k] + half * (1 + rule.x[i]);
      const weight = (half * rule.w[i]) / (Math.PI / 3);
      const speeds = [0, 1, 2].map(
        (l) => Math.sqrt(2 / 3) * Math.cos(theta + (2 * Math.PI * l) / 3),
      );
      const cuts = speeds.map((c) => -share / c).filter((r) => r > 0 && Number.isFinite(r));
      const ends = [0, ...cuts.sort((a, b) => a - b), Number.POSITIVE_INFINITY];
      for (let e = 0; e + 1 < ends.length; e++) {
        const middle =
          ends[e + 1] === Number.POSITIVE_INFINITY ? ends[e] + 1 : (ends[e] + ends[e + 1]) / 2;
        const up = speeds.filter((c) => share + c * middle > 0).length;
        if (up < 2) continue;
        // ∫ ρ e^{−ρ²/2} and ∫ (ρ²/2 − 1) ρ e^{−ρ²/2}
        const mass = (r: number) => (r === Number.POSITIVE_INFINITY ? 0 : Math.exp((-r * r) / 2));
        const bend = (r: number) => (r === Number.POSITIVE_INFINITY ? 0 : (r * r) / 2) * mass(r);
        found.p += weight * (mass(ends[e]) - mass(ends[e + 1]));
        found.excess += weight * (bend(ends[e]) - bend(ends[e + 1]));
      }
    }
  return [
    { y: 1, p: found.p, excess: found.excess },
    { y: -1, p: 1 - found.p, excess: -found.excess },
  ];
};

/** A table of T: its nodes, cut at the kink T = 0, and what is given there. */
const tabled = (units: number, order: number) => {
  const rule = legendre(order);
  const pieces = 44;
  const nodes: { readonly T: number; readonly w: number; readonly given: readonly Given[] }[] = [];
  for (let p = -pieces; p < pieces; p++)
    for (let i = 0; i < order; i++) {
      const T = (12 / pieces) * (p + (1 + rule.x[i]) / 2);
      nodes.push({
        T,
        w: (6 / pieces) * rule.w[i],
        given: units === 2 ? givenTwo(T) : givenThree(T, order),
      });
    }
  return nodes;
};

/** At overlap q of the sum: what the outputs tell of T, and how fast a difference of units grows, per α. */
function perturbed(nodes: ReturnType<typeof tabled>, q: number, order: number) {
  const width = Math.sqrt(1 - q);
  const outer = panels(-9 * Math.sqrt(q), 9 * Math.sqrt(q), [{ at: 0, width }], order);
  let [told, growth] = [0, 0];
  for (let i = 0; i < outer.x.length; i++) {
    const omega = outer.x[i];
    const weight = outer.w[i] * gauss(omega, q);
    if (weight < 1e-17) continue;
    const sums = [0, 1, 2].map(() => [0, 0, 0]);
    for (const { T, w, given } of nodes) {
      const away = T - omega;
      if (Math.abs(away) > 9 * width) continue;
      const p = w * gauss(away, 1 - q);
      for (const part of given) {
        const sum = sums[part.y + 1];
        sum[0] += p * part.p;
        sum[1] += (p * part.p * away) / (1 - q);
        sum[2] += p * part.excess;
      }
    }
    for (const [Z, slope, excess] of sums) {
      if (Z < 1e-14) continue;
      told += (weight * slope * slope) / Z;
      growth += (weight * excess * excess) / Z;
    }
  }
  return { told, growth };
}

/** A small difference between the units, and whether it grows. */
export const perturbedUnits: Witness<CommitteeThresholdParams, CommitteeThresholdResult> = {
  id: 'perturbed-units',
  method:
    "two or three units, Gaussian weights: the geometry of the fields at a given sum, Bayes' rule for the sum, and the α at which a difference of the units is reproduced by one step of state evolution",
  ...attempting(({ units, prior, kind }) => {
    if (prior.kind !== 'gaussian' || (units !== 2 && units !== 3))
      throw new OutOfReach('the geometry of two or three Gaussian units');
    if (kind === 'spinodal' || (units === 3 && kind === 'information-theoretic'))
      throw new OutOfReach('instabilities only');
    const solve = (order: number) => {
      const nodes = tabled(units, order);
      const excess = (x: number) => {
        const q = 1 / (1 + Math.exp(-x));
        const { told, growth } = perturbed(nodes, q, order);
        return Math.log((Math.exp(x) * growth) / told);
      };
      const x = units === 2 ? secant(excess, 0.9, 0.91) : secant(excess, 2.5, 2.6);
      return 1 / perturbed(nodes, 1 / (1 + Math.exp(-x)), order).growth;
    };
    const [fine, coarse] = [solve(14), solve(10)];
    return {
      result: { alpha: fine },
      error: { alpha: 4 * Math.abs(fine - coarse) + 1e-11 * fine },
    };
  }),
};

/** Bisection of a sign change, to 1e−12. */
function bisect(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high];
  const rising = f(b) > 0;
  while (b - a > 1e-12 * b) {
    const middle = (a + b) / 2;
    if (f(middle) > 0 === rising) b = middle;
    else a = middle;
  }
  return (a + b) / 2;
}

/** α at which two infinite committees are equally likely, or one of them appears, from scans of f. */
function ofMany(prior: string, kind: string, order: number): number {
  const plateau = sharedVariance(0, 1);
  const flat = signEntropy(plateau, order);
  if (prior === 'rademacher') return Math.log(0.5) / flat;
  if (kind === 'information-theoretic') {
    const advantage = (alpha: number) =>
      entropyPerUnit(alpha, order)(specialisedMaximum(alpha, order)) - alpha * flat;
    return secant(advantage, 7.6, 7.8);
  }
  if (kind === 'spinodal') {
    // The slope of the cost over that of the gain, at its smallest
    // d/dx of (q − x)/2 with q = 1 − e^{−x}
    const cost = (x: number) => Math.expm1(-x) / 2;
    const needed = (x: number) => {
      const gain = slopeOf(
        (t) => signEntropy(sharedVariance(-Math.expm1(-t), Math.exp(-t)), order),
        0.04,
      );
      return -cost(x) / gain(x);
    };
    const place = bisect(slopeOf(needed, 0.04), 1, 2.5);
    return needed(place);
  }
  // x = T √(2/(π−2)): how much one unit's sign tells beside the sum of all
  const spread = Math.sqrt(2 / (Math.PI - 2));
  const { x, w } = panels(-9, 9, [{ at: 0, width: 0.5 }], order);
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const t = spread * x[i];
    const [p, n] = [normalCdf(t), normalCdf(-t)];
    const part = (t * gauss(t)) ** 2;
    if (p > 1e-100 && n > 1e-100) sum += w[i] * gauss(x[i]) * (part / p + part / n);
  }
  return 1 / sum;
}

/** Free entropy of the unspecialised Rademacher state, as the integral of Ψ over the samples seen. */
function perfectRecovery(order: number, step: number): number {
  const level = { step, order: 14 };
  const potentials = new Map<number, number>();
  /** Ψ at the fixed point reached from below. */
  const potential = (alpha: number): number => {
    const known = potentials.get(alpha);
    if (known !== undefined) return known;
    let q = 0.3;
    let before = Number.POSITIVE_INFINITY;
    const map = (x: number) =>
      seenPair(
        'rademacher',
        alpha * averagedOutputs(x, 0, level.step, level.order).plus,
        0,
        level.step,
      ).plus;
    // Steffensen's iteration
    for (let k = 0; k < 12 && Math.abs(q - before) > 1e-14; k++) {
      const [a, b] = [map(q), map(map(q))];
      before = q;
      const bend = b - 2 * a + q;
      q = Math.abs(bend) > 1e-15 ? q - (a - q) ** 2 / bend : b;
    }
    const value = averagedOutputs(q, 0, level.step, level.order).potential;
    potentials.set(alpha, value);
    return value;
  };
  const rule = legendre(order);
  const entropy = (alpha: number) => {
    let sum = 0;
    for (let i = 0; i < order; i++)
      sum += (alpha / 2) * rule.w[i] * potential((alpha / 2) * (1 + rule.x[i]));
    return sum;
  };
  let alpha = 1.5;
  for (let k = 0; k < 4; k++) alpha -= (entropy(alpha) + Math.log(4)) / potential(alpha);
  return alpha;
}

/** Two states compared, or one followed to its end. */
export const comparedBranches: Witness<CommitteeThresholdParams, CommitteeThresholdResult> = {
  id: 'compared-branches',
  method:
    'free entropies of many units on scans of the overlap; for two units of Rademacher weights the samples whose entropies, added up one by one, make up for that of the weights',
  ...attempting(({ units, prior, kind }) => {
    let pair: readonly [number, number];
    if (units === 'infinite') pair = [ofMany(prior.kind, kind, 16), ofMany(prior.kind, kind, 12)];
    else if (units === 2 && prior.kind === 'rademacher' && kind === 'information-theoretic')
      pair = [perfectRecovery(10, 0.24), perfectRecovery(8, 0.3)];
    else throw new OutOfReach('not asked here');
    const [fine, coarse] = pair;
    return {
      result: { alpha: fine },
      error: { alpha: 4 * Math.abs(fine - coarse) + 1e-10 * fine },
    };
  }),
  sample: committeeThresholds().filter(
    ({ units, kind }) => units === 'infinite' || (units === 2 && kind === 'information-theoretic'),
  ),
};
