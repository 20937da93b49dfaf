import type { Channel } from '../types/shared.ts';
import { OutOfReach } from './attempt.ts';
import { type Feature, gauss, legendre, panels } from './panels.ts';

/**
 * What one output says about z ~ N(ω, V), by Bayes' rule.
 *
 * All channels here are functions of u = z + √Δ ξ ~ N(ω, U), U = V + Δ: an output restricts u to a set
 * (labels: intervals; |u|: two points; linear: one). The posterior of u is integrated over its set,
 * and z given u is Gaussian with mean ω + (V/U)(u − ω):
 *
 *   g = (E[z | y] − ω)/V = (E[u | y] − ω)/U        ∂g = (Var(z | y) − V)/V² = (Var(u | y) − U)/U²
 */
export interface Moments {
  /** ln of the probability (or density) of the output. */
  readonly logMass: number;
  /** E[u | y] − ω */
  readonly shift: number;
  readonly variance: number;
  /** Largest |u − ω| with weight: the scale of the absolute errors. */
  readonly reach: number;
}

type Interval = readonly [number, number];

export const noiseOf = (channel: Channel): number =>
  'noiseVariance' in channel ? channel.noiseVariance : 0;

/**
 * Moments of N(ω, U) on an interval: Gauss–Legendre on panels that grow geometrically from its densest
 * point, which is also the origin of the moments (their spread there is of the size of the panels, so
 * that second − first² loses no digits).
 */
function onInterval([low, high]: Interval, omega: number, U: number, order: number): Moments {
  const densest = Math.min(Math.max(omega, low), high);
  const push = densest - omega;
  const sd = Math.sqrt(U);
  // away from the mode the density decays like exp(−|push| s / U)
  const width = push === 0 ? sd : Math.min(sd, U / Math.abs(push));
  const reach = Math.min(40 * width, 10 * sd);
  const { x, w } = legendre(order);
  let mass = 0;
  let first = 0;
  let second = 0;
  for (const side of [-1, 1]) {
    const end = Math.min(side < 0 ? densest - low : high - densest, reach);
    let from = 0;
    for (let to = width; from < end; to *= 2) {
      const half = (Math.min(to, end) - from) / 2;
      const middle = side * (from + half);
      for (let i = 0; i < order; i++) {
        const s = middle + half * x[i];
        const p = half * w[i] * Math.exp((-s * (push + 0.5 * s)) / U);
        mass += p;
        first += p * s;
        second += p * s * s;
      }
      from = Math.min(to, end);
    }
  }
  if (mass === 0) return { logMass: -Infinity, shift: push, variance: 0, reach: 0 };
  const mean = first / mass;
  return {
    logMass: Math.log(mass / Math.sqrt(2 * Math.PI * U)) - (0.5 * push * push) / U,
    shift: push + mean,
    variance: second / mass - mean * mean,
    reach: Math.abs(push) + sd,
  };
}

/** Two disjoint possibilities together. */
function either(a: Moments, b: Moments): Moments {
  const top = Math.max(a.logMass, b.logMass);
  const p = Math.exp(a.logMass - top);
  const q = Math.exp(b.logMass - top);
  const share = p / (p + q);
  const other = q / (p + q);
  const gap = a.shift - b.shift;
  return {
    logMass: top + Math.log(p + q),
    shift: share * a.shift + other * b.shift,
    variance: share * a.variance + other * b.variance + share * other * gap * gap,
    reach: Math.max(a.reach, b.reach),
  };
}

const at = (u: number, omega: number, U: number): Moments => ({
  logMass: -0.5 * Math.log(2 * Math.PI * U) - (0.5 * (u - omega) ** 2) / U,
  shift: u - omega,
  variance: 0,
  reach: Math.abs(u - omega),
});

/** The sets of u that the labels of a channel stand for, with the label. */
function labelSets(channel: Channel): readonly { y: number; set: readonly Interval[] }[] {
  switch (channel.kind) {
    case 'sign':
    case 'probit':
      return [
        { y: 1, set: [[0, Infinity]] },
        { y: -1, set: [[-Infinity, 0]] },
      ];
    case 'symmetric-door':
      return [
        { y: -1, set: [[-channel.width, channel.width]] },
        {
          y: 1,
          set: [
            [-Infinity, -channel.width],
            [channel.width, Infinity],
          ],
        },
      ];
    case 'relu':
      return [{ y: 0, set: [[-Infinity, 0]] }];
    default:
      return [];
  }
}

/** The posterior of u given the output y. */
export function given(
  channel: Channel,
  y: number,
  omega: number,
  variance: number,
  order = 20,
): Moments {
  const U = variance + noiseOf(channel);
  const label = labelSets(channel).find((l) => l.y === y);
  if (label)
    return label.set.map((interval) => onInterval(interval, omega, U, order)).reduce(either);
  if (channel.kind === 'absolute-value') {
    // at y = 0 both possibilities are the same point, and the density is their sum all the same
    return either(at(y, omega, U), at(-y, omega, U));
  }
  return at(y, omega, U);
}

export interface Average {
  /** E_ω ∫dy Z ln Z */
  readonly potential: number;
  /** A = (1 − E Var(z | y, ω)/V)/V = (1 − E Var(u | y, ω)/U)/U */
  readonly conjugate: number;
}

const TAIL = 9;

/** Averages over ω ~ N(0, m) and the output. */
export function averageOutput(channel: Channel, m: number, V: number, order: number): Average {
  const U = V + noiseOf(channel);
  if (!(U > 0)) throw new OutOfReach('nothing is left to learn');
  const root = Math.sqrt(m);
  const sd = Math.sqrt(U);
  const edges = channel.kind === 'symmetric-door' ? [channel.width, -channel.width] : [0];
  const features: Feature[] = [{ at: 0, width: root }];
  for (const edge of edges) features.push({ at: edge, width: Math.min(sd, root) });
  // ω and −ω tell the same, but for relu (half of its outputs are seen); linear is the same anywhere
  const halved = channel.kind !== 'relu';
  const { x, w } =
    m === 0 || channel.kind === 'linear'
      ? { x: Float64Array.of(0), w: Float64Array.of(1) }
      : panels(halved ? 0 : -TAIL * root, TAIL * root, features, order);
  let potential = 0;
  let variance = 0;
  for (let i = 0; i < x.length; i++) {
    const weight = x.length === 1 ? 1 : (halved ? 2 : 1) * w[i] * gauss(x[i], m);
    if (weight < 1e-25) continue;
    const one = oneField(channel, x[i], U, order);
    potential += weight * one.potential;
    variance += weight * one.variance;
  }
  return { potential, conjugate: (1 - variance / U) / U };
}

/** ∫dy Z ln Z and E Var(u | y) for one ω. */
function oneField(channel: Channel, omega: number, U: number, order: number) {
  let potential = 0;
  let variance = 0;
  for (const { set } of labelSets(channel)) {
    const moments = set.map((interval) => onInterval(interval, omega, U, order)).reduce(either);
    const p = Math.exp(moments.logMass);
    potential += p * moments.logMass;
    variance += p * moments.variance;
  }
  if (channel.kind === 'absolute-value' || channel.kind === 'relu' || channel.kind === 'linear') {
    const sd = Math.sqrt(U);
    const low = channel.kind === 'linear' ? omega - TAIL * sd : Math.max(0, omega - TAIL * sd);
    const folded = channel.kind === 'absolute-value';
    const centre = folded ? Math.abs(omega) : omega;
    const from = folded ? 0 : low;
    const to = centre + TAIL * sd;
    if (to > from) {
      const features = [{ at: centre, width: sd }];
      // the odds of u = y against u = −y turn over U/|ω|
      if (folded) features.push({ at: 0, width: Math.min(sd, U / Math.max(centre, 1e-300)) });
      const { x, w } = panels(from, to, features, order);
      for (let i = 0; i < x.length; i++) {
        const near = gauss(x[i] - centre, U);
        const far = folded ? gauss(x[i] + centre, U) : 0;
        const density = near + far;
        if (density === 0) continue;
        potential += w[i] * density * Math.log(density);
        if (folded) variance += w[i] * 4 * x[i] * x[i] * (near / density) * far;
      }
    }
  }
  return { potential, variance };
}
