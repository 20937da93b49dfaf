import type { Recipe } from '../recipe.ts';
import { corners } from './corners.ts';
import { enumerations } from './enumerations.ts';
import { ermLearningCurves } from './erm-learning-curves.ts';
import { ermLimits } from './erm-limits.ts';
import { ermMinimisers } from './erm-minimisers.ts';
import { ermOptimalRegularisation } from './erm-optimal-regularisation.ts';
import { ermProximal } from './erm-proximal.ts';
import { ermSeparability } from './erm-separability.ts';
import { gampTraces } from './gamp-traces.ts';
import { gaussianCovariate } from './gaussian-covariate.ts';
import { gaussianMixture } from './gaussian-mixture.ts';
import { hiddenManifold } from './hidden-manifold.ts';
import { largeAlpha } from './large-alpha.ts';
import { learningCurves } from './learning-curves.ts';
import { stateEvolution } from './state-evolution.ts';
import { thresholds } from './thresholds.ts';

/** Every golden value, as a recipe. */
export const recipes: readonly Recipe[] = [
  ...corners,
  ...thresholds,
  ...largeAlpha,
  ...learningCurves,
  ...stateEvolution,
  ...gampTraces,
  ...enumerations,
  ...ermProximal,
  ...ermLearningCurves,
  ...ermLimits,
  ...ermOptimalRegularisation,
  ...ermSeparability,
  ...ermMinimisers,
  ...hiddenManifold,
  ...gaussianCovariate,
  ...gaussianMixture,
];
