import { createHash } from 'node:crypto';

/**
 * The seed of one check, from the seed of the run and the check's id: adding or leaving out checks
 * does not change what the others draw.
 */
export const seedOf = (run: number, id: string): number =>
  createHash('sha256').update(`${run}\n${id}`).digest().readInt32LE(0);
