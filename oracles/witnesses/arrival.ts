import { OutOfReach } from './attempt.ts';
import type { Iteration } from './iteration.ts';

export interface Arrival {
  readonly V: number;
  readonly r: number;
  readonly overlap: number;
  /** Contraction of the map there. */
  readonly rate: number;
}

/** r S from which on an arrival counts as perfect recovery, which is a limit. */
const LARGEST_SIGNAL = 1e6;
const PLAIN_STEPS = 6;
const MOST_STEPS = 24;

/**
 * Where state evolution ends, by iterating it: plain steps choose the basin, then Steffensen's
 * acceleration. Only where it contracts by a clear factor: near a threshold this road is too slow.
 */
export function arrive(map: Iteration, alpha: number, start: 'uninformed' | 'informed'): Arrival {
  const { rho } = map;
  let V = rho - map.law.mean ** 2;
  if (start === 'uninformed' && map.symmetric) {
    const m = 1e-4 * rho;
    const growth = map.weight(map.signal(rho - m, alpha)).overlap / m;
    if (Math.abs(growth - 1) < 0.1) throw new OutOfReach('close to weak recovery');
    if (growth < 1) return { V: rho, r: 0, overlap: 0, rate: growth };
    V = 0.9 * rho;
    // from above a fixed point one comes down to it all the same, unless another one lies between
    if (map.step(V, alpha) > V) throw new OutOfReach('starts past the fixed point');
  }
  if (start === 'informed') {
    if (perfectIsStable(map)) return { V: 0, r: Infinity, overlap: rho, rate: 0 };
    V = fromAbove(map, alpha);
  }
  for (let i = 0; i < PLAIN_STEPS; i++) V = map.step(V, alpha);
  for (let i = 0; i < MOST_STEPS; i += 2) {
    const V1 = map.step(V, alpha);
    const V2 = map.step(V1, alpha);
    const rate = V1 === V ? 0 : (V2 - V1) / (V1 - V);
    if (Math.abs(V2 - V1) < 1e-14 * rho || Math.abs(V2 - V1) < 1e-13 * V) {
      const r = map.signal(V2, alpha);
      const seen = map.weight(r);
      return { V: seen.meanSquareError, r, overlap: seen.overlap, rate: Math.abs(rate) };
    }
    if (i > 4 && rate > 0.8) throw new OutOfReach('contracts too slowly');
    const jump = V - (V1 - V) ** 2 / (V2 - 2 * V1 + V);
    const ahead = rate > 0 && rate < 1 && jump > 0 && (jump - V2) * (V2 - V1) >= 0;
    V = ahead ? jump : V2;
  }
  throw new OutOfReach('state evolution is too slow here');
}

/**
 * Without noise A diverges as V → 0 (as 1/√V at least), and the error of a discrete weight decays
 * exponentially in r: an overlap close enough to ρ only grows.
 */
const perfectIsStable = (map: Iteration): boolean => map.noiseless && map.law.bulk === null;

/**
 * V after the first steps from full knowledge. With noise, A is finite at V = 0, and what it leads to
 * is where the trajectory from V → 0 starts. Without noise, the genie who knows which weights are
 * continuous still has the error s S/(1 + r S): where that is above V, V grows, and the start may be
 * moved up, cell by cell, until it fails.
 */
function fromAbove(map: Iteration, alpha: number): number {
  const { bulk } = map.law;
  if (!map.noiseless) {
    const V = map.step(1e-9 * map.rho, alpha);
    if (V < 1e-7 * map.rho) throw new OutOfReach('too close to perfect recovery');
    return V;
  }
  if (bulk === null) throw new OutOfReach('perfect recovery');
  let V = 1e-9 * map.rho;
  for (const factor = 4; V < 0.1 * map.rho; V *= factor) {
    const r = map.signal(V, alpha);
    const genie = (bulk.mass * bulk.variance) / (1 + r * bulk.variance);
    if (genie > factor * V) continue;
    if (r * bulk.variance > LARGEST_SIGNAL) throw new OutOfReach('too close to perfect recovery');
    break;
  }
  return V;
}

/** f = Φ_w + α Φ_out − m r/2 from the entropies of the tables. */
export function freeEntropyAt(map: Iteration, alpha: number, { V, r, overlap }: Arrival): number {
  return map.weight(r).potential + alpha * map.output(V).potential - (overlap * r) / 2;
}
