import type { AnySweep } from '../sweep.ts';
import { gaussianEquivalence } from './gaussian-equivalence.ts';

/** Every sweep. */
export const sweeps: readonly AnySweep[] = [gaussianEquivalence];

export const findSweep = (name: string): AnySweep | undefined =>
  sweeps.find((sweep) => sweep.name === name);
