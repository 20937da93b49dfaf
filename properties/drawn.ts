import fc from 'fast-check';
import { seeds } from '../oracles/arbitraries/index.ts';
import type { NormalTail } from '../oracles/statistics.ts';

/*
 * What laws about drawn instances share: which ensemble, from which seed, and how far a mean may lie from
 * its limit. Each ensemble names bounds of its fluctuations, a quarter larger than the largest measured.
 */

export interface Drawn {
  /** Number in the law's list of ensembles. */
  readonly ensemble: number;
  readonly seed: number;
}

export const drawnFrom = (ensembles: readonly unknown[]): fc.Arbitrary<Drawn> =>
  fc.record({ ensemble: fc.nat(ensembles.length - 1), seed: seeds() });

/** The seed of instance k of several. */
export const seedOfInstance = (seed: number, k: number): number => seed + k * 2 ** 31;

/**
 * Five and a half of the bounds are nearly seven of the standard deviations, on top of a bias: of these
 * 6.5 are counted on, for tails that are not quite normal, for each of several statistics.
 */
export const deviations = 5.5;

export const normalTail = (statistics: number): NormalTail => ({
  model: 'normal',
  statistics,
  deviations: 6.5,
});

/** Of at most twelve such statistics: 2 · 12 Φ(−6.5) = 9.6e-10. */
export const falseAlarm = 1e-9;
