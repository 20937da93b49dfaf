import fc from 'fast-check';
import { seeds } from '../oracles/arbitraries/index.ts';

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
 * Five and a half of the bounds are seven of the standard deviations: 3e-12, two-sided, for each of
 * at most eight nearly Gaussian statistics; declared forty times as large for their tails.
 */
export const deviations = 5.5;
export const falseAlarm = 1e-9;
