import type { Prior } from '../types/shared.ts';
import { OutOfReach } from './attempt.ts';
import { gauss } from './panels.ts';

/**
 * One weight as a table of values and probabilities, and Bayes' rule on it.
 *
 * A continuous part is tabulated on equidistant points, whose sum is the trapezoid rule: for what is
 * asked here (Gaussians times analytic functions) it converges geometrically in the spacing.
 */
const TAIL = 9; // standard deviations: what lies beyond weighs less than 1e-18

export interface Atom {
  readonly value: number;
  readonly mass: number;
}

/** Atoms of P_w and its centred Gaussian part. */
export interface Law {
  readonly atoms: readonly Atom[];
  readonly bulk: { readonly mass: number; readonly variance: number } | null;
  readonly mean: number;
  readonly secondMoment: number;
  readonly entropy: number;
}

export function lawOf(prior: Prior): Law {
  let atoms: Atom[] = [];
  let bulk: Law['bulk'] = null;
  switch (prior.kind) {
    case 'gaussian':
      bulk = { mass: 1, variance: prior.variance };
      break;
    case 'rademacher':
      atoms = [
        { value: -1, mass: 0.5 },
        { value: 1, mass: 0.5 },
      ];
      break;
    case 'gauss-bernoulli':
      bulk = { mass: prior.density, variance: prior.variance };
      if (prior.density < 1) atoms = [{ value: 0, mass: 1 - prior.density }];
      break;
    case 'discrete':
      atoms = prior.values
        .map((value, k) => ({ value, mass: prior.probabilities[k] }))
        .filter(({ mass }) => mass > 0);
      break;
  }
  return {
    atoms,
    bulk,
    mean: atoms.reduce((sum, { value, mass }) => sum + mass * value, 0),
    secondMoment:
      atoms.reduce((sum, { value, mass }) => sum + mass * value * value, 0) +
      (bulk ? bulk.mass * bulk.variance : 0),
    entropy: -atoms.reduce((sum, { mass }) => sum + mass * Math.log(mass), 0),
  };
}

export interface Posterior {
  readonly mean: number;
  readonly variance: number;
  readonly logPartition: number;
  /** Largest value of w with weight: the scale of the absolute errors. */
  readonly scale: number;
}

/** The posterior P_w(w) exp(B w − A w²/2) / Z, summed over a table of w. */
export function tilt(law: Law, precision: number, field: number): Posterior {
  const values: number[] = [];
  const logs: number[] = [];
  const add = (w: number, logMass: number) => {
    values.push(w);
    logs.push(logMass + field * w - 0.5 * precision * w * w);
  };
  for (const { value, mass } of law.atoms) add(value, Math.log(mass));
  if (law.bulk) {
    const total = precision + 1 / law.bulk.variance;
    if (!(total > 0)) throw new OutOfReach('the tilted prior has no norm');
    const width = 1 / Math.sqrt(total);
    const mode = field / total;
    const step = width / 4;
    const logMass = Math.log((law.bulk.mass * step) / Math.sqrt(2 * Math.PI * law.bulk.variance));
    for (let i = -4 * TAIL; i <= 4 * TAIL; i++) {
      const w = mode + i * step;
      add(w, logMass - (0.5 * w * w) / law.bulk.variance);
    }
  }
  const top = Math.max(...logs);
  const masses = logs.map((l) => Math.exp(l - top));
  const mass = masses.reduce((a, b) => a + b, 0);
  const mean = masses.reduce((sum, p, k) => sum + p * values[k], 0) / mass;
  const variance = masses.reduce((sum, p, k) => sum + p * (values[k] - mean) ** 2, 0) / mass;
  const scale = Math.max(...values.map((w, k) => (masses[k] > 1e-17 ? Math.abs(w) : 0)));
  return { mean, variance, logPartition: top + Math.log(mass), scale };
}

export interface Seen {
  /** ∫dB p(B) ln [p(B)/N(B; 0, r)] */
  readonly potential: number;
  readonly overlap: number;
  readonly meanSquareError: number;
}

const LARGEST_TABLE = 3e5;

/** The weight seen through B = r w + √r ξ: joint table of (B, w), posterior mean and variance per B. */
export function seenWeight(law: Law, r: number, resolution: number): Seen {
  if (r === 0)
    return {
      potential: 0,
      overlap: law.mean ** 2,
      meanSquareError: law.secondMoment - law.mean ** 2,
    };
  const values = law.atoms.map(({ value }) => value);
  const masses = law.atoms.map(({ mass }) => mass);
  const root = Math.sqrt(r);
  let low: number;
  let high: number;
  let step: number;
  if (law.bulk) {
    const { mass, variance } = law.bulk;
    const reach = TAIL * Math.sqrt(variance);
    const n = Math.ceil((reach * Math.sqrt(r + 1 / variance)) / resolution);
    for (let i = -n; i <= n; i++) {
      const w = (i * reach) / n;
      values.push(w);
      masses.push((mass * gauss(w, variance) * reach) / n);
    }
    high = TAIL * root * Math.sqrt(1 + r * variance);
    low = -high;
    step = (resolution * root) / 3;
  } else {
    const least = Math.min(...values);
    const most = Math.max(...values);
    low = r * least - TAIL * root;
    high = r * most + TAIL * root;
    step = resolution * Math.min(root / 2, 1 / Math.max(most - least, 1e-300));
  }
  const n = Math.ceil((high - low) / step);
  if (n * values.length > LARGEST_TABLE) throw new OutOfReach('signal-to-noise ratio too large');
  step = (high - low) / n;
  const joint = new Float64Array(values.length);
  const norm = step / Math.sqrt(2 * Math.PI * r);
  let potential = 0;
  let overlap = 0;
  let meanSquareError = 0;
  for (let i = 0; i <= n; i++) {
    const B = low + i * step;
    let p = 0;
    let first = 0;
    for (let k = 0; k < values.length; k++) {
      const t = B - r * values[k];
      joint[k] = masses[k] * Math.exp((-0.5 * t * t) / r);
      p += joint[k];
      first += joint[k] * values[k];
    }
    if (p === 0) continue;
    const mean = first / p;
    // by pairs where they are few: a variance far below the rounding of the mean keeps its digits
    let second = 0;
    if (law.bulk) {
      for (let k = 0; k < values.length; k++) second += joint[k] * (values[k] - mean) ** 2;
    } else {
      for (let k = 1; k < values.length; k++)
        for (let j = 0; j < k; j++)
          second += (joint[k] / p) * joint[j] * (values[k] - values[j]) ** 2;
    }
    potential += p * (Math.log(p) + (0.5 * B * B) / r);
    overlap += p * mean * mean;
    meanSquareError += second;
  }
  return {
    potential: potential * norm,
    overlap: overlap * norm,
    meanSquareError: meanSquareError * norm,
  };
}
