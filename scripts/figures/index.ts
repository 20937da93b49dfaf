/**
 * npm run figures [-- <word>]: draws the pictures of the documentation anew, into docs/figures.
 *
 * Each is a function of the reference alone: same version, same bytes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Figure } from '../../src/plot/index.ts';
import { drawFigure } from '../../src/plot/index.ts';
import { bayesAndRisk } from './bayes-and-risk.ts';
import { committee } from './committee.ts';
import { gaussianClusters } from './gaussian-clusters.ts';
import { hiddenManifold } from './hidden-manifold.ts';

/** One line per picture, by the name of its file. */
const figures: Readonly<Record<string, () => Figure>> = {
  'bayes-and-risk': bayesAndRisk,
  'hidden-manifold': hiddenManifold,
  'gaussian-clusters': gaussianClusters,
  committee,
};

const folder = fileURLToPath(new URL('../../docs/figures/', import.meta.url));
mkdirSync(folder, { recursive: true });
const word = process.argv[2] ?? '';
for (const [name, figure] of Object.entries(figures)) {
  if (!name.includes(word)) continue;
  writeFileSync(`${folder}${name}.svg`, drawFigure(figure()));
  console.error(`drew docs/figures/${name}.svg`);
}
