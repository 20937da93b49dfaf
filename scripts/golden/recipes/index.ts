import type { Recipe } from '../recipe.ts';
import { corners } from './corners.ts';
import { enumerations } from './enumerations.ts';
import { gampTraces } from './gamp-traces.ts';
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
];
