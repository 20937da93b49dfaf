import type { Prior } from '../types/shared.ts';
import { OutOfReach } from './attempt.ts';
import { gauss, legendre } from './panels.ts';

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
  if (r === 0) {
    const { mean, variance } = tilt(law, 0, 0);
    return { potential: 0, overlap: mean * mean, meanSquareError: variance };
  }
  return law.bulk ? seenMixture(law, law.bulk, r, resolution) : seenAtoms(law, r, resolution);
}

/** Atoms only: equidistant B. */
function seenAtoms({ atoms }: Law, r: number, resolution: number): Seen {
  const values = atoms.map(({ value }) => value);
  const root = Math.sqrt(r);
  const least = Math.min(...values);
  const most = Math.max(...values);
  const low = r * least - TAIL * root;
  const high = r * most + TAIL * root;
  const n = Math.ceil(
    (high - low) / (resolution * Math.min(root / 2, 1 / Math.max(most - least, 1e-300))),
  );
  if (n * values.length > LARGEST_TABLE) throw new OutOfReach('signal-to-noise ratio too large');
  const step = (high - low) / n;
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
      joint[k] = atoms[k].mass * Math.exp((-0.5 * t * t) / r);
      p += joint[k];
      first += joint[k] * values[k];
    }
    if (p === 0) continue;
    // by pairs: a variance far below the rounding of the mean keeps its digits
    for (let k = 1; k < values.length; k++)
      for (let j = 0; j < k; j++)
        meanSquareError += (joint[k] / p) * joint[j] * (values[k] - values[j]) ** 2;
    potential += p * (Math.log(p) + (0.5 * B * B) / r);
    overlap += (first * first) / p;
  }
  return {
    potential: potential * norm,
    overlap: overlap * norm,
    meanSquareError: meanSquareError * norm,
  };
}

/** With a continuous part: for every B a table of w around the mode of that part. */
function seenMixture(
  { atoms }: Law,
  bulk: NonNullable<Law['bulk']>,
  r: number,
  resolution: number,
): Seen {
  const S = bulk.variance;
  const root = Math.sqrt(r);
  const g = 1 + r * S;
  const end = TAIL * root * Math.sqrt(g);
  // what tells an atom from the continuous part happens on the scale √r of B: even panels first
  const edges = [0];
  while (edges[edges.length - 1] < end) {
    const last = edges[edges.length - 1];
    edges.push(last + (edges.length < 40 ? root / 2 : last));
  }
  const rule = legendre(resolution < 0.45 ? 12 : 10);
  const width = 1 / Math.sqrt(r + 1 / S);
  const steps = Math.ceil(TAIL / resolution);
  const w = new Float64Array(2 * steps + 1 + atoms.length);
  const joint = new Float64Array(w.length);
  let potential = 0;
  let overlap = 0;
  let meanSquareError = 0;
  for (let e = 0; e + 1 < edges.length; e++) {
    const half = (edges[e + 1] - edges[e]) / 2;
    for (let q = 0; q < rule.x.length; q++) {
      const B = edges[e] + half * (1 + rule.x[q]);
      const mode = (B * S) / g;
      const base = (0.5 * B * B) / r;
      let p = 0;
      let first = 0;
      for (let k = 0; k < w.length; k++) {
        if (k <= 2 * steps) {
          const t = (k - steps) * resolution;
          w[k] = mode + t * width;
          const off = B / g - r * width * t;
          joint[k] =
            bulk.mass * resolution * width * gauss(w[k], S) * Math.exp((-0.5 * off * off) / r);
        } else {
          const { value, mass } = atoms[k - 2 * steps - 1];
          w[k] = value;
          joint[k] = mass * Math.exp((-0.5 * (B - r * value) ** 2) / r);
        }
        p += joint[k];
        first += joint[k] * w[k];
      }
      if (p === 0) continue;
      const mean = first / p;
      let second = 0;
      for (let k = 0; k < w.length; k++) second += joint[k] * (w[k] - mean) ** 2;
      const weight = (2 * half * rule.w[q]) / Math.sqrt(2 * Math.PI * r);
      potential += weight * p * (Math.log(p) + base);
      overlap += weight * p * mean * mean;
      meanSquareError += weight * second;
    }
  }
  return { potential, overlap, meanSquareError };
}
