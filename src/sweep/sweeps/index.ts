import type { AnySweep } from '../sweep.ts';
import { gaussianEquivalence } from './gaussian-equivalence.ts';
import { phaseRetrievalSuccess } from './phase-retrieval-success.ts';
import { uniquenessProbability } from './uniqueness-probability.ts';

/** Every sweep. */
export const sweeps: readonly AnySweep[] = [
  gaussianEquivalence,
  phaseRetrievalSuccess,
  uniquenessProbability,
];

export const findSweep = (name: string): AnySweep | undefined =>
  sweeps.find((sweep) => sweep.name === name);
