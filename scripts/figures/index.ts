import type { Figure } from '../../src/plot/index.ts';
import { bayesAndRisk } from './bayes-and-risk.ts';
import { committee } from './committee.ts';
import { evidenceFigures } from './evidence.ts';
import { gaussianClusters } from './gaussian-clusters.ts';
import { hiddenManifold } from './hidden-manifold.ts';

/** The pictures of docs/figures, by the names of their files. */
export const figures: Readonly<Record<string, () => Figure>> = {
  'bayes-and-risk': bayesAndRisk,
  'hidden-manifold': hiddenManifold,
  'gaussian-clusters': gaussianClusters,
  committee,
  ...evidenceFigures,
};
